"""Writes of who decides: proposed (经办), signed level by level (复核, 审批), or sent back with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.appeals import actions as appeals
from district.cases.appeals.models import Appeal
from district.cases.appeals.permissions import may_admit
from district.cases.appeals.states import HEARD
from district.cases.appeals.states import MOVES as APPEAL_MOVES
from district.cases.approving import notices
from district.cases.approving.levels import LEADER, OFFICER
from district.cases.approving.models import Proposal, Signature
from district.cases.approving.permissions import duty_at, may_propose, may_sign, may_turn_back, signers
from district.cases.approving.queries import leader_signs_above, route
from district.cases.core import steps
from district.cases.core.acting import instead_of
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.states import BACK_TO, MOVES, STATES, TO_DECLINE, TO_GRANT, TO_REFUSE
from district.cases.decisions import actions
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.moves import MoveRefused

ROOM = "cases"
ZERO = Decimal(0)
S = Proposal.State
FROM = {"granted": TO_GRANT, "refused": TO_REFUSE}


def propose(
    *, application: Application, by: Person, outcome: str, note: str = "", ground: str = "", job: int | None = None,
    together: Decimal = ZERO, listed: Sequence[str] = (),
) -> Proposal:  # fmt: skip
    """Propose to grant or to refuse: what is decided is tried first, and whatever stands in its way is said now.
    With a legal `ground`: not to take a case up that must not be (不予受理).

    `together`: yuan of all that is proposed at once, by which the levels are found; `listed`: the levels of a list that
    was signed as a whole. Raises NotPossible, MoveRefused, Refused.
    """
    require(may_propose(by, application))
    note, ground = note.strip(), ground.strip()[:300]
    data: dict[str, Any] = {"outcome": outcome} | ({"ground": ground} if ground else {})
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        if row.state not in (TO_DECLINE if ground else FROM[outcome]):
            verb = "decline" if ground else "grant" if outcome == "granted" else "refuse"
            raise MoveRefused(MOVES[verb], STATES[row.state].staff)
        due = actions.try_out(row=row, by=by, outcome=outcome, note=note, ground=ground)
        yuan = due.promise.total if due is not None and due.promise is not None else None
        levels = list(listed) or route(row, by, max(yuan or ZERO, together))
        came_from = row.state
        with steps.move(row, "put_up", by, data, note) as moved:
            moved.officer = moved.officer or by
            proposal = _write(moved, by, levels, outcome=outcome, note=note, ground=ground, amount=yuan,
                              came_from=came_from, job_id=job, request_key=uuid.uuid4())  # fmt: skip
            data.update(levels=levels, amount=None if yuan is None else f"{yuan:.2f}")
        if not listed:
            notices.to_sign(proposal)
    application.refresh_from_db()
    return proposal


def propose_to_decline(*, application: Application, by: Person, why: str, ground: str) -> Proposal:
    """Propose not to take a case up: `why` in words for the enterprise, `ground` the provision that says so.

    Raises NotPossible where one of them is missing, MoveRefused, Refused.
    """
    if not why.strip():
        raise NotPossible(_("请写明为什么不予受理，企业会看到；不归本部门办的，写明该找哪个部门。"))
    if not ground.strip():
        raise NotPossible(_("请写明不予受理的法律依据：文件和条款。"))
    return propose(application=application, by=by, outcome="refused", note=why, ground=ground)


def propose_again(
    *, decision: Decision, by: Person, outcome: str, note: str, anew: bool, request_key: uuid.UUID,
    appeal: Appeal | None = None,
) -> Proposal:  # fmt: skip
    """Propose a decision in place of another, which stays in force until a leader signed. Idempotent by `request_key`.

    `anew`: on the facts known when it is signed. `appeal`: the one that is upheld by it. Raises Refused, NotPossible,
    MoveRefused.
    """
    if appeal is not None:
        require(may_admit(by, appeal))
        if appeal.state != HEARD:
            raise MoveRefused(APPEAL_MOVES["uphold"], appeal.stage.staff)
    if known := Proposal.objects.filter(request_key=request_key).first():
        return known
    appeals.check_replaceable(decision, by, outcome, note)
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=decision.application_id)
        if known := Proposal.objects.filter(request_key=request_key).first():
            return known
        if Proposal.objects.filter(application=row, state=S.WAITING).exists():
            raise NotPossible(_("这件已有一份拟办意见正在审批。"))
        yuan = appeals.try_out(row=row, old=decision, by=by, outcome=outcome, anew=anew, request_key=request_key)
        levels = route(row, by, max(yuan or ZERO, decision.total or ZERO), again=True)
        proposal = _write(row, by, levels, outcome=outcome, note=note.strip(), amount=yuan, came_from=row.state,
                          replaces=decision, appeal=appeal, anew=anew, request_key=request_key)  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="put_up_again", by=by, before=row.state, after=row.state,
                  reason=note.strip(), data={"outcome": outcome, "replaces": decision.number, "levels": levels,
                  "amount": None if yuan is None else f"{yuan:.2f}"})  # fmt: skip
        notices.to_sign(proposal)
    return proposal


def sign(*, proposal: Proposal, by: Person, together: Decimal = ZERO) -> Decision | None:
    """The next level's yes; the last one's makes the numbered decision, on the places, money and facts of this moment.

    `together`: yuan of all that is signed at once. Raises Refused, NotPossible; then the signature is not kept either.
    """
    with transaction.atomic():
        lock(Application.objects.all()).get(pk=proposal.application_id)
        row = Proposal.objects.select_related("application__version", "replaces", "appeal", "office").get(
            pk=proposal.pk)  # fmt: skip
        require(may_sign(by, row))
        _not_split(row, by, together)
        level = row.turn
        place = _signed(row, level, by)
        decision = _conclude(row, by) if place == row.steps else None
        case = row.application
        write_log(room=ROOM, subject=case.reference, verb="sign", by=by, before=case.state, after=case.state, data={
            "level": level, "outcome": row.outcome, "amount": None if row.amount is None else f"{row.amount:.2f}",
            **instead_of(case, by)})  # fmt: skip
        if decision is None:
            notices.to_sign(row)
    proposal.refresh_from_db()
    return decision


def turn_back(*, proposal: Proposal, by: Person, why: str) -> Proposal:
    """Back to who proposed it, with a reason; the case stands where it stood before. Raises Refused, NotPossible."""
    if not why.strip():
        raise NotPossible(_("请写明哪里不对，经办人要照着改。"))
    with transaction.atomic():
        case = lock(Application.objects.all()).get(pk=proposal.application_id)
        row = Proposal.objects.select_related("application", "by", "office").get(pk=proposal.pk)
        require(may_turn_back(by, row))
        row.state, row.turn, row.why, row.returned_by, row.ended_at = S.RETURNED, "", why.strip()[:500], by, clock.now()
        row.save()
        data = {"proposed_by": row.by.username, "outcome": row.outcome}
        if row.replaces_id is None:
            with steps.move(case, BACK_TO[row.came_from], by, data, row.why):
                pass
        else:
            write_log(room=ROOM, subject=case.reference, verb="turn_back_again", by=by, before=case.state,
                      after=case.state, reason=row.why, data=data)  # fmt: skip
        notices.returned(row)
    proposal.refresh_from_db()
    return proposal


# Pieces


def _write(case: Application, by: Person, levels: list[str], **said: Any) -> Proposal:
    proposal = Proposal.objects.create(
        application=case, office=case.programme.office, levels=levels, steps=len(levels), turn=levels[0], by=by,
        at=clock.now(), **said,
    )  # fmt: skip
    _signed(proposal, OFFICER, by)
    return proposal


def _signed(row: Proposal, level: str, by: Person) -> int:
    """Keep a signature; whose turn it is next. Returns its place."""
    done = signers(row)
    duty = duty_at(by, row.office_id, level, done)
    other = duty.person if duty is not None and duty.person_id != by.pk else None
    place = row.signatures.count() + 1
    Signature.objects.create(proposal=row, place=place, role=level, by=by, instead_of=other, at=clock.now())
    row.turn = row.levels[place] if place < row.steps else ""
    row.save(update_fields=["turn"])
    return place


def _conclude(row: Proposal, by: Person) -> Decision:
    case = row.application
    if row.replaces is None:
        decision = actions.decide(application=case, by=by, outcome=row.outcome, note=row.note, ground=row.ground)
    else:
        decision = appeals.correct(decision=row.replaces, by=by, outcome=row.outcome, note=row.note, anew=row.anew,
                                   request_key=row.request_key)  # fmt: skip
        if row.appeal is not None:
            appeals.uphold(appeal=row.appeal, by=by, result=decision)
    row.state, row.decision, row.ended_at = S.SIGNED, decision, clock.now()
    row.save(update_fields=["state", "decision", "ended_at"])
    return decision


def _not_split(row: Proposal, by: Person, together: Decimal) -> None:
    """Grants signed at once are one sum: what a leader signs above is not made smaller by signing each alone."""
    if row.outcome != "granted" or LEADER in row.levels or duty_at(by, row.office_id, LEADER) is not None:
        return
    if leader_signs_above(row.application, together):
        words = {"yuan": f"{together:,.2f}"}
        raise NotPossible(_("这一批合计 %(yuan)s 元，要由负责人审批；请由负责人批量签批，或者逐件复核。") % words)
