"""How points and ranges lie to each other (Allen's relations), and reading a range from text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rulebook.feel.builtins.registry import FUNCTIONS, builtin
from rulebook.feel.isotext import parse_any
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.nodes import AtLit, Call, Name, Neg, Node, NumberLit, RangeLit, StringLit
from rulebook.feel.ops import equal, make_range, negate, order, unary_range
from rulebook.feel.parser import parse
from rulebook.feel.runtime import Run
from rulebook.feel.types import described
from rulebook.feel.values import Fault, Range, Value


@dataclass(frozen=True, slots=True)
class _Ends:
    """A point or range as its two ends. A missing end reaches without limit."""

    low: Value
    high: Value
    low_in: bool
    high_in: bool
    point: bool


def _ends(value: Value) -> _Ends:
    if isinstance(value, Range):
        if value.op == "!=":
            raise Fault("the range is everything but one value; it has no ends")
        return _Ends(value.low, value.high, value.low_included, value.high_included, False)
    if value is None:
        raise Fault("null is neither a point nor a range")
    order(value, value)
    return _Ends(value, value, True, True, True)


def _before(high: Value, high_in: bool, low: Value, low_in: bool) -> bool:
    """Does one range, seen by its upper end, lie wholly before another, seen by its lower end?"""
    if high is None or low is None:
        return False
    found = order(high, low)
    return found < 0 or (found == 0 and not (high_in and low_in))


def _meets(a: _Ends, b: _Ends) -> bool:
    return a.high is not None and b.low is not None and a.high_in and b.low_in and equal(a.high, b.low)


def _low_order(a: _Ends, b: _Ends) -> int:
    """Which range starts first; an included end starts before an excluded one."""
    if a.low is None or b.low is None:
        return (a.low is not None) - (b.low is not None)
    return order(a.low, b.low) or (b.low_in - a.low_in)


def _high_order(a: _Ends, b: _Ends) -> int:
    """Which range ends first; an excluded end ends before an included one."""
    if a.high is None or b.high is None:
        return (a.high is None) - (b.high is None)
    return order(a.high, b.high) or (a.high_in - b.high_in)


def _overlap(a: _Ends, b: _Ends) -> bool:
    return not _before(a.high, a.high_in, b.low, b.low_in) and not _before(b.high, b.high_in, a.low, a.low_in)


Relation = Callable[[_Ends, _Ends], bool]


def _relation(name: str, first: str, second: str, holds: Relation) -> None:
    """Declare a relation between `first` and `second`, each `point`, `range` or both joined by `|`."""

    def run_it(run: Run, left: Value, right: Value) -> bool:
        a, b = _ends(left), _ends(right)
        for ends, allowed in ((a, first), (b, second)):
            if ("point" if ends.point else "range") not in allowed:
                raise Fault(f"expects a {allowed}, got {described(left if ends is a else right)}")
        return holds(a, b)

    for one in first.split("|"):
        for other in second.split("|"):
            builtin(name, f"{_named(one, other, 1)}, {_named(other, one, 2)}")(run_it)


def _named(mine: str, theirs: str, place: int) -> str:
    label = f"{mine}{place}" if mine == theirs else mine
    kinds = "range" if mine == "range" else "number | string | date | time | date and time"
    more = "" if mine == "range" else " | days and time duration | years and months duration"
    return f"{label}: {kinds}{more}"


_BOTH = "point|range"
_relation("before", _BOTH, _BOTH, lambda a, b: _before(a.high, a.high_in, b.low, b.low_in))
_relation("after", _BOTH, _BOTH, lambda a, b: _before(b.high, b.high_in, a.low, a.low_in))
_relation("meets", "range", "range", _meets)
_relation("met by", "range", "range", lambda a, b: _meets(b, a))
_relation("overlaps", "range", "range", _overlap)
_relation(
    "overlaps before",
    "range",
    "range",
    lambda a, b: _overlap(a, b) and _low_order(a, b) < 0 and _high_order(a, b) <= 0,
)
_relation(
    "overlaps after",
    "range",
    "range",
    lambda a, b: _overlap(a, b) and _low_order(b, a) < 0 and _high_order(b, a) <= 0,
)
_relation("finishes", _BOTH, "range", lambda a, b: _high_order(a, b) == 0 and _low_order(a, b) >= 0)
_relation("finished by", "range", _BOTH, lambda a, b: _high_order(a, b) == 0 and _low_order(b, a) >= 0)
_relation("includes", "range", _BOTH, lambda a, b: _low_order(a, b) <= 0 and _high_order(b, a) <= 0)
_relation("during", _BOTH, "range", lambda a, b: _low_order(b, a) <= 0 and _high_order(a, b) <= 0)
_relation("starts", _BOTH, "range", lambda a, b: _low_order(a, b) == 0 and _high_order(a, b) <= 0)
_relation("started by", "range", _BOTH, lambda a, b: _low_order(a, b) == 0 and _high_order(b, a) <= 0)
_relation("coincides", "point", "point", lambda a, b: equal(a.low, b.low))
_relation("coincides", "range", "range", lambda a, b: _low_order(a, b) == 0 and _high_order(a, b) == 0)


@builtin("range", "from: string")
def range_from_text(run: Run, text: str) -> Range:
    """A range with literal ends, such as `[18..21)`; an open end may be left out, as in `[18..)`."""
    if endless := _ENDLESS.fullmatch(text.strip()):
        start, low, high, end = endless.groups()
        value = _literal(run, _parsed(low or high))
        return unary_range((">=" if start == "[" else ">") if low else ("<=" if end == "]" else "<"), value)
    node = _parsed(text)
    if not isinstance(node, RangeLit):
        raise Fault(f"“{text[:60]}” is not a range such as [1..10)")
    low, high = _literal(run, node.low), _literal(run, node.high)
    if low is None or high is None:
        raise Fault("both ends of the range must be given")
    return make_range(low, high, node.low_included, node.high_included)


_ENDLESS = re.compile(r"([\[(\]])\s*(\S.*?)\s*\.\.\s*[)\[]|[(\]]\s*\.\.\s*(\S.*?)\s*([\])\[])", re.DOTALL)


def _parsed(text: str) -> Node:
    try:
        return parse(text)
    except FeelSyntaxError as error:
        raise Fault(f"“{text[:60]}” is not a range: {error.message}") from None


def _literal(run: Run, node: Node) -> Value:
    """The value of a range's end; only literals and calls such as date("…") are read."""
    if isinstance(node, NumberLit | StringLit):
        return node.value
    if isinstance(node, AtLit):
        return parse_any(node.text)
    if isinstance(node, Neg):
        return negate(_literal(run, node.operand))
    made_by = ("date", "time", "date and time", "duration")
    if isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in made_by:
        args = [_literal(run, each) for each in node.args]
        return FUNCTIONS[node.function.name].invoke(run, args, None)
    raise Fault("the ends of the range must be literals")
