"""An enterprise's own page of facts: what it changed on it, saved one by one, and what is shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from district.enterprises import actions
from district.enterprises.models import Enterprise, FactKind
from district.enterprises.queries import KnownFact
from district.enterprises.values import BadValue
from district.ground.people.queries import Person

LONGEST = 300  # letters of a note


@dataclass(frozen=True)
class Row:
    """One fact on the page. `typed`, `note`, `kept`: what was entered and is not saved yet; `error`: why not."""

    kind: FactKind
    fact: KnownFact | None = None
    typed: str = ""
    note: str = ""
    kept: bool = False
    error: str = ""

    @property
    def state(self) -> str:
        """held: a bureau vouches for it and it is not known; expired; unknown; known."""
        if not self.kind.asked and (self.fact is None or self.fact.expired):
            return "held"
        if self.fact is None:
            return "unknown"
        return "expired" if self.fact.expired else "known"

    @property
    def waiting(self) -> bool:
        """Whether the enterprise could say or confirm it now."""
        return self.state in ("unknown", "expired")

    @property
    def contested(self) -> bool:
        """Whether another value than this is an objection, which needs its reason."""
        return self.fact is not None and not self.fact.expired and self.fact.grade != "declared"

    @property
    def open(self) -> bool:
        return bool(self.typed or self.note or self.error)


@dataclass(frozen=True)
class Group:
    name: str
    english: str
    rows: list[Row]

    @property
    def waiting(self) -> int:
        """How many of its facts the enterprise could say or confirm now."""
        return sum(row.waiting for row in self.rows)

    @property
    def wanted(self) -> list[Row]:
        """Those to be said or confirmed, and those whose change was not saved."""
        return [row for row in self.rows if row.waiting or row.open]

    @property
    def rest(self) -> list[Row]:
        return [row for row in self.rows if not (row.waiting or row.open)]

    @property
    def open(self) -> bool:
        return bool(self.wanted)


def groups(
    kinds: Mapping[str, FactKind], known: Mapping[str, KnownFact], *, text: str = "", failed: Mapping[str, Row] = {}
) -> list[Group]:
    """The facts an enterprise is shown, by group in the vocabulary's order; with `text`, those that name it.

    `failed`: rows that were not saved, as they were typed.
    """
    shown = [
        failed.get(name) or Row(kind, known.get(name))
        for name, kind in kinds.items()
        if (name in known or kind.ask or not kind.asked) and (text in name or text in kind.ask or name in failed)
    ]
    order = {name: place for place, name in reversed(list(enumerate(row.kind.group for row in shown)))}
    shown.sort(key=lambda row: (not row.kind.group, order[row.kind.group], not row.waiting))
    return [
        Group(name, rows[0].kind.group_english, rows)
        for name, found in groupby(shown, key=lambda row: row.kind.group)
        if (rows := list(found))
    ]


def entered(kinds: Mapping[str, FactKind], known: Mapping[str, KnownFact], posted: Mapping[str, str]) -> dict[str, Row]:
    """What was changed on the page, by fact: a value in `v-…`, its reason in `n-…`, "still so" in `c-…`."""
    found = {}
    for name, kind in kinds.items():
        typed, note = (posted.get(f"{part}-{name}", "").strip() for part in "vn")
        kept = posted.get(f"c-{name}") == "yes"
        if typed or note or kept:
            found[name] = Row(kind, known.get(name), typed, note[:LONGEST], kept)
    return found


def save(enterprise: Enterprise, rows: Mapping[str, Row], by: Person) -> tuple[list[str], dict[str, Row]]:
    """Each change is an act of its own: names of those saved, and those that were not, with why. Raises Refused."""
    saved, failed = [], {}
    for name, row in rows.items():
        try:
            _save(enterprise, row, by)
            saved.append(name)
        except BadValue as why:
            failed[name] = Row(row.kind, row.fact, row.typed, row.note, row.kept, str(why))
    return saved, failed


def _save(enterprise: Enterprise, row: Row, by: Person) -> None:
    name = row.kind.name
    if row.kept and not row.typed:
        actions.confirm_fact(enterprise=enterprise, name=name, by=by)
    elif row.contested:
        actions.contest_fact(enterprise=enterprise, name=name, written=row.typed, note=row.note, by=by)
    else:
        actions.supply_fact(enterprise=enterprise, name=name, written=row.typed, by=by, note=row.note)
