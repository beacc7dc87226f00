"""What expressions are worth. Each line reads: expression, then the FEEL text of its value."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from rulebook.feel.evaluate import compiled, evaluate, holds
from rulebook.feel.values import Range, text, to_feel, to_python

OPERATORS = """
1.10 + 2.2 | 3.3
1 / 3 | 0.3333333333333333333333333333333333
10 / 0 | null
7 - 10 | -3
2 ** 10 | 1024
-2 ** 2 | 4
"a" + "b" | ab
"a" + 1 | null
1 = 1.0 | true
1 = "1" | null
null = null | true
1 != null | true
"a" < "b" | true
1 < "b" | null
[1, [2]] = [1, [2]] | true
{a: 1} = {a: 1} | true
true and null | null
false and null | false
true or null | true
false or 1 | null
5 between 1 and 5 | true
5 between null and 9 | null
5 in [1..5) | false
5 in (1, > 4) | true
5 in [[1..3], [4..6]] | true
"b" in ("a", "b") | true
5 in null | false
(< 5).end | 5
[1..10].start included | true
(> 5) = (> 5) | true
not(null) | null
--3 | 3
"""

COLLECTIONS = """
[1, 2, 3][item > 1] | [2, 3]
[1, 2, 3][-1] | 3
[1, 2, 3][4] | null
[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b | [4]
[{a: 1}, {a: 2}].a | [1, 2]
{a: 1, b: a + 1}.b | 2
{a: 1, a: 2} | null
{"甲 乙": 3}.甲 乙 | 3
7[1] | 7
[][1] | null
[][item > 1] | []
[1, 2]["x"] | null
for i in 1..3 return i * i | [1, 4, 9]
for i in 3..1 return i | [3, 2, 1]
for i in (1..4] return i | [2, 3, 4]
for a in [1, 2], b in [a..2] return a * 10 + b | [11, 12, 22]
for i in 0..4 return if i = 0 then 1 else i * partial[-1] | [1, 1, 2, 6, 24]
for d in @"2024-02-28"..@"2024-03-01" return d.day | [28, 29, 1]
some x in [1, 2] satisfies x > 1 | true
every x in [1, 2] satisfies x > 1 | false
every x in [] satisfies x | true
some x in [null, 2] satisfies x > 1 | true
some x in [null, 0] satisfies x > 1 | null
if null then 1 else 2 | 2
"""

FUNCTIONS = """
(function(a, b) a - b)(5, 3) | 2
(function(a, b) a - b)(b: 5, a: 3) | -2
(function(a) a)(1, 2) | null
(function(a) function(b) a + b)(1)(2) | 3
(function(a: number) a)("x") | null
(function(a: number) a)([7]) | 7
(function(a: list<number>) count(a))(7) | 1
(function(a: date and time) a)(@"2024-01-01") | 2024-01-01T00:00:00Z
{fac: function(n) if n < 2 then 1 else n * fac(n - 1), x: fac(20)}.x | 2432902008176640000
nothing() | null
"abs"(1) | null
abs(n: -1) | 1
abs(m: -1) | null
1 instance of number | true
null instance of number | false
[1, "a"] instance of list<number> | false
{a: 1, b: 2} instance of context<a: number> | true
{a: 1} instance of context<a: number, b: number> | false
[1..2] instance of range<number> | true
(function(a: string) "x") instance of function<string> -> string | true
(function(a: string) 1) instance of function<string> -> string | false
"""


def lines(block: str) -> list[tuple[str, str]]:
    """`expression | worth`, one a line; lines that begin with # say what follows."""
    pairs = [line.rpartition("|") for line in block.strip().splitlines() if not line.startswith("#")]
    return [(before.strip(), after.strip()) for before, _, after in pairs]


@pytest.mark.parametrize("expression, expected", lines(OPERATORS + COLLECTIONS.lstrip() + FUNCTIONS.lstrip()))
def test_worth(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected


def test_variables_come_from_plain_python() -> None:
    given = {"营业收入": 300_0000, "成立日期": dt.date(2020, 2, 29), "名单": ["甲", {"乙": 1.5}]}
    assert evaluate("营业收入 / 10000", given).value == Decimal(300)
    assert text(evaluate('成立日期 + duration("P1Y")', given).value) == "2021-02-28"
    assert evaluate("名单[2].乙", given).value == Decimal("1.5")


def test_a_compiled_expression_serves_many() -> None:
    expression = compiled("从业人员 < 20 or 营业收入 < 300")
    answers = [expression.evaluate({"从业人员": staff, "营业收入": 900}).value for staff in (10, 20, None)]
    assert answers == [True, False, None]


def test_what_went_wrong_is_told_with_its_place() -> None:
    result = evaluate("1 +\n foo + 2", {"food": 1})
    assert result.value is None
    first = result.diagnostics[0]
    assert first.message == "there is no “foo”; did you mean “food”?"
    assert first.span is not None
    assert (first.span.line, first.span.column) == (2, 2)


def test_an_error_stays_where_it_is() -> None:
    result = evaluate("(1 / 0) = null")
    assert result.value is True
    assert "division by zero" in str(result.diagnostics[0])


def test_a_syntax_error_is_null_with_a_diagnostic() -> None:
    result = evaluate("1 +")
    assert result.value is None
    assert "expected a value" in result.diagnostics[0].message


def test_the_clock_is_given_never_read() -> None:
    moment = dt.datetime(2024, 2, 29, 8, 0, tzinfo=dt.UTC)
    assert text(evaluate("today()", now=moment).value) == "2024-02-29"
    assert text(evaluate("now()", now=moment).value) == "2024-02-29T08:00:00Z"
    assert evaluate("now()").value is None


@pytest.mark.parametrize(
    "tests, value, expected",
    [
        ("-", None, True),
        ("< 5, [10..20)", 12, True),
        ("< 5, [10..20)", 20, False),
        ('not("甲", "乙")', "丙", True),
        ('not("甲", "乙")', "甲", False),
        ("? * 2 > 5", 3, True),
        ("[1, 2, 3]", 2, True),
        ("null", None, True),
        ("null", 1, False),
        ("< 5", None, None),
        ("not(< 5)", None, None),
        ("true", False, False),
        ("limit > 1", "anything", True),
        ('starts with(?, "沪")', "沪A", True),
    ],
)
def test_cells(tests: str, value: object, expected: bool | None) -> None:
    assert holds(tests, value, {"limit": 2}).value is expected


def test_values_go_there_and_back() -> None:
    plain = {"a": [Decimal(1), "x", True, None], "d": dt.date(2024, 1, 31)}
    assert to_python(to_feel(plain)) == plain
    assert to_feel(dt.timedelta(days=1, hours=2)) == evaluate('duration("P1DT2H")').value
    assert to_python(Range(Decimal(1), None, True, False)) == "[1..null)"
    with pytest.raises(TypeError):
        to_feel(object())


def test_text_of_values() -> None:
    assert text(to_feel({"a b": 'say "x"', "{": [1.50, None]})) == '{a b: "say \\"x\\"", "{": [1.5, null]}'
