"""`ladders/<slug>.yaml`: the rungs a firm climbs, each known by a condition, by a programme, or by both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.model import Place
from rulebook.catalogue.source import Faults, Item, known_keys
from rulebook.plan.build import Scope
from rulebook.plan.nodes import Plan
from rulebook.plan.types import BOOLEAN

KEYS = frozenset({"name", "summary", "office", "rungs", "note"})
RUNG_KEYS = frozenset({"id", "name", "say", "when", "programme", "cite", "status", "note"})
STATUSES = ("seed", "official", "illustrative")


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


def read_ladder(item: Item, slug: str, scope: Scope, programmes: Iterable[str], faults: Faults) -> Ladder:
    """One file; every mistake goes to `faults`."""
    known_keys(item, KEYS, "梯队", faults)
    listed = item.get("rungs")
    if listed is None or not listed.is_list or not listed.list():
        faults.add(listed or item, "梯队缺 rungs：从低到高，每级写成 {id, name, say, when 或 programme}。")
    rungs: list[Rung] = []
    for each in listed.list() if listed is not None and listed.is_list else ():
        rung = _rung(each, scope, set(programmes), faults)
        if rung is None:
            continue
        if rung.id in {other.id for other in rungs}:
            faults.add(each, f"id “{rung.id}”用了两次。")
        rungs.append(rung)
    return Ladder(
        slug=slug, name=scalars.required(item, "name", "梯队", faults), summary=scalars.text(item.get("summary")),
        office=scalars.text(item.get("office")), rungs=tuple(rungs), place=scalars.place(item),
    )  # fmt: skip


def _rung(item: Item, scope: Scope, programmes: set[str], faults: Faults) -> Rung | None:
    if not item.is_map:
        faults.add(item, "一级应写成 {id: …, name: …, say: …, when: … 或 programme: …}。")
        return None
    known_keys(item, RUNG_KEYS, "梯队的一级", faults)
    when, programme = item.get("when"), scalars.text(item.get("programme"))
    if when is None and not programme:
        faults.add(item, "一级要有 when（怎样算在这一级）或 programme（达到哪个项目的条件）。")
    if programme and programme not in programmes:
        faults.add(item.get("programme") or item, f"没有名为“{programme}”的项目{near(programme, programmes)}")
    scalars.choice(item.get("status"), STATUSES, "status ", "", faults)
    return Rung(
        id=scalars.required(item, "id", "梯队的一级", faults),
        name=scalars.required(item, "name", "梯队的一级", faults),
        say=scalars.text(item.get("say")), when=when.text if when else "",
        plan=scalars.expression(when, scope, BOOLEAN, faults) if when else None,
        programme=programme, cite=scalars.text(item.get("cite")), status=scalars.text(item.get("status")),
        place=scalars.place(item),
    )  # fmt: skip
