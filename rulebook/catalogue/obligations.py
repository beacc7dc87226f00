"""`obligations:` of a version: what a grant asks of its receiver afterwards, with examples of its own."""

from __future__ import annotations

import datetime as dt
import re

from rulebook.catalogue import scalars
from rulebook.catalogue.examples import given
from rulebook.catalogue.format_rules import BREACHES, CHECKS, KEPT
from rulebook.catalogue.known import Known
from rulebook.catalogue.model import Obligation, ObligationExample, Place
from rulebook.catalogue.source import Faults, Item
from rulebook.plan.build import Scope, Symbol
from rulebook.plan.types import BOOLEAN
from rulebook.saying import say

THEN = "决定时"  # before a base fact's name: its value as the decision stood on it
DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")
MOST_MONTHS = 600


def read_obligations(item: Item | None, since: dt.date, known: Known, faults: Faults) -> tuple[Obligation, ...]:
    """The obligations of one version, in order; every mistake goes to `faults`."""
    if item is None or item.is_null:
        return ()
    reading = _Reading(since, known, faults)
    return tuple(reading.one(each) for each in item.list() if each.is_map)


def scope_afterwards(known: Known) -> Scope:
    """The names an obligation may use: those of a rule, and every base fact as it was decided on."""
    then = {
        THEN + name: Symbol(THEN + name, "fact", symbol.type, symbol.choices, symbol.unit)
        for name, symbol in known.scope.symbols.items() if symbol.kind == "fact"
    }  # fmt: skip
    return Scope({**known.scope.symbols, **then})


class _Reading:
    """One reading of one version's list."""

    def __init__(self, since: dt.date, known: Known, faults: Faults) -> None:
        self.since, self.known, self.faults = since, known, faults
        self.scope = scope_afterwards(known)
        self.ids: dict[str, Place] = {}

    def one(self, item: Item) -> Obligation:
        id_ = scalars.text(item.get("id"))
        if id_ in self.ids:
            self.faults.add(
                item, say("义务 id “{id}”用了两次，第一次在第 {line} 行。", id=id_, line=self.ids[id_].line)
            )
        self.ids[id_] = scalars.place(item)
        when = item.get("when")
        return Obligation(
            id=id_, say=scalars.text(item.get("say")), place=scalars.place(when or item),
            plan=scalars.expression(when, self.scope, BOOLEAN, self.faults),
            when=when.text if when else "", months=self.months(item.get("until")),
            every=CHECKS[scalars.word(item.get("check"), CHECKS, "monthly")],
            on_breach=scalars.word(item.get("on_breach"), BREACHES, "remind"),
            cite=scalars.text(item.get("cite")), status=scalars.text(item.get("status")),
            examples=self.examples(item.get("examples")),
        )  # fmt: skip

    def months(self, until: Item | None) -> int:
        match = DURATION.fullmatch(scalars.text(until))
        months = int(match[1] or 0) * 12 + int(match[2] or 0) if match else 0
        if until is not None and match and not 0 < months <= MOST_MONTHS:
            self.faults.add(until, say("义务的 until 写的是“{text}”，应在 1 到 {most} 个月之间。", text=until.text,
                                       most=MOST_MONTHS))  # fmt: skip
        return months

    def examples(self, item: Item | None) -> tuple[ObligationExample, ...]:
        return tuple(self.example(each) for each in (item.list() if item else []) if each.is_map)

    def example(self, item: Item) -> ObligationExample:
        facts, derived = self.known.facts, self.known.derived_types
        return ObligationExample(
            name=scalars.text(item.get("name")) or "（无名）", place=scalars.place(item),
            as_of=scalars.date(item.get("as_of")) or self.since,
            given=given(item.get("given"), facts, derived, self.faults),
            decided=given(item.get("decided"), facts, {}, self.faults),
            expect=KEPT[scalars.word(item.get("expect"), KEPT, "unknown")],
        )  # fmt: skip
