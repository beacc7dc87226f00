"""Writes of milestones: asked by the enterprise, looked at by one, confirmed by another, or sent back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.aftercare.milestones import notices
from district.cases.aftercare.milestones.models import Milestone
from district.cases.aftercare.milestones.permissions import may_ask, may_check, may_confirm
from district.cases.aftercare.milestones.queries import reachable
from district.cases.aftercare.milestones.states import ASKED, MOVES, STATES
from district.cases.aftercare.numbers import new_reference
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.terms import Term
from district.cases.intake.models import Attached
from district.cases.intake.papers import frozen
from district.enterprises.wallet.actions import add_paper
from district.funds import actions as funds
from district.funds.queries import awards_waiting
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, write_log
from district.ground.record.secrets import said

ROOM = "cases"
KIND = "验收材料"
TERM = Term(20)  # working days to look at it and confirm; no document says, illustrative


def ask(
    *, application: Application, by: Person, milestone: str, say: str, files: Sequence[Any], request_key: uuid.UUID
) -> Milestone:
    """The enterprise says that a milestone is reached, with papers. Idempotent by `request_key`.

    Raises Refused; NotPossible: nothing waits for it, asked already, no words, no paper; BadUpload, BadValue.
    """
    require(may_ask(by, application))
    with transaction.atomic():
        row = lock(Application.objects.all()).select_related("enterprise", "programme__office").get(pk=application.pk)
        if known := Milestone.objects.filter(request_key=request_key, application=row).first():
            return known
        if milestone not in reachable(row):
            raise NotPossible(_("没有等着这项验收的款，或者已经申请过。"))
        if not say.strip() or not files:
            raise NotPossible(_("请写明完成情况，并至少附一份验收材料。"))
        papers = _keep(row, files, by)
        due = TERM.from_day(clock.today())
        made = Milestone.objects.create(
            reference=new_reference(Milestone, "YS"), application=row, milestone=milestone, state=ASKED,
            say=say.strip()[:5000], papers=papers, by=by, at=clock.now(), request_key=request_key,
            due_from=clock.today(), due_on=due.date, due_provisional=due.provisional,
        )  # fmt: skip
        write_log(room=ROOM, subject=made.reference, verb="ask-acceptance", by=by, after=ASKED,
                  data={**said(made.say), "case": row.reference, "milestone": milestone,
                        "papers": [each["digest"] for each in papers]})  # fmt: skip
        notices.asked(made)
    return made


def check(*, row: Milestone, by: Person, found: str) -> Milestone:
    """The first person writes what was seen."""
    require(may_check(by, row))
    if not found.strip():
        raise NotPossible(_("请写明核验意见：看了什么，是否合格。"))
    with _move(row, "check", by, found) as now:
        now.found, now.checked_by, now.checked_at = found.strip()[:5000], by, clock.now()
        notices.checked(now)
    return row


def confirm(*, row: Milestone, by: Person) -> Milestone:
    """The second person confirms: what waited for it falls due today. Raises Refused, NotPossible."""
    require(may_confirm(by, row))
    data: dict[str, Any] = {}
    with _move(row, "confirm", by, data=data) as now:
        require(may_confirm(by, now))
        assert now.checked_by is not None  # by constraint
        count = sum(
            funds.reach(reference=each.reference, at=now.milestone, by=by, found_by=now.checked_by)
            for each in awards_waiting(now.application.reference, now.milestone)
        )
        if not count:
            raise NotPossible(_("没有等着这项验收的款，不用确认。"))
        data["instalments"] = count
        now.confirmed_by, now.confirmed_at = by, clock.now()
        _stop(now)
        notices.confirmed(now)
    return row


def turn_back(*, row: Milestone, by: Person, why: str) -> Milestone:
    """Back to the enterprise with what is missing."""
    require(may_check(by, row))
    if not why.strip():
        raise NotPossible(_("请写明还缺什么，企业会看到。"))
    with _move(row, "turn_back", by, why) as now:
        now.why, now.returned_by = why.strip()[:5000], by
        _stop(now)
        notices.returned(now)
    return row


def _keep(row: Application, files: Sequence[Any], by: Person) -> list[dict[str, Any]]:
    """The papers, kept in the wallet and attached to the case, so that its bureau may read them."""
    submission, kept = row.submissions.latest("serial"), []
    for file in files:
        paper = add_paper(enterprise=row.enterprise, kind=KIND, file=file, name=file.name or "", by=by,
                          request_key=uuid.uuid4())  # fmt: skip
        Attached.objects.get_or_create(
            submission=submission, name=KIND, paper=paper, defaults={"application": row, "file": paper.file}
        )
        kept.append(frozen(paper))
    return kept


def _move(
    row: Milestone, verb: str, by: Person, reason: str = "", data: dict[str, Any] | None = None
) -> AbstractContextManager[Milestone]:
    return moving(row, verb, states=STATES, moves=MOVES, room=ROOM, by=by, reason=reason.strip(), data=data)


def _stop(row: Milestone) -> None:
    row.due_from = row.due_on = None
    row.due_provisional = False
