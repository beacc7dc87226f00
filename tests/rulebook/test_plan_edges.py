"""Expressions of rules at their edges: worth by hand, refused with the place, and never a crash."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.feel import FeelSyntaxError
from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import number_text, to_feel
from rulebook.plan.build import PlanFault, Scope, Symbol, build
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.functions import read_duration
from rulebook.plan.text import feel_text
from rulebook.plan.types import Months
from rulebook.saying import told
from tests.rulebook.test_feel_evaluate import lines

TYPES = {
    "数": "number", "零": "number", "日": "date", "词": "string", "真": "boolean", "谜": "number", "谜日": "date",
    "疑": "boolean",
}  # fmt: skip
FACTS: dict[str, Any] = {
    "数": Decimal(5), "零": Decimal(0), "日": dt.date(2024, 2, 29), "词": "甲a１", "真": True,
    "核算日": dt.date(2022, 6, 24),
}  # fmt: skip
SCOPE = Scope({**{name: Symbol(name, "fact", type_) for name, type_ in TYPES.items()},
               "核算日": Symbol("核算日", "as-of", "date")})  # fmt: skip


def worth(expression: str) -> str:
    """What an expression gives, as a rule shows it; unknown is `?`."""
    value = Closures().of(build(expression, SCOPE))(Environment(FACTS, {}))
    match value:
        case None:
            return "?"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number_text(value)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case dt.timedelta():
            return f"{value.total_seconds():.0f}s"
        case Months():
            return f"{value.count}m"
    return str(value)


WORTH = lines(r"""
# unknown travels as in Kleene logic
真 and 疑 | ?
not(真) and 疑 | no
真 or 疑 | yes
疑 or 疑 | ?
not(疑) | ?
数 > 9 and 谜 > 1 | no
数 > 1 or 谜 > 1 | yes
谜 = 谜 | ?
谜 in (1, 2) | ?
谜 between 1 and 2 | ?
if 疑 then 1 else 1 | ?
if 真 then 数 else 谜 | 5
min(数, 谜) | ?
谜 * 0 | ?
# what cannot be worked out is unknown
数 / 零 | ?
零 / 零 = 1 | ?
零 ** -1 | ?
零 ** 0 | 1
数 ** 64 / 数 ** 63 | 5
数 ** 65 | ?
数 ** 0.5 | ?
数 / 零 > 1 or 真 | yes
date(词) < 日 | ?
日 + duration("P8000Y") | ?
日 - duration("P2500Y") < 核算日 | ?
日 + duration("P900000D") * 900000 | ?
# exact arithmetic, with fractions kept
1 / 3 * 3 = 1 | yes
数 / 3 | 5/3
数 / 3 * 6 | 10
0.1 + 0.2 = 0.3 | yes
12345678901234567890123456789012345678 + 1 | 12345678901234567890123456789012345679
1e400 / 1e399 | 10
数 + 数 * 数 - 数 / 数 | 29
2 ** 3 ** 2 | 64
-数 ** 2 | 25
0 - 数 ** 2 | -25
- - 数 | 5
abs(-数) | 5
# rounding
round half up(2.5, 0) | 3
round half up(-2.5, 0) | -3
round half down(2.5, 0) | 2
decimal(2.5, 0) | 2
decimal(3.5, 0) | 4
round up(2.1, 0) | 3
round up(-2.1, 0) | -3
round down(-2.9, 0) | -2
floor(-2.1) | -3
ceiling(-2.1) | -2
floor(数 / 3, 2) | 1.66
ceiling(数 / 3, 2) | 1.67
round half up(数 / 3, -1) | 0
round half up(1249.5, -2) | 1200
round half up(1250, -2) | 1300
round half up(2 / 3, 4) | 0.6667
min(数, 3, 零) | 0
max(数 / 3, 1) | 5/3
# dates
日 + duration("P1Y") | 2025-02-28
日 - duration("P1Y") | 2023-02-28
日 + duration("P1M") + duration("P1M") | 2024-04-29
日 + duration("P1D") | 2024-03-01
日 + duration("PT47H59M") | 2024-03-01
日 - duration("PT1H") | 2024-02-28
日 - duration("PT36H") | 2024-02-27
duration("P1D") + 日 | 2024-03-01
日 - 核算日 | 53136000s
(日 - 核算日).days | 615
(核算日 - 日).days | -615
日.year * 100 + 日.month | 202402
日.day | 29
years and months duration(核算日, 日) | 20m
years and months duration(日, 核算日) | -20m
years and months duration(日, 核算日) / duration("P1M") | -20
duration("P1Y") = duration("P12M") | yes
duration("P1Y") / duration("P5M") | 2.4
duration("P1D") / duration("PT1H") | 24
duration("P1D") = duration("PT24H") | yes
duration("P1M") * 1.9 | 1m
duration("P1M") * -1.9 | -1m
duration("P7D") / 2 | 302400s
日 > 核算日 | yes
@"2024-02-29" = 日 | yes
日 in [@"2024-01-01"..@"2024-12-31"] | yes
日 in (@"2024-02-29"..@"2024-12-31"] | no
# text
词 + "b" | 甲a１b
starts with(词, "甲") | yes
ends with(词, "1") | no
contains(词, "") | yes
matches(词, "^\\w+$") | yes
matches(词, "\\d$") | yes
matches(词, "^甲a$") | no
词 < "乙" | no
词 in ("甲a１", "乙") | yes
词 in ["甲".."申"] | yes
# tests
数 in (< 3, > 4) | yes
数 in [5..9] | yes
数 in (5..9] | no
数 in [9..5] | no
not(数 in (1, 2)) | yes
数 between 5 and 5 | yes
""")


@pytest.mark.parametrize(("expression", "expected"), WORTH)
def test_worth_by_hand(expression: str, expected: str) -> None:
    assert worth(expression) == expected


@pytest.mark.parametrize(("expression", "expected"), WORTH)
def test_an_expression_written_out_is_worth_the_same(expression: str, expected: str) -> None:
    """`feel_text` is what audits and comparisons show of a rule."""
    assert worth(feel_text(build(expression, SCOPE))) == expected


# within a rule another answer is meant: exact fractions, powers with whole exponents, unknown instead of null
OTHERWISE = (
    *("/ 3", "12345678901234567890123456789012345678", "** 0", "** 64", "** 65", "零 / 零", "疑", "谜", "[9..5]"),
    *("matches(词", "P8000Y", "P900000D", "P2500Y"),
)
SHARED = [each for each in WORTH if not any(sign in each[0] for sign in OTHERWISE)]


@pytest.mark.parametrize(("expression", "expected"), SHARED)
def test_whole_feel_says_the_same(expression: str, expected: str) -> None:
    value = evaluate(expression, FACTS).value
    ours = Closures().of(build(expression, SCOPE))(Environment(FACTS, {}))
    if isinstance(ours, Fraction):
        assert abs(Fraction(value) - ours) < Fraction(1, 10**30)
    elif isinstance(ours, Months):
        assert value.months == ours.count
    else:
        assert value == to_feel(ours)


REFUSED = [
    ('数 in (1, "a")', 1, 10, "数字不能和文字比较"),
    ("真 and 数", 1, 7, "这里要一个是或否的条件，得到的是数字"),
    ('数 = "5"', 1, 1, "数字不能和文字比较"),
    ('日 = "2024-02-29"', 1, 1, "日期不能和文字比较"),
    ("日 + 1", 1, 1, "日期 + 数字 没有意义"),
    ("日 + 日", 1, 1, "日期 + 日期 没有意义"),
    ("-词", 1, 1, "文字不能取负"),
    ("not(数)", 1, 5, "这里要一个是或否的条件"),
    ("if 数 then 1 else 2", 1, 4, "这里要一个是或否的条件"),
    ('if 真 then 1 else "a"', 1, 1, "then 是数字，else 是文字"),
    ("数 = null", 1, 5, "规则里没有 null"),
    ("人数 > 1", 1, 1, "没有名为“人数”的事实或参数，是不是“数”"),
    ("数 > 1 and\n人数 > 1", 2, 1, "没有名为“人数”"),
    ("日.weekday", 1, 1, "日期没有“weekday”"),
    ("数.year", 1, 1, "数字没有“year”"),
    ("substring(词, 1)", 1, 1, "规则里不能用函数“substring”"),
    ("min()", 1, 1, "“min”要 1 个参数，写了 0 个"),
    ("abs(1, 2)", 1, 1, "“abs”要 1 个参数，写了 2 个"),
    ("contains(词, 1)", 1, 13, "第 2 个参数要文字，得到的是数字"),
    ("abs(n: 数)", 1, 1, "按位置写参数"),
    ("for i in 1..3 return i", 1, 1, "规则里不能用 For"),
    ("[1, 2][1]", 1, 1, "规则里不能用 Filter"),
    ("{a: 1}.a", 1, 1, "规则里不能用 ContextLit"),
    ("数 instance of number", 1, 1, "规则里不能用 InstanceOf"),
    ('duration("P1M1D")', 1, 1, "写明的 ISO 8601 时长"),
    ('duration("P１D")', 1, 1, "写明的 ISO 8601 时长"),
    ('duration("P99999999999D")', 1, 1, "写明的 ISO 8601 时长"),
    ('duration("P' + "9" * 5000 + 'Y")', 1, 1, "写明的 ISO 8601 时长"),
    ("duration(词)", 1, 1, "写明的 ISO 8601 时长"),
    ('date("2024-02-30")', 1, 6, "“2024-02-30”不是日期"),
    ('date("2024-2-3")', 1, 6, "不是日期"),
    ('@"2024-02-30"', 1, 1, "不是日期"),
    ('duration("P1M") < duration("P31D")', 1, 1, "年月时长不能和天时分时长比较"),
    ("matches(词, 词)", 1, 12, "模式要直接写明"),
    ('matches(词, "(")', 1, 12, "不是 FEEL 的正则表达式"),
    ('matches(词, "(a{999}){999}")', 1, 12, "正则表达式把重复写开后超过 10000 个字符"),
    ('matches(词, "a(?=b)")', 1, 12, "没有前瞻"),
]


@pytest.mark.parametrize(("expression", "line", "column", "says"), REFUSED, ids=range(len(REFUSED)))
def test_what_a_rule_cannot_say_is_refused_where_it_stands(expression: str, line: int, column: int, says: str) -> None:
    with pytest.raises(PlanFault) as caught:
        build(expression, SCOPE)
    assert says in told(caught.value.message, "zh")
    assert (caught.value.span.line, caught.value.span.column) == (line, column)


@pytest.mark.parametrize("expression", [each[0] for each in REFUSED], ids=range(len(REFUSED)))
def test_a_refusal_is_of_one_language(expression: str) -> None:
    with pytest.raises(PlanFault) as caught:
        build(expression, SCOPE)
    said = told(caught.value.message, "en")
    for own in (*TYPES, "人数"):
        said = said.replace(f"“{own}”", "")
    assert not any("\u4e00" <= each <= "\u9fff" for each in said), said


ATOMS = ["数", "零", "谜", "日", "谜日", "词", "真", "疑", "核算日", "1", "-2.5", "1e300",
         '"甲"', 'duration("P1M")', 'duration("PT36H")', "true", "[1..5)",
         "(1, 2)", 'date("2024-01-31")']  # fmt: skip
GLUE = ["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in"]
CALLS = [
    "abs",
    "not",
    "min",
    "max",
    "floor",
    "date",
    "years and months duration",
    "round half up",
    "contains",
    "matches",
]


@settings(max_examples=400)
@given(st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(GLUE), inner).map(lambda each: f"({' '.join(each)})"),
        st.tuples(st.sampled_from(CALLS), inner).map(lambda each: f"{each[0]}({each[1]})"),
        st.tuples(st.sampled_from(CALLS), inner, inner).map(lambda each: f"{each[0]}({each[1]}, {each[2]})"),
        st.tuples(inner, inner, inner).map(lambda each: f"(if {each[0]} then {each[1]} else {each[2]})"),
        st.tuples(inner, st.sampled_from(["year", "days", "x"])).map(lambda each: f"({each[0]}).{each[1]}"),
    ), max_leaves=10,
))  # fmt: skip
def test_an_expression_has_a_plan_that_never_crashes_or_a_place_where_it_has_none(expression: str) -> None:
    try:
        plan = build(expression, SCOPE)
    except (PlanFault, FeelSyntaxError) as fault:
        assert fault.message
        assert 1 <= fault.span.column <= len(expression) + 1
        return
    Closures().of(plan)(Environment(FACTS, {}))
    assert build(feel_text(plan), SCOPE).type == plan.type


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**4),
    st.integers(0, 99),
    st.integers(0, 99),
    st.integers(0, 99),
    st.booleans(),
)
def test_durations_of_rules_are_those_of_feel(a: int, b: int, h: int, m: int, s: int, negative: bool) -> None:
    sign = "-" if negative else ""
    for text in (f"{sign}P{a}Y{b}M", f"{sign}P{b}DT{h}H{m}M{s}S", f"{sign}PT{h}H{s}S", f"{sign}P{b}D"):
        ours, theirs = read_duration(text), evaluate(f'duration("{text}")').value
        assert (ours.count if isinstance(ours, Months) else to_feel(ours)) == (
            theirs.months if isinstance(ours, Months) else theirs
        )
