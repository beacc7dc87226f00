"""Between which ends a number stands, from the ends of what it rests on; so that only what may come out below nought
is looked at row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from rulebook.plan import nodes as p
from rulebook.plan.exact import Number

End = Fraction | None
Ends = tuple[End, End]
ANY: Ends = (None, None)
NOUGHT = Fraction(0)


def at(least: Number, most: Number | None = None) -> Ends:
    return Fraction(least), Fraction(least if most is None else most)


class Signs:
    """`known`: the ends of facts and parameters by name; `derived`: the plans of derived facts."""

    def __init__(self, known: Mapping[str, Ends], derived: Mapping[str, p.Plan]) -> None:
        self.known, self.derived = {**known}, derived

    def never_below(self, plans: Iterable[p.Plan]) -> bool:
        """Whether none of them, where it is known at all, is ever below nought."""
        return all((low := self.of(each)[0]) is not None and low >= 0 for each in plans)

    def of(self, plan: p.Plan) -> Ends:
        """(least, greatest) of a number where it is known; None: no such end is known."""
        match plan:
            case p.Const():
                return at(plan.value) if isinstance(plan.value, Number) else ANY
            case p.Ref():
                if plan.name not in self.known:  # looked at once, however often it is used
                    derived = self.derived.get(plan.name)
                    self.known[plan.name] = ANY if derived is None else self.of(derived)
                return self.known[plan.name]
            case p.If():
                return _either([self.of(plan.then), self.of(plan.orelse)])
            case p.Arith():
                return ARITH.get(plan.op, _nothing)(self.of(plan.left), self.of(plan.right))
            case p.Call():
                return CALLS.get(plan.function, _nothing)(*(self.of(each) for each in plan.args))
            case p.Table():
                ends = [self.of(each) for each in (*plan.outputs, *([plan.default] if plan.default else []))]
                return _positive(*ends) if plan.policy in ("C+", "C#") else _either(ends)
        return ANY


def _nothing(*_ends: Ends) -> Ends:
    return ANY


def _either(ends: list[Ends]) -> Ends:
    """One of them, whichever."""
    lows, highs = [low for low, _ in ends if low is not None], [high for _, high in ends if high is not None]
    return (min(lows) if len(lows) == len(ends) else None), (max(highs) if len(highs) == len(ends) else None)


def _least(*ends: Ends) -> Ends:
    highs = [high for _, high in ends if high is not None]
    return _either(list(ends))[0], min(highs, default=None)


def _greatest(*ends: Ends) -> Ends:
    lows = [low for low, _ in ends if low is not None]
    return max(lows, default=None), _either(list(ends))[1]


def _sum(a: Ends, b: Ends) -> Ends:
    low, high = (None if one is None or other is None else one + other for one, other in zip(a, b, strict=True))
    return low, high


def _difference(a: Ends, b: Ends) -> Ends:
    return _sum(a, (None if b[1] is None else -b[1], None if b[0] is None else -b[0]))


def _product(a: Ends, b: Ends) -> Ends:
    if a[0] is not None and a[1] is not None and b[0] is not None and b[1] is not None:
        corners = [one * other for one in a for other in b if one is not None and other is not None]
        return min(corners), max(corners)
    return _positive(a, b)


def _positive(*ends: Ends) -> Ends:
    """Not below nought where none of what it is made of is."""
    return (NOUGHT, None) if all(low is not None and low >= 0 for low, _ in ends) else ANY


def _first(one: Ends, *_more: Ends) -> Ends:
    """Rounded in whichever way, to however many places."""
    return _positive(one)


ROUNDED = ("floor", "ceiling", "decimal", "round half up", "round half down", "round up", "round down")
CALLS: Mapping[str, Callable[..., Ends]] = {
    "min": _least, "max": _greatest, "abs": lambda _one: (NOUGHT, None), **dict.fromkeys(ROUNDED, _first),
}  # fmt: skip
ARITH: Mapping[str, Callable[[Ends, Ends], Ends]] = {
    "+": _sum, "-": _difference, "*": _product, "/": _positive, "**": lambda base, _power: _positive(base),
}  # fmt: skip
