"""Unknown travels by Kleene's logic: knowing more never turns a known answer, and `missing` is enough to know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import judge, judge_all
from rulebook.plan.build import Scope, Symbol, build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.missing import missing
from rulebook.plan.types import BOOLEAN, DATE, NUMBER, STRING, Value
from tests.rulebook.small import small

TYPES = {"数": NUMBER, "量": NUMBER, "字": STRING, "词": STRING, "是": BOOLEAN, "否": BOOLEAN, "日": DATE, "期": DATE}
SCOPE = Scope({name: Symbol(name, "fact", type_) for name, type_ in TYPES.items()})
VALUES: dict[str, st.SearchStrategy[Value]] = {
    NUMBER: st.sampled_from([Decimal(each) for each in ("-1", "0", "1", "2", "2.5", "100")]),
    STRING: st.sampled_from(["", "甲", "乙", "甲乙"]),
    BOOLEAN: st.booleans(),
    DATE: st.sampled_from([dt.date(2020, 2, 29), dt.date(2021, 1, 31), dt.date(2022, 6, 24)]),
}


def evaluate(text: str, facts: Mapping[str, Value]) -> Value | None:
    return Closures().of(build(text, SCOPE))(Environment(facts, {}))


TABLES = [
    ("true and 是", None),
    ("false and 是", False),
    ("是 and false", False),
    ("true or 是", True),
    ("是 or true", True),
    ("false or 是", None),
    ("not(是)", None),
    ('字 = "甲"', None),
    ('字 != "甲"', None),
    ('字 in ("甲", "乙")', None),
    ("数 in [1..2]", None),
    ("1 in [数..2]", None),
    ("3 in [数..2]", False),  # above the upper end, whatever the lower
    ("5 between 数 and 4", False),
    ("数 + 1 > 0", None),
    ("数 * 0 = 0", None),
    ("min(数, 1) < 5", None),
    ("max(1, 数) > 0", None),
    ("1 / 0 = 1", None),
    ("if 是 then 1 else 2", None),
    ("if true then 1 else 数", Decimal(1)),
    ("if false then 1 else 数", None),
    ('starts with(字, "")', None),
    ('日 + duration("P1M") > 期', None),
    ("0.1 + 0.2 = 0.3", True),
    ("1 / 3 * 3 = 1", True),  # fractions are kept
    ("100.01 / 12 * 6 = 50.005", True),
    ("round half up(100.01 / 12 * 6, 2) = 50.01", True),
    ("round half up(-1 / 8, 2) = -0.13 and round half down(-1 / 8, 2) = -0.12", True),
    ("decimal(1 / 3 * 0.375, 2) = 0.12 and decimal(1 / 3 * 0.405, 2) = 0.14", True),
    ("floor(-7 / 3) = -3 and ceiling(-7 / 3) = -2 and round up(-7 / 3, 0) = -3", True),
    ("max(1 / 3, 0.3) * 3 = 1 and abs(-1 / 3) = 1 / 3 and 2 ** 3 = 8", True),
    ("round half up(2.345, 2) = 2.35", True),
    ("decimal(2.345, 2) = 2.34", True),
    ("floor(-1.5) = -2 and ceiling(-1.5) = -1 and abs(-1.5) = 1.5", True),
    ('years and months duration(date("2020-02-29"), date("2021-02-28")) = duration("P11M")', True),
    ('date("2022-01-31") + duration("P1M") = date("2022-02-28")', True),
    ('date("2022-03-31") - duration("P1M") = date("2022-02-28")', True),
    ('date("2022-03-01") - date("2022-02-01") = duration("P28D")', True),
    ('(date("2022-03-01") - date("2022-02-01")).days = 28', True),
    ('date("2022-03-01").year = 2022', True),
    ('contains("杨浦区五角场", "五角场") and ends with("甲乙", "乙")', True),
    ('matches("91310110MA00000079", "^9131011[0-9].{10}$")', True),
]


@pytest.mark.parametrize(("text", "value"), TABLES, ids=[text for text, _ in TABLES])
def test_with_nothing_known(text: str, value: Value | None) -> None:
    assert evaluate(text, {}) == value


def numbers(depth: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["数", "量", "0", "1", "2.5"])
    if not depth:
        return leaf
    inner = numbers(depth - 1)
    two = st.tuples(inner, inner)
    return st.one_of(
        leaf,
        st.tuples(two, st.sampled_from("+-*/")).map(lambda made: f"({made[0][0]} {made[1]} {made[0][1]})"),
        st.tuples(two, st.sampled_from(["min", "max"])).map(lambda made: f"{made[1]}({made[0][0]}, {made[0][1]})"),
        st.tuples(booleans(depth - 1), two).map(lambda made: f"(if {made[0]} then {made[1][0]} else {made[1][1]})"),
    )


def booleans(depth: int) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(["是", "否", "true", 'contains(字, "甲")', '词 in ("甲", "乙")', "日 < 期", "日 = 期"])
    if not depth:
        return leaf
    inner, number = booleans(depth - 1), numbers(depth - 1)
    return st.one_of(
        leaf,
        st.tuples(inner, inner).map(" and ".join).map("({})".format),
        st.tuples(inner, inner).map(" or ".join).map("({})".format),
        inner.map("not({})".format),
        st.tuples(number, number).map(" >= ".join).map("({})".format),
        st.tuples(number, number, number).map("({0[0]} between {0[1]} and {0[2]})".format),
        st.tuples(number, number).map("({0[0]} in ({0[1]}, > 1))".format),
        st.tuples(inner, inner, inner).map("(if {0[0]} then {0[1]} else {0[2]})".format),
    )


def facts_of(names: list[str]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({name: VALUES[TYPES[name]] for name in names})


@settings(max_examples=400, deadline=None)
@given(text=booleans(3), whole=facts_of(list(TYPES)), hidden=st.sets(st.sampled_from(list(TYPES))))
def test_knowing_more_never_turns_a_known_answer(text: str, whole: dict[str, Value], hidden: set[str]) -> None:
    part = {name: value for name, value in whole.items() if name not in hidden}
    known = evaluate(text, part)
    assert known is None or known == evaluate(text, whole)


@settings(max_examples=400, deadline=None)
@given(text=booleans(3), whole=facts_of(list(TYPES)), hidden=st.sets(st.sampled_from(list(TYPES))))
def test_what_is_missing_is_enough(text: str, whole: dict[str, Value], hidden: set[str]) -> None:
    """Told the missing facts and no others, the answer is what it is when everything is known."""
    plan, closures = build(text, SCOPE), Closures()
    part = {name: value for name, value in whole.items() if name not in hidden}
    lacking = missing(plan, Environment(part, {}), {}, closures)
    assert set(lacking) <= hidden
    told = {**part, **{name: whole[name] for name in lacking}}
    assert closures.of(plan)(Environment(told, {})) == evaluate(text, whole)
    assert bool(lacking) <= (evaluate(text, part) is None)


# the whole way, on a catalogue

FACTS: dict[str, st.SearchStrategy[Value]] = {
    "注册区": st.sampled_from(["杨浦区", "虹口区"]),
    "成立日期": st.dates(dt.date(2017, 1, 1), dt.date(2022, 1, 1)),
    "从业人员": st.sampled_from([Decimal(each) for each in (5, 19, 20, 300, 1000)]),
    "营业收入": st.sampled_from([Decimal(each) for each in (1, 2_999_999, 3_000_000, 20_000_000, 400_000_000)]),
    "行业": st.sampled_from(["工业", "软件业"]),
    "失信被执行": st.booleans(),
    "高新技术企业": st.booleans(),
    "发明专利数": st.sampled_from([Decimal(each) for each in (0, 1, 2)]),
    "参保人数": st.sampled_from([Decimal(each) for each in (0, 1, 8, 9)]),
}
DAY = dt.date(2022, 1, 1)


@settings(max_examples=300, deadline=None)
@given(whole=st.fixed_dictionaries(FACTS), hidden=st.sets(st.sampled_from(list(FACTS))), answer=st.booleans())
def test_verdicts_are_monotone_and_their_missing_facts_enough(
    whole: dict[str, Value], hidden: set[str], answer: bool
) -> None:
    catalogue, answers = small(), {"market": answer}
    part = {name: value for name, value in whole.items() if name not in hidden}
    for slug in ("giant", "social"):
        now, then = (judge(catalogue, slug, each, DAY, answers, checked=True) for each in (part, whole))
        assert then.eligible is not None
        assert now.eligible in (None, then.eligible)
        assert now.amount in (None, then.amount) or then.eligible is False
        told = {**part, **{name: whole[name] for name in now.missing}}
        settled = judge(catalogue, slug, told, DAY, answers, checked=True)
        assert settled.eligible == then.eligible
        if now.eligible is None:
            assert now.missing
        else:
            assert settled.amount == then.amount


@settings(max_examples=100, deadline=None)
@given(whole=st.fixed_dictionaries(FACTS), hidden=st.sets(st.sampled_from(list(FACTS))))
def test_a_decided_verdict_misses_nothing_that_could_change_it(whole: dict[str, Value], hidden: set[str]) -> None:
    part = {name: value for name, value in whole.items() if name not in hidden}
    for verdict in judge_all(small(), part, DAY):
        if verdict.eligible is False:
            assert verdict.missing == verdict.waiting == ()
            assert verdict.because
