"""Settling a worker whom two cases count."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.aftercare.actions import open_finding
from district.cases.aftercare.permissions import may_settle
from district.cases.core.checks import NotPossible
from district.cases.headcount.models import Collision
from district.cases.headcount.workers import ROOM
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log


def settle(*, collision: Collision, by: Person, note: str, finding: bool = False) -> Collision:
    """Settle a collision with a note; with `finding` a grant of the later application is looked into."""
    require(may_settle(by, collision.application))
    if not note.strip():
        raise NotPossible(_("请写明怎样处理的。"))
    if finding and not collision.application.decisions.in_force().filter(outcome="granted").exists():
        raise NotPossible(_("这件还没有同意的决定，不必立线索。"))
    with official(), transaction.atomic():  # what is written into a finding is official
        row: Collision = lock(Collision.objects.all()).get(pk=collision.pk)
        if row.state == Collision.State.SETTLED:
            return row
        decision = row.application.decisions.in_force().filter(outcome="granted").first()
        row.state, row.note, row.by = Collision.State.SETTLED, note.strip(), by
        if finding and decision is not None:
            row.finding = open_finding(
                decision=decision, source="collision", kind="recovery", cause=f"collision:{row.pk}",
                say=_("职工 %(name)s 的 %(months)s 已由其他申报计算") % {
                    "name": row.masked, "months": "、".join(row.months)},
                since_on=dt.date.fromisoformat(row.months[0] + "-01"), details={"months": row.months},
            )  # fmt: skip
        row.save()
        write_log(room=ROOM, subject=row.application.reference, verb="settle_collision", by=by,
                  before="open", after="settled", reason=row.note, data={"collision": row.pk})  # fmt: skip
    return row
