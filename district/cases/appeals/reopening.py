"""A refusal that does not stand, where the case cannot be granted at once: the steps every grant passes are still to be
passed, or the places are all taken. By which ways it goes on, and what it waits for then."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.appeals import notices
from district.cases.appeals.models import Appeal
from district.cases.appeals.permissions import may_correct
from district.cases.appeals.states import ABOVE, NEXT, STEPS, TO_WAIT, UPHELD, WAITING, WAYS
from district.cases.core import steps, terms
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.process import NOTICE, SCORE, Quota
from district.cases.core.states import DECLINED, DENIED, OPEN_STATES
from district.cases.places import allotting, guard
from district.cases.places.allotting import Candidate
from district.cases.places.listed import leave, period_of, period_today, quota_of, standing_of
from district.cases.places.models import AboveQuota, Allocation, Listed
from district.cases.places.running import below
from district.cases.review import ready
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock


def check_at_once(row: Application, note: str) -> None:
    """Raises NotPossible where a refusal may not become a grant at once: it passes what every grant passes."""
    try:
        ready.check_ready(row, "granted", note)
        guard.room_for(row, 1, {row.pk})
    except NotPossible as early:
        ways = "、".join(str(WAYS[way]) for way in ways_of(row))
        raise NotPossible(_("不能直接改为同意：%(why)s可以选择：%(ways)s。") % {"why": early, "ways": ways}) from early


def why_not_at_once(row: Application) -> str:
    """Why a refused case could not be granted at once now; "" where it could. Reads only."""
    if row.state == DECLINED:
        return _("这件还没有受理过，先回到待受理，再按规定办理。")
    try:
        ready.check_ready(row, "granted", "-")
    except NotPossible as early:
        return str(early)
    quota = quota_of(row.version)
    counts = quota is not None and quota.by != "pro-rata"
    if quota is not None and counts and not guard.free(row.programme, quota, period_of(row, quota), {row.pk}):
        return _("名额已满。")
    return ""


def ways_of(row: Application) -> list[str]:
    """By which ways a refused case may go on, besides being granted at once."""
    quota, stood = quota_of(row.version), standing_of(row)
    if row.state == DECLINED:
        return [STEPS]
    if quota is None or quota.by == "pro-rata":
        return [STEPS]
    room = guard.free(row.programme, quota, period_of(row, quota)) > 0
    through = set(steps.handling(row).steps) - {NOTICE} <= set(_standing_steps(row))
    has_a_place_or_list_to_come = (quota.listed or room) if stood is None else (stood.ready and room)
    found = [STEPS] if not through or has_a_place_or_list_to_come else []
    if through:
        found.append(WAITING)
    found.append(ABOVE)
    return [*found, NEXT] if quota.per == "year" else found


def _standing_steps(row: Application) -> list[str]:
    """The steps that need not be passed again: a veto is asked about anew, marks below the pass mark are given anew."""
    if any(each.vetoes for each in row.opinions.all()):
        return []
    again = {NOTICE, SCORE} if below(row) else {NOTICE}
    return [step for step in row.passed if step not in again]


def reopen(*, decision: Decision, by: Person, way: str, note: str, power: str = "") -> Application:
    """Take a refused case up again. It passes the steps it lacks and is decided like any other; that decision replaces
    this one. A second click changes nothing.

    `way`: steps, waiting (a place of this year as it comes free), above (beside the quota, by a stated `power`), next
    (a place of next year). Raises Refused, NotPossible, MoveRefused.
    """
    require(may_correct(by, decision))
    if not note.strip():
        raise NotPossible(_("请写明为什么替代原决定，企业会看到。"))
    with transaction.atomic():
        case = lock(Application.objects.all()).get(pk=decision.application_id)
        if decision.replacements.exists():
            raise NotPossible(_("这个决定已被新的决定替代。"))
        if case.state in OPEN_STATES:
            return case
        _check_way(case, decision, way, power)
        data = {"way": way, "decision": decision.number} | ({"power": power.strip()} if way == ABOVE else {})
        waits, untaken = way in TO_WAIT, case.state == DECLINED
        verb = "reopen_submitted" if untaken else "reopen_waiting" if waits else "reopen"
        with steps.move(case, verb, by, data, note.strip()) as row:
            row.passed, row.decided_at = [] if untaken else _standing_steps(row), None
            if way == ABOVE:
                AboveQuota.objects.get_or_create(application=row, defaults={
                    "power": power.strip()[:200], "reason": note.strip(), "by": by, "at": clock.now()})  # fmt: skip
            if waits:
                _wait(row, way, by)
            else:
                terms.start_clock(row, "accept" if untaken else "decide", clock.today())
            notices.reopened(row, way)
    return case


def _check_way(case: Application, decision: Decision, way: str, power: str) -> None:
    if case.state not in DENIED or decision.outcome != "refused":
        raise NotPossible(_("只有不予同意的件可以重新办理。"))
    if way not in ways_of(case):
        ways = "、".join(str(WAYS[each]) for each in ways_of(case))
        raise NotPossible(_("请选择怎么办：%(ways)s。") % {"ways": ways})
    if way == ABOVE and not power.strip():
        raise NotPossible(_("超名额办理要写明依据的文号和条款。"))
    other = Application.objects.filter(enterprise=case.enterprise_id, programme=case.programme_id).open().first()
    if other is not None:
        raise NotPossible(_("企业另有一件正在办理：%(reference)s，办结或撤回后才能重新办理这一件。") % {
            "reference": other.reference})  # fmt: skip


def _wait(row: Application, way: str, by: Person) -> None:
    """Stand where the list had put the case, or, where it never stood on one of these places, on a list of its own."""
    quota = quota_of(row.version)
    assert quota is not None  # there is something to wait for
    period = period_today(quota) + (way == NEXT)
    found = standing_of(row)
    if way == WAITING and found is not None and found.allocation.period == period:
        Listed.objects.filter(pk=found.pk).update(outcome="waiting", called_at=None, why="")
    else:
        leave(row, _("复核后另行等候名额。"))
        _list_alone(row, quota, period, by)
    terms.stop_clock(row)


def _list_alone(row: Application, quota: Quota, period: int, by: Person) -> None:
    assert row.submitted_at is not None
    stand = [Candidate(row.reference, row.submitted_at)]
    line = {"reference": row.reference, "order": 1, "outcome": "waiting", "tie": "", "share": None, "score": None,
            "rank": None, "submitted": row.submitted_at.isoformat()}  # fmt: skip
    allocation = Allocation.objects.create(
        programme=row.programme, year=clock.today().year, period=period, rule="appeal", places=0,
        digest=allotting.digest(stand), request_key=uuid.uuid4(), by=by, at=clock.now(), lines=[line],
    )  # fmt: skip
    Listed.objects.create(allocation=allocation, application=row, order=1, outcome="waiting")


def replaced(row: Application) -> Decision | None:
    """The decision that a new one on a case taken up again replaces; None for a first one."""
    return row.decisions.in_force().first()


def words(row: Application, old: Decision | None, note: str) -> str:
    """What the new decision says of why it replaces the old one, where its maker says nothing."""
    if old is None or note.strip():
        return note.strip()
    appeal = Appeal.objects.filter(decision=old, state=UPHELD).order_by("-pk").first()
    leave_given = row.above_quota.first()
    said = appeal.reply if appeal is not None else _("复核后重新办理。")
    if leave_given is None:
        return said
    return _("%(said)s（超名额，依据：%(power)s）") % {"said": said, "power": leave_given.power}


def logged(old: Decision | None) -> dict[str, Any]:
    """What the log says of a decision on a case taken up again."""
    return {} if old is None else {"replaces": old.number}


def settled(new: Decision) -> None:
    """Note the decision on the appeal that led to it; in its transaction."""
    if new.replaces_id is not None:
        Appeal.objects.filter(decision=new.replaces_id, state=UPHELD, result=None).update(result=new)
