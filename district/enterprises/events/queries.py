"""Reads of events: what stands of an enterprise today, and what it was called on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from district.enterprises.events.effects import (
    CLOSED,
    DELISTED,
    END,
    GO_ON,
    HOLD,
    LISTED,
    LOOK,
    MOVED,
    NAME,
    NOTE,
    NOTHING,
    RENAMED,
    REOPEN,
    RESTORED,
    REVOKED,
    STOP,
    STOP_LATER,
    VERIFY,
    effect_of,
)  # fmt: skip
from district.enterprises.events.models import RegisterEvent
from district.enterprises.models import Enterprise

__all__ = [
    "CLOSED", "DELISTED", "END", "GO_ON", "HOLD", "LISTED", "LOOK", "MOVED", "NOTE", "NOTHING", "RENAMED", "REOPEN",
    "RESTORED", "REVOKED", "STOP", "STOP_LATER", "VERIFY",
    "FormerName", "RegisterEvent", "closed", "effect_of", "events_of", "former_among", "former_names", "name_on",
    "names_on", "standing_events",
]  # fmt: skip

BACK = {DELISTED, RESTORED}


@dataclass(frozen=True)
class FormerName:
    """A name an enterprise had, until the day before `until`."""

    name: str
    until: dt.date


def events_of(enterprise: Enterprise) -> QuerySet[RegisterEvent]:
    """What happened to an enterprise, the latest first."""
    return RegisterEvent.objects.filter(enterprise=enterprise).select_related("by", "run")


def former_names(enterprise: Enterprise) -> list[FormerName]:
    """Names an enterprise had, the latest first."""
    rows = RegisterEvent.objects.filter(enterprise=enterprise, about=NAME)
    return [FormerName(before, on) for before, on in rows.values_list("before", "on")]


def former_among(enterprise_ids: Collection[int], q: str) -> dict[int, str]:
    """The former name by which each of some enterprises was found, the latest; one query, none without a `q`."""
    if not q:
        return {}
    rows = RegisterEvent.objects.filter(enterprise__in=list(enterprise_ids), about=NAME, before__icontains=q)
    return dict(rows.order_by("on", "pk").values_list("enterprise", "before"))


def name_on(enterprise: Enterprise, day: dt.date) -> str:
    """What an enterprise was called on a day."""
    return names_on([enterprise.pk], day).get(enterprise.pk, enterprise.name)


def names_on(enterprise_ids: Collection[int], day: dt.date) -> dict[int, str]:
    """The names on a day of those that have another today; one query per 900."""
    found: dict[int, str] = {}
    ids = sorted(enterprise_ids)
    for start in range(0, len(ids), 900):
        rows = RegisterEvent.objects.filter(enterprise__in=ids[start : start + 900], about=NAME, on__gt=day)
        for pk, before in rows.order_by("on", "pk").values_list("enterprise", "before"):
            found.setdefault(pk, before)
    return found


def standing_events(enterprise_ids: Collection[int]) -> dict[int, list[RegisterEvent]]:
    """What stands of each enterprise: the last event about each thing, where it is not one that puts things right."""
    last: dict[tuple[int, str], RegisterEvent] = {}
    ids = sorted(enterprise_ids)
    for start in range(0, len(ids), 900):
        rows = RegisterEvent.objects.filter(enterprise__in=ids[start : start + 900]).exclude(about=NAME)
        for each in rows.order_by("on", "pk"):
            last[each.enterprise_id, each.about] = each
    found: dict[int, list[RegisterEvent]] = {}
    for (pk, _about), each in last.items():
        if each.kind not in BACK:
            found.setdefault(pk, []).append(each)
    return found


def closed(enterprise: Enterprise) -> bool:
    """Whether an enterprise is closed by the last event about its state."""
    return any(each.kind == CLOSED for each in standing_events([enterprise.pk]).get(enterprise.pk, []))
