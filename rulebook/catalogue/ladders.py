"""`ladders/<slug>.yaml`: the rungs a firm climbs, each known by a condition, by a programme, or by both."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.catalogue import scalars
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import Faults, Item
from rulebook.plan.build import Scope
from rulebook.plan.nodes import Plan
from rulebook.plan.types import BOOLEAN
from rulebook.saying import say


@dataclass(frozen=True)
class Rung:
    """One rung. A firm stands on it when `plan` holds, or, without one, when `programme` finds it eligible.

    `programme` (a slug, or nothing) is what must be met to get there.
    """

    id: str
    name: str
    say: str
    when: str
    plan: Plan | None
    programme: str
    cite: str
    status: str
    place: Place


@dataclass(frozen=True)
class Ladder:
    """Rungs from the lowest to the highest."""

    slug: str
    name: str
    summary: str
    office: str
    rungs: tuple[Rung, ...]
    place: Place


def read_ladder(item: Item, slug: str, scope: Scope, faults: Faults) -> Ladder:
    """One file, its shape checked before; every mistake goes to `faults`."""
    rungs: list[Rung] = []
    listed = item.get("rungs")
    for each in listed.list() if listed is not None else ():
        rung = _rung(each, scope, faults)
        if rung.id in {other.id for other in rungs}:
            faults.add(each, say("id “{id}”用了两次。", id=rung.id))
        rungs.append(rung)
    return Ladder(
        slug=slug, name=scalars.text(item.get("name")), summary=scalars.text(item.get("summary")),
        office=scalars.text(item.get("office")), rungs=tuple(rungs), place=scalars.place(item),
    )  # fmt: skip


def _rung(item: Item, scope: Scope, faults: Faults) -> Rung:
    when, programme = item.get("when"), scalars.text(item.get("programme"))
    if when is None and not programme and item.is_map:
        faults.add(item, say("一级要有 when（怎样算在这一级）或 programme（达到哪个项目的条件）。"))
    return Rung(
        id=scalars.text(item.get("id")), name=scalars.text(item.get("name")),
        say=scalars.text(item.get("say")), when=when.text if when else "",
        plan=scalars.expression(when, scope, BOOLEAN, faults), programme=programme,
        cite=scalars.text(item.get("cite")), status=scalars.text(item.get("status")), place=scalars.place(item),
    )  # fmt: skip
