"""Loops, quantifiers, filters, contexts, types, calls, cells: laws against plain models, cases worked by hand."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.feel.calls import frozen
from rulebook.feel.evaluate import evaluate, holds
from rulebook.feel.ops import same
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

END = st.integers(-4, 4)


def asked(expression: str, **names: Any) -> Any:
    return evaluate(expression, names).value


@given(END, END)
def test_dots_run_up_or_down_brackets_only_up(a: int, b: int) -> None:
    """DMN 1.5, 10.3.2.14: `for i in 4..2` descends; a range [4..2] is none."""
    step = 1 if b >= a else -1
    assert asked(f"for i in {a}..{b} return i") == list(range(a, b + step, step))
    up = list(range(a, b + 1))
    assert asked(f"for i in [{a}..{b}] return i") == (up if b >= a else None)
    assert asked(f"for i in [{a}..{b}) return i") == (up[:-1] if b >= a else None)
    assert asked(f"for i in ({a}..{b}] return i") == (up[1:] if b >= a else None)


@given(END, END)
def test_days_run_as_numbers_do(a: int, b: int) -> None:
    first, last = (f'(@"2024-02-28" + @"P1D" * {each})' for each in (a, b))
    found = asked(f'for d in {first}..{last} return (d - @"2024-02-28") / @"P1D"')
    assert found == asked(f"for i in {a}..{b} return i")


@given(st.lists(END, max_size=4), st.lists(END, max_size=4))
def test_the_last_of_several_loops_turns_fastest(a: list[int], b: list[int]) -> None:
    assert asked("for x in a, y in b return [x, y]", a=a, b=b) == [list(each) for each in itertools.product(a, b)]
    assert asked("for x in a, y in b[item > x] return y - x > 0", a=a, b=b) == [True for x in a for y in b if y > x]
    assert asked("some x in a, y in b satisfies x = y", a=a, b=b) is bool(set(a) & set(b))
    assert asked("every x in a, y in b satisfies x < y", a=a, b=b) is all(x < y for x in a for y in b)


@given(st.integers(0, 12))
def test_partial_is_what_came_before(n: int) -> None:
    fibonacci = [0, 1]
    while len(fibonacci) < n:
        fibonacci.append(fibonacci[-1] + fibonacci[-2])
    loop = f"for i in 1..{n} return if i < 3 then i - 1 else partial[-1] + partial[-2]"
    assert asked(loop) == (fibonacci[:n] if n else [0, asked("0 - 1")][:2])


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 1).map(Decimal),
    st.sampled_from(["a", "1"]),
    st.sampled_from(
        [
            '@"10:00:00"',
            '@"10:00:00.5"',
            '@"02:00:00Z"',
            '@"10:00:00+08:00"',
            '@"P1Y"',
            '@"P12M"',
            '@"PT24H"',
            '@"P1D"',
            '@"2024-01-01"',
            '@"2024-01-01T00:00:00"',
            '@"2024-01-01T00:00:00Z"',
            "[1..2]",
            "(1..2]",
        ]
    ),
)


@given(st.lists(LEAVES, min_size=2, max_size=2), st.booleans())
def test_what_equals_has_one_key_and_what_does_not_has_two(pair: list[Any], nested: bool) -> None:
    """`distinct values` finds equals by a key: it must agree with `=`."""
    values = [asked(each) if isinstance(each, str) and each[0] in "@[(" else asked("x", x=each) for each in pair]
    values = [[each, {"k": each}] for each in values] if nested else values
    assert (frozen(values[0]) == frozen(values[1])) is same(*values)
    assert asked("count(distinct values(x)) = 1", x=values) is same(*values)


@given(
    st.integers(-5, 5),
    st.lists(st.tuples(st.sampled_from(["<", "<=", ">", ">=", "", "!="]), END), min_size=1, max_size=3),
)
def test_a_cell_holds_where_one_of_its_tests_does(value: int, tests: list[tuple[str, int]]) -> None:
    means = {
        "<": value.__lt__,
        "<=": value.__le__,
        ">": value.__gt__,
        ">=": value.__ge__,
        "": value.__eq__,
        "!=": value.__ne__,
    }
    cell = ", ".join(f"{op} {bound}" for op, bound in tests)
    expected = any(means[op](bound) for op, bound in tests)
    assert holds(cell, value).value is expected
    assert holds(f"not({cell})", value).value is not expected
    assert evaluate(f"x in ({cell})", {"x": value}).value is expected
    asked_ = " or ".join(f"? {op or '='} {bound}" for op, bound in tests)
    assert holds(asked_, value).value is expected


CELLS = [
    ("-", 5, True),
    ("-", None, True),
    ("null", None, True),
    ("null", 5, False),
    ("5", None, False),
    ("not(null)", None, False),
    ("not(null)", 5, True),
    ("not(5)", 4, True),
    ("not(5, 6)", 6, False),
    ("? > 3", 5, True),
    ("? > 3 and ? < 5", 5, False),
    ("odd(?)", 5, True),
    ("even(?), 5", 5, True),
    ("[1..5]", 5, True),
    ("[1..5)", 5, False),
    ("(< 3), [5..7]", 6, True),
    ("> x", 5, True),
    ("x + 1", 5, True),
    ("count(?) > 1", [1, 2], True),
    ("list contains(?, 2)", [1, 2], True),
    ("[1, 2]", [1, 2], True),
    ("[1, 2], [3]", 2, True),
    ('contains(?, "a")', "bar", True),
    ('"a"', "a", True),
    ('"a", "b"', "b", True),
    ('not("a", "b")', "c", True),
    ("true", True, True),
    ("true", False, False),
    ("false", False, True),
    ("not(true)", False, True),
    ("?", True, True),
    ("?", False, False),
    ("not(?)", False, True),
    ("? = null", None, True),
    ("? != null", 5, True),
    ("< null", 5, None),
    ("> 5", None, None),
    ('> "a"', 5, None),
    ('"5"', 5, None),
    ("? in [1..9]", 5, True),
    ("if ? > 3 then true else false", 5, True),
    ("some i in [4, 5] satisfies i = ?", 5, True),
    ("{a: ?}.a > 4", 5, True),
    ("-5", -5, True),
    ("< -4", -5, True),
    ("5.0", 5, True),
    ("1e1 / 2", 5, True),
    ("(function(n) n > 4)(?)", 5, True),
    ("string length(?) = 2", "中文", True),
    ('matches(?, "^[a-z]+$")', "abc", True),
    ("? instance of number", 5, True),
]


@pytest.mark.parametrize(("cell", "value", "expected"), CELLS)
def test_cells_by_hand(cell: str, value: object, expected: bool | None) -> None:
    assert holds(cell, value, {"x": 4}).value is expected


FORMS_BY_HAND = lines(r"""
# loops
for i in [] return i | []
for i in null return i | null
for i in 5 return i | [5]
for i in [1, null] return i | [1, null]
for i in 1..0 return i | [1, 0]
for i in 1.5..3 return i | null
for i in "a".."c" return i | null
for i in 1..null return i | null
for i in (>= 1) return i | null
for i in [1..3], j in [i..3] return j | [1, 2, 3, 2, 3, 3]
for i in {a: 1} return i.a | [1]
for i in [[1, 2], [3]] return sum(i) | [3, 3]
for i in [1, 2], i in [i * 10] return i | [10, 20]
for i in 1..3 return count(partial) | [0, 1, 2]
for x in [1] return for y in [2] return x + y | [[3]]
for 年 in 2023..2024 return 年 + 1 | [2024, 2025]
# quantifiers
some x in [] satisfies true | false
every x in [] satisfies false | true
some x in [null] satisfies x | null
every x in [true, null] satisfies x | null
every x in [null, false] satisfies x | false
some x in [null, true] satisfies x | true
some x in null satisfies x | null
some x in [1] satisfies x | null
some x in 3..1 satisfies x = 2 | true
every x in [1..3] satisfies x > 0 | true
# conditionals
if null then 1 else 2 | 2
if 1 then 1 else 2 | 2
if true then null else 2 | null
if false then 1 else if true then 2 else 3 | 2
# filters
[1, 2, 3][item >= 2] | [2, 3]
[1, 2, 3][2] | 2
[1, 2, 3][-3] | 1
[1, 2, 3][4] | null
[1, 2, 3][0] | null
[][1] | null
[][item > 1] | []
[1, null][item = null] | [null]
[1, null, 3][item > 1] | [3]
null[1] | null
null[true] | []
5[1] | 5
5[2] | null
5[item > 6] | []
true[item] | [true]
[{a: 1, b: 2}, {a: 3}][a > 1].a | [3]
[{a: 1}, {a: null}][a = null] | [{a: null}]
[{item: 5}][item = 5] | [{item: 5}]
[[1], [2, 3]][count(item) > 1] | [[2, 3]]
[1, 2, 3][if true then 2 else 1] | 2
[{a: 1}, {b: 1}][a = 1] | [{a: 1}]
[1, 2, 3, 4][even(item)][1] | 2
["a", "b"][item] | null
{a: [1, 2]}.a[2] | 2
[3, 4][1] + [5][1] | 8
[1, 2][1.5] | null
[1, 2][null] | []
# contexts and paths
{a: 1, b: a + 1, c: b * 2}.c | 4
{a: {b: {c: 5}}}.a.b.c | 5
{a: 1}.b | null
null.a | null
[{a: 1}, {a: 2}].a | [1, 2]
[{a: 1}, {}].a | [1, null]
[].a | []
{"a b": 1}.a b | 1
{a: 1, a: 2} | null
{a: b, b: 1}.a | null
{a: 1} = {a: 1.0} | true
{a: 1, b: 2} = {b: 2, a: 1} | true
{a: 1} = {a: 1, b: null} | false
{a: null} = {a: null} | true
{} = null | false
{a: 1}.a.b | null
{f: function(x) x + 1, r: f(2)}.r | 3
{a: 1, b: {a: 2, c: a}}.b.c | 2
{年: 1, 月数: 年 * 12}.月数 | 12
# equality and membership
[1, [2]] = [1, [2]] | true
[] = [] | true
[1] = 1 | null
1 = "1" | null
null = null | true
null != null | false
1 = null | false
null < 1 | null
1 in [1, 2] | true
1 in (1, 2) | true
1 in [[0..2]] | true
1 in [] | false
null in [null] | true
1 in null | false
[1] in [[1], 2] | true
[1..2] in [[1..2]] | true
5 in (< 3, > 4) | true
5 in not(6) | null
{a: 1} in [{a: 1}] | true
1 between 1 and 1 | true
1 between 2 and 0 | false
null between 1 and 2 | null
1 between null and 2 | null
"b" between "a" and "c" | true
not(1 between 2 and 3) and true | true
# logic
true and null | null
false and null | false
true or null | true
false or null | null
true and "x" | null
false and "x" | false
true or "x" | true
null and null | null
not(not(true)) | true
true and true or false | true
false or true and false | false
# types
1 instance of number | true
null instance of number | false
null instance of Null | true
[1, 2] instance of list<number> | true
[1, "a"] instance of list<number> | false
[] instance of list<number> | true
[[1]] instance of list<list<number>> | true
1 instance of list<number> | false
{a: 1} instance of context<a: number> | true
{a: "x"} instance of context<a: number> | false
{} instance of context<a: number> | false
{a: 1, b: 2} instance of context<a: number> | true
{a: {b: [1]}} instance of context<a: context<b: list<number>>> | true
[1..2] instance of range<number> | true
[1..2] instance of range<string> | false
(> 1) instance of range<number> | true
(function(a: number, b: string) a) instance of function<number, string> -> Any | true
(function(a: number) a) instance of function<number, string> -> Any | false
(function(a: Any) 1) instance of function<number> -> number | true
(function() "x") instance of function<> -> number | false
@"P1D" instance of days and time duration | true
@"P1M" instance of days and time duration | false
@"2024-01-01" instance of date | true
@"2024-01-01" instance of date and time | false
abs instance of function<number> -> number | true
1 instance of Any | true
1 instance of nothing known | null
# calls
(function(a, b) a - b)(b: 1, a: 3) | 2
(function(a, b) a - b)(3) | null
(function(a, b) b)(a: 3) | null
(function(a) a)(1, 2) | null
(function(a) a)(b: 1) | null
(function(a: number) a)("x") | null
(function(a: number) a)([5]) | 5
(function(a: list<number>) a)(5) | [5]
(function(a: date and time) a)(@"2024-01-01") | 2024-01-01T00:00:00Z
{f: function(n) if n = 0 then 0 else n + f(n - 1), r: f(10)}.r | 55
(function(f) f(2))(function(x) x * x) | 4
(function(x) function(y) x + y)(1)(2) | 3
1(2) | null
null() | null
nobody(1) | null
abs(abs: 1) | null
substring("abc", start position: 2) | null
max(1, 2, 3) | 3
abs() | null
abs(1, 2) | null
""")


@pytest.mark.parametrize(("expression", "expected"), FORMS_BY_HAND)
def test_forms_by_hand(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected


@pytest.mark.parametrize("depth", [1, 50])
def test_contexts_may_be_nested(depth: int) -> None:
    expression = "1"
    for _ in range(depth):
        expression = f"{{a: {expression}}}"
    assert asked(expression + ".a" * depth) == 1
