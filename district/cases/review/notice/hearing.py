"""Whom an objection is against hears of it and may answer (陈述); the bureau reads the answer before it decides.

The firm sees what is held against it, never by whom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core import telling
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_be_heard
from district.cases.core.terms import term
from district.cases.review.notice.models import Objection
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "cases"


def until(description: Mapping[str, Any], today: dt.date) -> dt.date:
    """The last day on which the firm may answer an objection raised today."""
    return term(description, "hearing").from_day(today).date


def state(*, objection: Objection, by: Person, statement: str) -> Objection:
    """The firm's answer, once; the officers are told. Raises Refused, NotPossible: empty, or decided meanwhile."""
    case = objection.line.application
    require(may_be_heard(by, case))
    if not statement.strip():
        raise NotPossible(_("请写下要陈述的意见。"))
    with transaction.atomic():
        locked = lock(Application.objects.all()).get(pk=case.pk)
        row = Objection.objects.get(pk=objection.pk)
        said = statement.strip()[:3000]
        if row.statement == said:
            return row  # a second click
        if row.statement:
            raise NotPossible(_("贵企业已经陈述过意见。"))
        if row.state != Objection.State.FILED:
            raise NotPossible(_("这条异议已经答复。"))
        row.statement, row.stated_by, row.stated_at = said, by, clock.now()
        row.save(update_fields=["statement", "stated_by", "stated_at"])
        write_log(room=ROOM, subject=case.reference, verb="state_objection", by=by, before=locked.state,
                  after=locked.state, data={"objection": row.reference})  # fmt: skip
        telling.objection_stated(locked)
    return row


def check_heard(row: Objection, *, upheld: bool, read: bool) -> None:
    """Raises NotPossible where the firm has not been heard: what it said was not read, or an objection would be upheld
    before it has spoken and while it still may."""
    if row.statement and not read:
        raise NotPossible(_("企业已陈述意见，请先看过再答复。"))
    if upheld and not row.statement and clock.today() <= row.heard_until:
        day = row.heard_until
        words = {"y": day.year, "m": day.month, "d": day.day}
        raise NotPossible(
            _("企业还没有陈述意见，可以陈述到%(y)d年%(m)d月%(d)d日；听取陈述或者期满之后才能认定异议成立。") % words
        )
