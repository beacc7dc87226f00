"""What may still be given of one programme: never above a limit, nor beside what excludes it, nor less than may."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, read_files
from rulebook.packaging.best import Paid
from rulebook.packaging.lawful import Before, package
from rulebook.packaging.room import excluded_by, room
from tests.rulebook.test_packaging import DAY, VOCABULARY

FACTS = {"从业人员": Decimal(5), "实付利息": Decimal(6)}
SLUGS = ("a", "b", "c")


@dataclass(frozen=True)
class Rule:
    """One invented programme: whole yuan, so that every way of paying can be tried."""

    amount: int
    ceiling: tuple[str, int] | None
    excludes: frozenset[str]
    together: tuple[frozenset[str], str] | None

    def text(self, slug: str) -> str:
        lines = [
            f"conditions: [{{id: a, say: 有人, when: 从业人员 >= 1}}]\nbenefit: {{amount: {self.amount}, pay: once}}\n"
        ]
        if self.ceiling:
            lines.append(f"ceiling: {{per: {self.ceiling[0]}, amount: {self.ceiling[1]}}}\n")
        if self.excludes - {slug}:
            lines.append(f"excludes: [{', '.join(sorted(self.excludes - {slug}))}]\n")
        if self.together and self.together[0] - {slug}:
            others = ", ".join(sorted(self.together[0] - {slug}))
            lines.append(f"together: [{{with: [{others}], at_most: {self.together[1]}}}]\n")
        return "".join(lines)


OTHERS = st.frozensets(st.sampled_from(SLUGS), max_size=2)
CEILINGS = st.one_of(st.none(), st.tuples(st.sampled_from(["year", "life"]), st.integers(1, 6)))
RULES = st.fixed_dictionaries({slug: st.builds(
    Rule, st.integers(1, 5), CEILINGS, OTHERS,
    st.one_of(st.none(), st.tuples(OTHERS, st.sampled_from(["3", "4", "实付利息"]))),
) for slug in SLUGS})  # fmt: skip


def catalogue(rules: dict[str, Rule]) -> Catalogue:
    files = {"t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": VOCABULARY}
    for slug, rule in rules.items():
        files[f"t/programmes/{slug}/programme.yaml"] = f"name: 项目{slug}\noffice: 乙\n"
        files[f"t/programmes/{slug}/2020-01-01.yaml"] = rule.text(slug)
    return read_files(files, "t")


def lawful(rules: dict[str, Rule], paid: dict[str, int], *, of_given: bool = False) -> bool:
    """Whether a year's payments break no ceiling, no exclusion and no limit over several.

    A package keeps every limit from the outset; `of_given`: a limit is set by what has been given only.
    """
    for slug, rule in rules.items():
        if paid[slug] > rule.amount or (rule.ceiling and paid[slug] > rule.ceiling[1]):
            return False
        if paid[slug] and any(paid[other] for other in rule.excludes - {slug}):
            return False
        if rule.together and rule.together[0] - {slug} and (paid[slug] or not of_given):
            limit = int(FACTS["实付利息"]) if rule.together[1] == "实付利息" else int(rule.together[1])
            if sum(paid[each] for each in rule.together[0] | {slug}) > limit:
                return False
    return True


def ways(rules: dict[str, Rule]) -> list[dict[str, int]]:
    """Every lawful way of paying whole yuan."""
    amounts = itertools.product(*[range(each.amount + 1) for each in rules.values()])
    return [way for each in amounts if lawful(rules, way := dict(zip(rules, each, strict=True)))]


def may_give(made: Catalogue, slug: str, due: int, before: dict[str, Before]) -> Paid:
    version = made.programmes[slug].versions[0]
    return room(made, version, Decimal(due), FACTS, DAY, before, made)


@settings(max_examples=60)
@given(RULES)
def test_a_package_is_the_best_of_all_lawful_ways(rules: dict[str, Rule]) -> None:
    found = package(catalogue(rules), FACTS, DAY)
    paid = {each.programme: int(each.paid) for each in found.lines}
    assert lawful(rules, {slug: paid.get(slug, 0) for slug in SLUGS})
    assert found.total == max(sum(way.values()) for way in ways(rules))


@settings(max_examples=150)
@given(RULES, st.permutations(SLUGS))
def test_giving_one_after_another_stays_lawful_and_leaves_no_room(rules: dict[str, Rule], order: list[str]) -> None:
    """In whatever order cases come: each gets all that is left for it, and nothing that breaks a limit."""
    made, before = catalogue(rules), dict[str, Before]()
    paid = dict.fromkeys(SLUGS, 0)
    for slug in order:
        each = may_give(made, slug, rules[slug].amount, before)
        assert sum(part.fen for part in each.unpaid) == each.entitled - each.fen
        assert all(part.fen > 0 and part.why for part in each.unpaid)
        yuan, rest = divmod(each.fen, 100)
        assert not rest
        assert not lawful(rules, {**paid, slug: yuan + 1}, of_given=True)
        paid[slug] = yuan
        before[slug] = Before(Decimal(yuan), Decimal(yuan), granted=yuan > 0)
    assert lawful(rules, paid, of_given=True)


@settings(max_examples=40)
@given(RULES, st.sampled_from(SLUGS), st.integers(0, 7), st.integers(0, 7))
def test_what_was_given_takes_from_its_own_ceiling(rules: dict[str, Rule], slug: str, year: int, earlier: int) -> None:
    alone = {slug: rules[slug]}
    made = catalogue({each: Rule(rules[each].amount, rules[each].ceiling, frozenset(), None) for each in alone})
    found = may_give(made, slug, rules[slug].amount, {slug: Before(Decimal(year), Decimal(year + earlier))})
    ceiling = rules[slug].ceiling
    used = 0 if ceiling is None else year if ceiling[0] == "year" else year + earlier
    left = rules[slug].amount if ceiling is None else max(0, ceiling[1] - used)
    assert found.fen == 100 * min(rules[slug].amount, left)


def two(first: str = "", second: str = "") -> Catalogue:
    made = {
        "a": Rule(3, None, frozenset(), None).text("a") + first,
        "b": Rule(5, None, frozenset(), None).text("b") + second,
    }
    files = {"t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": VOCABULARY}
    for slug, text in made.items():
        files[f"t/programmes/{slug}/programme.yaml"] = f"name: 项目{slug}\noffice: 乙\n"
        files[f"t/programmes/{slug}/2020-01-01.yaml"] = text
    return read_files(files, "t")


ONCE = Before(Decimal(5), Decimal(5), granted=True)


@pytest.mark.parametrize(("first", "second", "before", "fen", "why"), [
    ("", "", {}, 300, ""),
    ("excludes: [b]\n", "", {"b": ONCE}, 0, "当年已享受“项目b”，不能同享"),
    ("", "excludes: [a]\n", {"b": ONCE}, 0, "当年已享受“项目b”，不能同享"),  # said by the other side
    ("excludes: [b]\n", "", {"b": Before(Decimal(0), Decimal(5))}, 300, ""),  # in another year
    ("excludes: [b]\n", "", {"b": Before(granted=True)}, 0, "当年已享受“项目b”，不能同享"),  # granted without money
    ("together: [{with: [b], at_most: 6}]\n", "", {"b": ONCE}, 100, "各级合计不得超过6"),
    ("", "together: [{with: [a], at_most: 6}]\n", {"b": ONCE}, 100, "各级合计不得超过6"),
    ("", "together: [{with: [a], at_most: 6}]\n", {}, 300, ""),  # b sets its limit where b was given
    ("together: [{with: [b], at_most: 实付利息}]\n", "", {"b": ONCE}, 100, "各级合计不得超过实付利息"),
    ("together: [{with: [b], at_most: 4}]\n", "", {"b": ONCE}, 0, "各级合计不得超过4"),
    ("ceiling: {per: year, amount: 2}\n", "", {}, 200, "超过当年上限"),
    ("ceiling: {per: life, amount: 4}\n", "", {"a": Before(Decimal(0), Decimal(3))}, 100, "超过累计上限"),
])  # fmt: skip
def test_room_by_hand(first: str, second: str, before: dict[str, Before], fen: int, why: str) -> None:
    found = may_give(two(first, second), "a", 3, before)
    assert (found.fen, [part.why for part in found.unpaid]) == (fen, [why] if why else [])


def test_an_unknown_limit_leaves_nothing() -> None:
    made = two("together: [{with: [b], at_most: 实付利息}]\n")
    version = made.programmes["a"].versions[0]
    known: dict[str, Any] = {"从业人员": Decimal(5)}
    found = room(made, version, Decimal(3), known, DAY, {}, made)
    assert (found.fen, found.unpaid[0].why) == (0, "各级合计不得超过实付利息（未知）")


def test_what_excludes_a_service_is_said_though_no_money_is_asked() -> None:
    made = two("excludes: [b]\n")
    version = made.programmes["a"].versions[0]
    assert excluded_by(version, DAY, {}, made) == ""
    assert excluded_by(version, DAY, {"b": ONCE}, made) == "当年已享受“项目b”，不能同享"
