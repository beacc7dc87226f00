"""What values stored in the register mean as events: found while they are stored, in the same transaction.

The rooms above hear of them by `register_changed`, sent inside it with `events`, so that an event and what it does
stand together or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.dispatch import Signal

from district.enterprises.events import effects, following
from district.enterprises.events.effects import DISHONEST, NAME, PLACE, STATUS
from district.enterprises.events.models import RegisterEvent
from district.enterprises.models import Enterprise, ImportRun
from district.ground import clock
from district.ground.people.queries import Person

WATCHED = frozenset({STATUS, PLACE, DISHONEST})
ENDED = {"注销": effects.CLOSED, "吊销": effects.REVOKED, "迁出": effects.MOVED}
register_changed = Signal()
"""Sent with `events`: list[RegisterEvent], their enterprises loaded, inside the transaction that stored them."""


@dataclass(frozen=True)
class Change:
    """One value that replaced another (`before`: "" where none stood) of one enterprise."""

    enterprise: int
    about: str
    before: str
    after: str


def kind_of(change: Change, left: str | None) -> str | None:
    """Which event a change is, or None; `left` is where the enterprise moved away from last and has not returned."""
    if change.about == NAME:
        return effects.RENAMED if change.before else None
    if change.about == DISHONEST:
        if change.after == "true":
            return effects.LISTED
        return effects.DELISTED if change.before == "true" else None
    if change.about == STATUS:
        if change.after in ENDED:
            return ENDED[change.after]
        return effects.RESTORED if change.before in ENDED else None
    if not change.before:
        return None
    return effects.RESTORED if change.after == left else effects.MOVED


def put_down(
    changes: Sequence[Change], *, on: dt.date, source: str, by: Person | None = None, run: ImportRun | None = None
) -> list[RegisterEvent]:
    """Keep the events among these changes and tell the rooms above; in the caller's transaction."""
    changes = [each for each in changes if each.before != each.after]
    left = _left({each.enterprise for each in changes if each.about == PLACE})
    now = clock.now()
    rows = [
        RegisterEvent(
            enterprise_id=each.enterprise, kind=kind, about=each.about, before=each.before[:200],
            after=each.after[:200], on=on, known_at=now, source=source[:120], by=by, run=run,
        )
        for each in changes
        if (kind := kind_of(each, left.get(each.enterprise))) is not None
    ]  # fmt: skip
    if not rows:
        return []
    made = RegisterEvent.objects.bulk_create(rows, batch_size=500)
    firms = _firms({each.enterprise_id for each in made})
    for each in made:
        each.enterprise = firms[each.enterprise_id]
    following.tell(made)
    register_changed.send(sender=RegisterEvent, events=made)
    following.end_memberships(made)
    return made


def _left(firms: Iterable[int]) -> dict[int, str]:
    """Where each enterprise moved away from last, of those that have not come back."""
    found: dict[int, str] = {}
    wanted = sorted(firms)
    for start in range(0, len(wanted), 900):
        rows = RegisterEvent.objects.filter(enterprise__in=wanted[start : start + 900], about=PLACE)
        for pk, kind, before in rows.order_by("on", "pk").values_list("enterprise", "kind", "before"):
            if kind == effects.MOVED:
                found.setdefault(pk, before)
            else:
                found.pop(pk, None)
    return found


def _firms(ids: Iterable[int]) -> dict[int, Enterprise]:
    wanted, found = sorted(ids), dict[int, Enterprise]()
    for start in range(0, len(wanted), 900):
        found |= Enterprise.objects.in_bulk(wanted[start : start + 900])
    return found
