"""The built-in functions, family by family. Each line reads: expression, then the FEEL text of its value."""

from __future__ import annotations

import pytest

from rulebook.feel.builtins import FUNCTIONS
from rulebook.feel.evaluate import evaluate
from rulebook.feel.names import SPACED_BUILTINS
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

NUMBERS = """
decimal(2.5, 0) | 2
decimal(1/3, 2) | 0.33
floor(-1.5) | -2
ceiling(1.23, 1) | 1.3
round up(-5.5, 0) | -6
round down(-5.5, 0) | -5
round half up(2.5, 0) | 3
round half up(-2.5, 0) | -3
round half down(2.5, 0) | 2
round half up(12345, -2) | 12300
round up(1, 9999) | null
abs(@"-P1D") | P1D
modulo(-10.1, 4.5) | 3.4
modulo(1, 0) | null
sqrt(16) | 4
sqrt(-1) | null
log(1) | 0
exp(0) | 1
odd(3) | true
even(2.5) | false
number("1 234,5", " ", ",") | 1234.5
number("1,234", ",", ",") | null
number("abc", null, null) | null
string(1.50) | 1.5
"""

STRINGS = """
substring("企业服务云", 3) | 服务云
substring("foobar", -2, 1) | a
substring("foobar", 0) | null
string length("🐎甲") | 2
upper case("aß") | ASS
lower case("ABC") | abc
substring before("a=b", "=") | a
substring after("a=b", "=") | b
substring after("a", "x") |\u0020
contains("高新技术企业", "技术") | true
starts with("abc", "b") | false
ends with("abc", "c") | true
string join(["a", null, "b"], "-") | a-b
string join([], "-") |\u0020
split("a1b22c", "[0-9]+") | ["a", "b", "c"]
replace("2024-01-31", "(\\d+)-(\\d+)-(\\d+)", "$3/$2") | 31/01
replace("abc", "b", "[$0]") | a[b]c
replace("abc", "B", "x", "i") | axc
replace("abc", "x*", "y") | null
matches("沪A12345", "^[\\p{IsCJKUnifiedIdeographs}][A-Z]\\d{5}$") | true
matches("e", "[a-z-[aeiou]]") | false
matches("a", "(?=a)") | null
matches("a", "[z-a]") | null
matches("a\\nb", "a.b") | false
matches("a\\nb", "a.b", "s") | true
matches("a", "a", "k") | null
matches("a.b", "a.b", "q") | true
string(null) | null
string([1, "a", null]) | [1, "a", null]
"""

LISTS = """
list contains([1, null], null) | true
count([]) | 0
min(3, 1, 2) | 1
max(["b", "a"]) | b
min([]) | null
sum(1, 2, 3) | 6
sum([@"P1D", @"PT1H"]) | P1DT1H
mean([1, 2]) | 1.5
median(8, 2, 5, 3) | 4
mode([6, 3, 9, 6, 3]) | [3, 6]
mode([]) | []
stddev([2, 4, 7, 5]) | 2.081665999466132735282297706979931
stddev([1]) | null
product(2, 3, 4) | 24
all([true, null]) | null
all([false, null]) | false
any([true, null]) | true
any([]) | false
sublist([1, 2, 3], -2) | [2, 3]
sublist([1, 2, 3], 2, 5) | null
append([1], 2, [3]) | [1, 2, [3]]
concatenate([1], 2) | [1, 2]
insert before([1, 3], 2, 2) | [1, 2, 3]
remove([1, 2, 3], -1) | [1, 2]
reverse([1, 2]) | [2, 1]
index of([1, 2, 1.0], 1) | [1, 3]
union([1, 2], [2, 3]) | [1, 2, 3]
distinct values([1, 1.0, "1", [1], [1.0]]) | [1, "1", [1]]
flatten([1, [2, [[3]]]]) | [1, 2, 3]
sort([3, 1, 2], function(x, y) x < y) | [1, 2, 3]
sort([1, 2], function(x, y) x) | null
list replace([1, 2, 3], -1, 9) | [1, 2, 9]
list replace([1, 2, 3], function(item, newItem) item > 1, 9) | [1, 9, 9]
"""

CONTEXTS = """
get value({a: 1}, "a") | 1
get value({a: 1}, "b") | null
get entries({a: 1})[1].key | a
context([{key: "a", value: 1}]) | {a: 1}
context([{key: "a", value: 1}, {key: "a", value: 2}]) | null
context put({a: 1}, "b", 2) | {a: 1, b: 2}
context put({a: {b: 1}}, ["a", "b"], 2) | {a: {b: 2}}
context put({a: 1}, [], 2) | null
context merge([{a: 1, b: 1}, {b: 2}]) | {a: 1, b: 2}
is(1, 1.0) | true
is(@"10:00:00Z", @"10:00:00") | false
is(1, "1") | false
is([1, {a: @"10:00:00Z"}], [1, {a: @"10:00:00+00:00"}]) | true
is([true], [1]) | false
"""

RANGES = """
before(1, [1..3]) | false
before(1, (1..3]) | true
before([1..5), [5..10]) | true
after([5..10], 4) | true
meets([1..5], [5..10]) | true
met by([5..10], [1..5)) | false
overlaps([1..5], [5..8]) | true
overlaps([1..5], (5..8]) | false
overlaps before([1..5], [3..8]) | true
overlaps after([3..8], [1..5]) | true
finishes(5, [1..5]) | true
finished by([1..5], (3..5]) | true
includes([1..5], 5) | true
includes([1..5), [2..5]) | false
during([2..3], [1..5]) | true
starts((1..2], (1..5]) | true
started by([1..5], 1) | true
coincides([1..5], [1..5)) | false
coincides(3, 3) | true
range("[1..3)") | [1..3)
range("(\\"a\\"..\\"c\\"]") | ("a".."c"]
range("[date(\\"2024-01-01\\")..@\\"2024-12-31\\"]").end.month | 12
range("[1..x]") | null
range("[null..3]") | null
"""

ALL = NUMBERS + STRINGS.lstrip() + LISTS.lstrip() + CONTEXTS.lstrip() + RANGES.lstrip()


@pytest.mark.parametrize("expression, expected", lines(ALL))
def test_worth(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected.strip("\u0020")


def test_every_name_with_a_space_is_a_function() -> None:
    assert set(SPACED_BUILTINS) == {name for name in FUNCTIONS if " " in name}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_wrong_arguments_are_null_and_said(name: str) -> None:
    for arguments in ("", "null, null, null, null, null, null, null, null, null", "nonsense: 1"):
        result = evaluate(f"{name}({arguments})")
        if result.value is None:
            assert result.diagnostics or "null" in arguments
        else:  # the few that take any number of anything
            assert name in ("append", "concatenate", "union", "all", "any", "now", "today")
