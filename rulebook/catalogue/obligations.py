"""`obligations:` of a version: what a grant asks of its receiver afterwards, with examples of its own."""

from __future__ import annotations

import datetime as dt
import re

from rulebook.catalogue import scalars
from rulebook.catalogue.examples import given
from rulebook.catalogue.known import Known
from rulebook.catalogue.model import Obligation, ObligationExample, Place
from rulebook.catalogue.source import Faults, Item, known_keys
from rulebook.plan.build import Scope, Symbol
from rulebook.plan.types import BOOLEAN

THEN = "决定时"  # before a base fact's name: its value as the decision stood on it
KEYS = frozenset({"id", "say", "when", "until", "check", "cite", "on_breach", "status", "note", "examples"})
EXAMPLE_KEYS = frozenset({"name", "given", "decided", "as_of", "expect", "note"})
CHECKS = {"monthly": 1, "quarterly": 3, "yearly": 12}
BREACHES = ("recover all", "recover pro rata", "remind")
STATUSES = ("seed", "official", "illustrative")
EXPECT: dict[str, bool | None] = {"kept": True, "breached": False, "unknown": None}
DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?")
MOST_MONTHS = 600


def read_obligations(item: Item | None, since: dt.date, known: Known, faults: Faults) -> tuple[Obligation, ...]:
    """The obligations of one version, in order; every mistake goes to `faults`."""
    if item is None or item.is_null:
        return ()
    if not item.is_list:
        faults.add(item, "obligations 应是列表，每条写成 {id, say, when, until, check, on_breach}。")
        return ()
    reading = _Reading(since, known, faults)
    return tuple(found for each in item.list() if (found := reading.one(each)) is not None)


def scope_afterwards(known: Known) -> Scope:
    """The names an obligation may use: those of a rule, and every base fact as it was decided on."""
    then = {
        THEN + name: Symbol(THEN + name, "fact", symbol.type, symbol.choices)
        for name, symbol in known.scope.symbols.items() if symbol.kind == "fact"
    }  # fmt: skip
    return Scope({**known.scope.symbols, **then})


class _Reading:
    """One reading of one version's list."""

    def __init__(self, since: dt.date, known: Known, faults: Faults) -> None:
        self.since, self.known, self.faults = since, known, faults
        self.scope = scope_afterwards(known)
        self.ids: dict[str, Place] = {}

    def one(self, item: Item) -> Obligation | None:
        if not item.is_map:
            self.faults.add(
                item, "一条义务应写成 {id: …, say: …, when: …, until: P12M, check: monthly, on_breach: …}。"
            )
            return None
        known_keys(item, KEYS, "义务", self.faults)
        id_ = scalars.required(item, "id", "义务", self.faults)
        if id_ in self.ids:
            self.faults.add(item, f"义务 id “{id_}”用了两次，第一次在第 {self.ids[id_].line} 行。")
        self.ids[id_] = scalars.place(item)
        when = item.get("when")
        if when is None:
            self.faults.add(item, f"义务“{id_}”缺 when：怎样算守住了。")
        check = scalars.choice(item.get("check"), CHECKS, "check ", "monthly", self.faults)
        if item.get("on_breach") is None:
            self.faults.add(item, f"义务“{id_}”缺 on_breach：违反了怎么办（{'、'.join(BREACHES)}）。")
        scalars.choice(item.get("status"), STATUSES, "status ", "", self.faults)
        return Obligation(
            id=id_, say=scalars.required(item, "say", f"义务“{id_}”", self.faults), place=scalars.place(when or item),
            plan=scalars.expression(when, self.scope, BOOLEAN, self.faults) if when else None,
            when=when.text if when else "", months=self.months(item, id_), every=CHECKS[check],
            on_breach=scalars.choice(item.get("on_breach"), BREACHES, "on_breach ", "remind", self.faults),
            cite=scalars.text(item.get("cite")), status=scalars.text(item.get("status")),
            examples=self.examples(item.get("examples")),
        )  # fmt: skip

    def months(self, item: Item, id_: str) -> int:
        written = scalars.required(item, "until", f"义务“{id_}”", self.faults)
        match = DURATION.fullmatch(written)
        months = int(match[1] or 0) * 12 + int(match[2] or 0) if match else 0
        if written and not 0 < months <= MOST_MONTHS:
            self.faults.add(
                item.get("until") or item, f"until 写的是“{written}”，应是从决定起的时长，例如 P12M 或 P3Y。"
            )
        return months

    def examples(self, item: Item | None) -> tuple[ObligationExample, ...]:
        return tuple(self.example(each) for each in (item.list() if item else []) if each.is_map)

    def example(self, item: Item) -> ObligationExample:
        known_keys(item, EXAMPLE_KEYS, "义务的例子", self.faults)
        expect = scalars.choice(item.get("expect"), EXPECT, "expect ", "unknown", self.faults)
        facts, derived = self.known.facts, self.known.derived_types
        return ObligationExample(
            name=scalars.text(item.get("name")) or "（无名）", place=scalars.place(item),
            as_of=scalars.date(item.get("as_of"), self.faults) or self.since,
            given=given(item.get("given"), facts, derived, self.faults),
            decided=given(item.get("decided"), facts, {}, self.faults), expect=EXPECT[expect],
        )  # fmt: skip
