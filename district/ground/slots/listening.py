"""Somebody left: whoever takes over is booked in their place, openings, appointments and sessions with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.actions import account_left
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import overlaps, telling
from district.ground.slots.models import KEEPERS, Hold, Resource
from district.ground.slots.refusals import NotPossible
from district.ground.slots.times import when

ROOM = "slots"


@receiver(account_left, dispatch_uid="slots.let_go")
def time_is_handed_over(sender: Any, *, person: Person, heir: Person | None, by: Person, **_more: Any) -> str:
    """Raises NotPossible: nobody takes it over, somebody of another bureau, or whose time is taken then."""
    rows = list(lock(Resource.objects.filter(person=person, closed_at=None)).order_by("pk"))
    if not rows:
        return ""
    if heir is None:
        raise NotPossible(_("还有 %(n)d 份时间安排在他名下，请写由谁接手。") % {"n": len(rows)})
    coming = Hold.objects.standing().filter(resource__in=rows, ends__gt=clock.now())
    _check(rows, list(coming.main()), heir)
    for row in rows:
        _give(row, person, heir, by)
    for held in coming.filter(kind=overlaps.APPOINTMENT).select_related(
        "person", "resource__person", "resource__office"
    ):
        telling.moved([held], by, f"{when(held.span)}，{person}")
    return _("时间安排 %(n)d 份") % {"n": len(rows)}


def _check(rows: Sequence[Resource], coming: Sequence[Hold], heir: Person) -> None:
    for row in rows:
        if row.office_id is not None and row.office_id not in heir.bureau_ids(*KEEPERS):
            raise NotPossible(_("“%(name)s”的时间安排由本部门的同事接手。") % {"name": row.name})
    own = Hold.objects.standing().filter(resource__person=heir, resource__closed_at=None)
    for held in coming:
        if own.filter(starts__lt=held.ends, ends__gt=held.starts).exclude(kind=overlaps.BUFFER).exists():
            raise NotPossible(_("%(when)s，接手的人已有别的安排，请先改期。") % {"when": when(held.span)})


def _give(row: Resource, person: Person, heir: Person, by: Person) -> None:
    row.person = heir
    if row.name == person.name:
        row.name = heir.name
    row.save(update_fields=["person", "name"])
    data = {"from": person.username, "to": heir.username}
    write_log(room=ROOM, subject=row.key, verb="hand-over", by=by, data=data)
