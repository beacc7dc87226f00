"""How points and ranges lie to each other: every function against the formula that DMN 1.5 gives it (table 78)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.feel.evaluate import evaluate
from rulebook.feel.values import text

END = st.integers(-3, 3)


class Span(NamedTuple):
    """A range as the standard's formulas see it."""

    start: int
    end: int
    start_in: bool
    end_in: bool

    def __str__(self) -> str:
        return f"{'[' if self.start_in else '('}{self.start}..{self.end}{']' if self.end_in else ')'}"


# Of a range that holds nothing, such as (0..0], the table's formulas and `in` say different things: `in` is followed.
SPANS = st.builds(
    lambda ends, low, high: Span(min(ends), max(ends), low, high),
    st.tuples(END, END),
    st.booleans(),
    st.booleans(),
).filter(lambda span: span.start < span.end or (span.start_in and span.end_in))


def points_after(p: int, r: Span) -> bool:
    return p > r.end or (p == r.end and not r.end_in)


def points_before(p: int, r: Span) -> bool:
    return p < r.start or (p == r.start and not r.start_in)


def includes_point(r: Span, p: int) -> bool:
    return (r.start < p < r.end) or (r.start == p and r.start_in) or (r.end == p and r.end_in)


def ranges_before(a: Span, b: Span) -> bool:
    return a.end < b.start or ((not a.end_in or not b.start_in) and a.end == b.start)


def meets(a: Span, b: Span) -> bool:
    return a.end_in and b.start_in and a.end == b.start


def overlaps(a: Span, b: Span) -> bool:
    return (a.end > b.start or (a.end == b.start and a.end_in and b.start_in)) and (
        a.start < b.end or (a.start == b.end and a.start_in and b.end_in)
    )


def overlaps_before(a: Span, b: Span) -> bool:
    return (
        (a.start < b.start or (a.start == b.start and a.start_in and not b.start_in))
        and (a.end > b.start or (a.end == b.start and a.end_in and b.start_in))
        and (a.end < b.end or (a.end == b.end and (not a.end_in or b.end_in)))
    )


def overlaps_after(a: Span, b: Span) -> bool:
    return (
        (b.start < a.start or (b.start == a.start and b.start_in and not a.start_in))
        and (b.end > a.start or (b.end == a.start and b.end_in and a.start_in))
        and (b.end < a.end or (b.end == a.end and (not b.end_in or a.end_in)))
    )


def finishes(a: Span, b: Span) -> bool:
    return (
        a.end_in == b.end_in
        and a.end == b.end
        and (a.start > b.start or (a.start == b.start and (not a.start_in or b.start_in)))
    )


def includes(a: Span, b: Span) -> bool:
    return (a.start < b.start or (a.start == b.start and (a.start_in or not b.start_in))) and (
        a.end > b.end or (a.end == b.end and (a.end_in or not b.end_in))
    )


def starts(a: Span, b: Span) -> bool:
    return (
        a.start == b.start
        and a.start_in == b.start_in
        and (a.end < b.end or (a.end == b.end and (not a.end_in or b.end_in)))
    )


def coincides(a: Span, b: Span) -> bool:
    return a == b


OF_TWO: dict[str, Callable[[Span, Span], bool]] = {
    "before": ranges_before,
    "after": lambda a, b: ranges_before(b, a),
    "meets": meets,
    "met by": lambda a, b: meets(b, a),
    "overlaps": overlaps,
    "overlaps before": overlaps_before,
    "overlaps after": overlaps_after,
    "finishes": finishes,
    "finished by": lambda a, b: finishes(b, a),
    "includes": includes,
    "during": lambda a, b: includes(b, a),
    "starts": starts,
    "started by": lambda a, b: starts(b, a),
    "coincides": coincides,
}
OF_POINT_AND_RANGE: dict[str, Callable[[int, Span], bool]] = {
    "before": points_before,
    "after": points_after,
    "during": lambda p, r: includes_point(r, p),
    "starts": lambda p, r: r.start == p and r.start_in,
    "finishes": lambda p, r: r.end == p and r.end_in,
}
OF_RANGE_AND_POINT: dict[str, Callable[[Span, int], bool]] = {
    "before": lambda r, p: points_after(p, r),
    "after": lambda r, p: points_before(p, r),
    "includes": includes_point,
    "started by": lambda r, p: r.start == p and r.start_in,
    "finished by": lambda r, p: r.end == p and r.end_in,
}


def asked(function: str, *args: object) -> object:
    return evaluate(f"{function}({', '.join(map(str, args))})").value


@given(SPANS, SPANS)
def test_two_ranges_as_table_78_says(a: Span, b: Span) -> None:
    assert {name: asked(name, a, b) for name in OF_TWO} == {name: holds(a, b) for name, holds in OF_TWO.items()}


@given(END, SPANS)
def test_a_point_and_a_range_as_table_78_says(p: int, r: Span) -> None:
    found = {name: asked(name, p, r) for name in OF_POINT_AND_RANGE}
    assert found == {name: holds(p, r) for name, holds in OF_POINT_AND_RANGE.items()}
    found = {name: asked(name, r, p) for name in OF_RANGE_AND_POINT}
    assert found == {name: holds(r, p) for name, holds in OF_RANGE_AND_POINT.items()}


@given(END, END)
def test_two_points_as_table_78_says(p: int, q: int) -> None:
    assert [asked(name, p, q) for name in ("before", "after", "coincides")] == [p < q, p > q, p == q]


FAR = 100  # beyond every end above


@given(SPANS, st.integers(-3, 3), st.sampled_from(["<", "<=", ">", ">="]))
def test_a_range_without_an_end_is_one_that_reaches_further_than_any_other(r: Span, p: int, op: str) -> None:
    """The answers of an endless range are those of one whose end lies far out."""
    up = op in (">", ">=")
    far = Span(p, FAR, op == ">=", False) if up else Span(-FAR, p, False, op == "<=")
    for name in set(OF_TWO) - {"finishes", "finished by", "starts", "started by", "coincides"}:
        assert asked(name, f"({op} {p})", r) is OF_TWO[name](far, r), name
        assert asked(name, r, f"({op} {p})") is OF_TWO[name](r, far), name


KINDS: dict[str, Callable[[int], str]] = {
    "numbers": lambda n: f"{n}.50",
    "strings": lambda n: f'"{chr(ord("甲") + n + 3)}"',
    "dates": lambda n: f'@"{dt.date(2024, 2, 29) + dt.timedelta(days=n)}"',
    "times": lambda n: f'@"{10 + n:02d}:00:00"',
    "times of different zones": lambda n: f'@"{12 + n + (n % 2):02d}:00:00+0{n % 2}:00"',
    "points in time": lambda n: f'@"{dt.datetime(2024, 12, 31, 23) + dt.timedelta(hours=n):%Y-%m-%dT%H:%M:%S}"',
    "days": lambda n: f'@"P{n + 3}DT24H"',
    "months": lambda n: f'@"P1Y{n + 3}M"',
}


@pytest.mark.parametrize("kind", KINDS)
@given(SPANS, SPANS, END)
def test_every_kind_with_an_order_has_ranges(kind: str, a: Span, b: Span, p: int) -> None:
    written = KINDS[kind]

    def range_of(span: Span) -> str:
        low, high = written(span.start), written(span.end)
        return f"{'[' if span.start_in else '('}{low}..{high}{']' if span.end_in else ')'}"

    assert asked("overlaps", range_of(a), range_of(b)) is overlaps(a, b)
    assert evaluate(f"{written(p)} in {range_of(a)}").value is includes_point(a, p)
    if "points" not in kind:
        assert asked("includes", range_of(a), written(p)) is includes_point(a, p)


@pytest.mark.parametrize("function", [*OF_TWO])
@pytest.mark.parametrize("args", ["null, [1..2]", "[1..2], null", "[1..2]", "[1..2], [3..4], 5", '[1..2], ["a".."b"]'])
def test_what_cannot_be_laid_beside_each_other_is_null_and_said(function: str, args: str) -> None:
    result = evaluate(f"{function}({args})")
    assert result.value is None
    assert result.diagnostics


@pytest.mark.parametrize(("call", "expected"), [
    ("before(point: 1, range: [2..3])", True),
    ("before(range1: [1..2], range2: [3..4])", True),
    ("after(point1: 2, point2: 1)", True),
    ("during(point: 2, range: [1..3])", True),
    ("includes(range: [1..3], point: 3)", True),
    ("starts(range1: [1..2], range2: [1..3])", True),
    ("coincides(range1: [1..2], range2: [1..2])", True),
    ("meets(range2: [2..3], range1: [1..2])", True),
])  # fmt: skip
def test_named_arguments_pick_the_form(call: str, expected: bool) -> None:
    assert evaluate(call).value is expected


@pytest.mark.parametrize(("expression", "start", "end", "start_in", "end_in"), [
    ("[1..10]", "1", "10", "true", "true"),
    ("(1..10)", "1", "10", "false", "false"),
    ("]1..10[", "1", "10", "false", "false"),
    ("[1..10[", "1", "10", "true", "false"),
    ("(<= 10)", "null", "10", "false", "true"),
    ("(< 10)", "null", "10", "false", "false"),
    ("(> 1)", "1", "null", "false", "false"),
    ("(>= 1)", "1", "null", "true", "false"),
    ('range("[1..10)")', "1", "10", "true", "false"),
    ('range("[1..)")', "1", "null", "true", "false"),
    ('range("(..10]")', "null", "10", "false", "true"),
    ('range("[-3..-1]")', "-3", "-1", "true", "true"),
    ('range("[@\\"2024-01-01\\"..@\\"2024-02-01\\"]")', "2024-01-01", "2024-02-01", "true", "true"),
    ('range("[duration(\\"P1D\\")..duration(\\"P2D\\"))")', "P1D", "P2D", "true", "false"),
])  # fmt: skip
def test_properties_of_a_range(expression: str, start: str, end: str, start_in: str, end_in: str) -> None:
    members = ("start", "end", "start included", "end included")
    assert [text(evaluate(f"({expression}).{each}").value) for each in members] == [start, end, start_in, end_in]


@pytest.mark.parametrize("written", [
    "", "1", "[1..2", "1..2", "[..]", "[3..1]", "[1.. \\\"a\\\"]", "[x..1]", "[1..null]", "[null..1]", "(..)",
    "[1+1..3]",
])  # fmt: skip
def test_no_other_text_is_a_range(written: str) -> None:
    result = evaluate(f'range("{written}")')
    assert result.value is None
    assert result.diagnostics


@given(SPANS)
def test_a_range_is_read_from_its_own_text(r: Span) -> None:
    assert evaluate(f'range(string({r})) = {r} and range("{r}") = {r}').value is True


@given(SPANS, SPANS)
def test_equal_ranges_have_equal_ends(a: Span, b: Span) -> None:
    assert evaluate(f"{a} = {b}").value is (a == b)


@given(END, END, st.booleans(), st.booleans())
def test_a_point_lies_during_what_it_is_in(p: int, q: int, low: bool, high: bool) -> None:
    r = Span(q, q, low, high)
    assert (
        asked("during", p, r) is asked("includes", r, p) is evaluate(f"{p} in {r}").value is (p == q and low and high)
    )


def test_a_number_is_in_a_range_exactly() -> None:
    edges = [Decimal("0.1"), Decimal("0.100000000000000000000000000000001")]
    assert [evaluate("x in (0.1..1]", {"x": each}).value for each in edges] == [False, True]
