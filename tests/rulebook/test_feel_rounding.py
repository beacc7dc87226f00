"""Rounding, remainders and writing of numbers, held against exact fractions."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text
from tests.rulebook.test_feel_evaluate import lines

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)
HALVES = st.builds(lambda n, p: Decimal(n).scaleb(-p), st.integers(-(10**6), 10**6), st.integers(0, 6))
SCALES = st.integers(-4, 6)


def away(value: Fraction) -> int:
    return math.ceil(value) if value > 0 else math.floor(value)


def towards(value: Fraction) -> int:
    return math.floor(value) if value > 0 else math.ceil(value)


def half_up(value: Fraction) -> int:
    """A half goes away from zero."""
    return towards(value) if abs(value - towards(value)) < Fraction(1, 2) else away(value)


def half_down(value: Fraction) -> int:
    """A half goes towards zero."""
    return away(value) if abs(value - towards(value)) > Fraction(1, 2) else towards(value)


ROUNDINGS = {
    "decimal": round,  # half to even, as the standard says and Python's fractions do
    "floor": math.floor,
    "ceiling": math.ceil,
    "round up": away,
    "round down": towards,
    "round half up": half_up,
    "round half down": half_down,
}


@pytest.mark.parametrize("function", ROUNDINGS)
@given(st.one_of(NUMBERS, HALVES), SCALES)
def test_rounding_is_that_of_exact_fractions(function: str, n: Decimal, scale: int) -> None:
    found = evaluate(f"{function}(n, scale)", {"n": n, "scale": scale}).value
    unit = Fraction(10) ** -scale
    assert Fraction(found) == ROUNDINGS[function](Fraction(n) / unit) * unit


@pytest.mark.parametrize("function", ROUNDINGS)
@given(st.one_of(NUMBERS, HALVES), SCALES)
def test_rounding_twice_is_rounding_once(function: str, n: Decimal, scale: int) -> None:
    names = {"n": n, "s": scale}
    assert evaluate(f"{function}({function}(n, s), s) = {function}(n, s)", names).value is True


@pytest.mark.parametrize("function", ROUNDINGS)
@pytest.mark.parametrize(("n", "scale", "down", "up"), [
    ("1e-6000", 2, "0", "0.01"),
    ("-1e-6000", 2, "-0.01", "0"),
    ("1e-6143", 0, "0", "1"),
    ("0.5", -1, "0", "10"),
])  # fmt: skip
def test_what_is_far_below_the_last_place_still_has_a_direction(
    function: str, n: str, scale: int, down: str, up: str
) -> None:
    found = text(evaluate(f"{function}({n}, {scale})").value)
    negative = n.startswith("-")
    expected = {"floor": down, "ceiling": up, "round up": down if negative else up}
    assert found == expected.get(function, "0")


ROUNDING_AS_THE_STANDARD_S_EXAMPLES_AND_BEYOND = lines(r"""
decimal(1/3, 2) | 0.33
decimal(0.125, 2) | 0.12
decimal(0.375, 2) | 0.38
decimal(1250, -2) | 1200
decimal(1350, -2) | 1400
round up(5.5, 0) | 6
round up(-5.5, 0) | -6
round up(1.121, 2) | 1.13
round up(-1.126, 2) | -1.13
round down(5.5, 0) | 5
round down(-5.5, 0) | -5
round down(1.126, 2) | 1.12
round half up(5.5, 0) | 6
round half up(-5.5, 0) | -6
round half up(-1.126, 2) | -1.13
round half down(5.5, 0) | 5
round half down(-5.5, 0) | -5
round half down(1.126, 2) | 1.13
floor(1.56, 1) | 1.5
floor(-1.56, 1) | -1.6
ceiling(1.56, 1) | 1.6
ceiling(-1.56, 1) | -1.5
floor(9999999999999999999999999999999999, -34) | 0
round up(9999999999999999999999999999999999, -33) | 10000000000000000000000000000000000
decimal(1.5, null) | null
decimal(null, 1) | null
decimal("1", 1) | null
decimal(1, 6177) | null
decimal(1, -6112) | null
round up(5.5) | null
floor(n: 1.7) | 1
floor(n: 1.77, scale: 1) | 1.7
""")


@pytest.mark.parametrize(("expression", "expected"), ROUNDING_AS_THE_STANDARD_S_EXAMPLES_AND_BEYOND)
def test_rounding_as_the_standard_s_examples_and_beyond(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected


@given(NUMBERS, NUMBERS)
def test_modulo_is_what_is_left_of_floored_division(a: Decimal, b: Decimal) -> None:
    """DMN 1.5: `dividend - divisor * floor(dividend / divisor)`; it has the divisor's sign."""
    found = evaluate("modulo(a, b)", {"a": a, "b": b}).value
    if not b:
        assert found is None
        return
    exact = Fraction(a) - Fraction(b) * math.floor(Fraction(a) / Fraction(b))
    assert Fraction(found) == exact
    assert not found or (found < 0) == (b < 0)


@given(st.integers(-(10**33), 10**33))
def test_a_whole_number_is_odd_or_even(n: int) -> None:
    names = {"n": n}
    assert evaluate("[odd(n), even(n)]", names).value == [n % 2 == 1, n % 2 == 0]


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_number_is_written_plainly_and_read_back(n: Decimal) -> None:
    written = evaluate("string(n)", {"n": n}).value
    assert not set(written.lower()) & {"e", "+"}
    assert evaluate("number(string(n)) = n", {"n": n}).value is True
    assert "." not in written or written[-1] not in "0."
    assert written != "-0"


NUMBERS_FROM_TEXT = lines(r"""
number("1 000,5", " ", ",") | 1000.5
number("1.000,5", ".", ",") | 1000.5
number("1,000.5", ",", ".") | 1000.5
number("1,000.5", ",", null) | 1000.5
number("1000,5", null, ",") | 1000.5
number("-1 000", " ", null) | -1000
number("1e3") | 1000
number("1E-2") | 0.01
number(".5") | 0.5
number("５") | null
number("1_000") | null
number("") | null
number(" 1") | null
number("1.") | null
number("+1") | null
number("NaN") | null
number("Infinity") | null
number("0x1") | null
number("1", ",", ",") | null
number("1", "x", ".") | null
number("1", " ", " ") | null
number("1.5", null, ",") | null
number(from: "1") | 1
number(5) | 5
number(null) | null
number(from: "1,5", grouping separator: ".", decimal separator: ",") | 1.5
number("1e99999") | null
number("1", ",") | null
""")


@pytest.mark.parametrize(("call", "expected"), NUMBERS_FROM_TEXT)
def test_numbers_from_text(call: str, expected: str) -> None:
    assert text(evaluate(call).value) == expected


ARITHMETIC_OF_34_DIGITS = lines(r"""
9999999999999999999999999999999999 + 1 | 10000000000000000000000000000000000
0.1 + 0.2 = 0.3 | true
1 / 3 * 3 | 0.9999999999999999999999999999999999
2 / 3 | 0.6666666666666666666666666666666667
1e6144 * 10 | null
1e6144 + 9e6144 | null
-1e6144 * 10 | null
1 / 0 | null
0 / 0 | null
1e-6176 / 10 | 0
0 ** 0 | null
0 ** -1 | null
4 ** 0.5 | 2
2 ** -2 | 0.25
-2 ** 2 | 4
2 ** 3 ** 2 | 64
(-1) ** 3 | -1
10 ** 6144 / 10 ** 6143 | 10
sqrt(16) | 4
0 ** -0.5 | null
sqrt(-1) | null
log(0) | null
log(1) | 0
exp(0) | 1
exp(100000) | null
odd(5.5) | false
even(0) | true
odd(-1) | true
even(1e100) | null
abs(-1) | 1
abs(@"-P1D") | P1D
abs(@"-P1M") | P1M
abs(n: -5) | 5
abs(null) | null
modulo(-12, 5) | 3
modulo(12, -5) | -3
modulo(10.1, 4.5) | 1.1
modulo(-10.1, 4.5) | 3.4
modulo(1e6000, 3) | null
- - 1 | 1
1 - -1 | 2
0 * -1 | 0
string(0 * -1) | 0
0 * -1 = 0 | true
1.0 = 1 | true
string(1.10) | 1.1
string(1e3) | 1000
""")


@pytest.mark.parametrize(("expression", "expected"), ARITHMETIC_OF_34_DIGITS)
def test_arithmetic_of_34_digits(expression: str, expected: str) -> None:
    assert text(evaluate(expression).value) == expected


MANY = st.lists(NUMBERS, min_size=1, max_size=8)


@given(MANY)
def test_statistics_are_those_of_exact_fractions(numbers: list[Decimal]) -> None:
    exact = sorted(map(Fraction, numbers))
    names = {"x": numbers}

    def asked(name: str) -> Fraction:
        return Fraction(evaluate(f"{name}(x)", names).value)

    assert (asked("sum"), asked("min"), asked("max")) == (sum(exact), exact[0], exact[-1])
    assert abs(asked("mean") - sum(exact) / len(exact)) <= Fraction(1, 10**20)
    half = len(exact) // 2
    assert asked("median") == (exact[half] if len(exact) % 2 else (exact[half - 1] + exact[half]) / 2)
    if len(exact) > 1:
        middle = sum(exact) / len(exact)
        variance = sum((each - middle) ** 2 for each in exact) / (len(exact) - 1)
        assert abs(asked("stddev") ** 2 - variance) <= Fraction(1, 10**6)


@given(st.lists(st.integers(0, 3), max_size=8))
def test_mode_is_every_most_frequent_number_ascending(numbers: list[int]) -> None:
    most = max((numbers.count(each) for each in numbers), default=0)
    expected = sorted({each for each in numbers if numbers.count(each) == most})
    assert evaluate("mode(x)", {"x": numbers}).value == expected


@pytest.mark.parametrize("name", ["sum", "mean", "median", "product", "stddev", "min", "max"])
@pytest.mark.parametrize("args", ["", "[]", "null", "[null]", "[1, null]", '[1, "a"]', "1, null", "[[1], [2]]", "true"])
def test_statistics_of_what_is_no_number_are_null_and_said(name: str, args: str) -> None:
    result = evaluate(f"{name}({args})")
    if (name, args) in {("min", "[null]"), ("max", "[null]")} or args != "true" or name not in ("min", "max"):
        assert result.value is None
        assert result.diagnostics


STATISTICS_BY_HAND = lines(r"""
sum(1, 2, 3) | 6
sum([1, 2, 3]) | 6
sum(list: [1, 2]) | 3
min(3, 1, 2) | 1
max("a", "乙", "甲") | 甲
min(@"2024-01-02", @"2024-01-01") | 2024-01-01
max(@"P1M", @"P1Y") | P1Y
max(@"PT90M", @"PT1H") | PT1H30M
max(@"P1M", @"P1D") | null
min(1, "a") | null
mean(1, 2) | 1.5
median(8, 2, 5, 3, 4) | 4
median(6, 1, 2, 3) | 2.5
stddev(2, 4, 7, 5) | 2.081665999466132735282297706979931
product(2, 3, 4) | 24
mode(6, 3, 9, 6, 6) | [6]
mode(6, 1, 9, 6, 1) | [1, 6]
mode([]) | []
mode(null) | null
sum([@"P1D", @"PT1H"]) | P1DT1H
sum(1e6144, 9e6144) | null
count([1, null, 3]) | 3
count([]) | 0
""")


@pytest.mark.parametrize(("call", "expected"), STATISTICS_BY_HAND)
def test_statistics_by_hand(call: str, expected: str) -> None:
    assert text(evaluate(call).value) == expected
