"""Plan → Python closure, made once. A closure takes an Environment and gives a value, or None for unknown."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from rulebook.plan import nodes as p
from rulebook.plan.exact import ARITHMETIC
from rulebook.plan.functions import FUNCTIONS, add_months
from rulebook.plan.strips import bits
from rulebook.plan.tables import COLLECT, Finder, Outcome, candidates, collected, outcome
from rulebook.plan.types import Maybe, Months

Closure = Callable[["Environment"], Any]
Of = Callable[[p.Plan], Closure]


class Environment(dict[str, Maybe]):
    """What is known: facts and parameters by name. Derived facts are computed when first asked for, and kept."""

    def __init__(self, known: Mapping[str, Maybe], derived: Mapping[str, Closure]) -> None:
        super().__init__(known)
        self.derived = derived
        self.computed: set[str] = set()
        self.lacking: dict[str, tuple[str, ...]] = {}  # base facts an unknown derived fact lacks, once asked for

    def __missing__(self, name: str) -> Maybe:
        closure = self.derived.get(name)
        self[name] = value = closure(self) if closure else None
        self.computed.add(name)
        return value


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


class Closures:
    """Closures of plans and of their parts, each made once. Plans are kept by identity: hashing deep trees is slow."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[p.Plan, Closure]] = {}
        self._finders: dict[int, tuple[p.Grid, Finder]] = {}

    def of(self, plan: p.Plan) -> Closure:
        """The closure of a plan or of a piece of one."""
        found = self._made.get(id(plan))
        if found is None:
            found = self._made[id(plan)] = (plan, self._closure(plan))
        return found[1]

    def _closure(self, plan: p.Plan) -> Closure:
        match plan:
            case p.Table():
                return self._table(plan)
            case p.Stretch():
                return self._stretch(plan)
        return MAKERS[type(plan)](plan, self.of)

    def finder(self, grid: p.Grid) -> Finder:
        """The grid laid out, once for all outputs of its table."""
        found = self._finders.get(id(grid))
        if found is None:
            found = self._finders[id(grid)] = (grid, Finder(grid, self.of))
        return found[1]

    def outcome(self, table: p.Table, env: Environment) -> Outcome | None:
        """Which rows of a table decide in `env`, or None while that is unknown."""
        return outcome(table.policy, *self.finder(table.grid).rows(env), self._same(table, env))

    def open_rows(self, table: p.Table, env: Environment) -> tuple[int, int]:
        """Masks: rows that hold, rows that may still have a part in the value."""
        true, open_ = self.finder(table.grid).rows(env)
        return true, candidates(table.policy, true, open_)

    def _same(self, table: p.Table, env: Environment) -> Callable[[int], bool | None]:
        """Whether some rows give the same value; None while one of them is unknown."""

        def same(rows: int) -> bool | None:
            values = [self.of(table.outputs[row])(env) for row in bits(rows)]
            known = [each for each in values if each is not None]
            return False if any(each != known[0] for each in known[1:]) else None if None in values else True

        return same

    def _table(self, table: p.Table) -> Closure:
        finder, policy = self.finder(table.grid), table.policy
        outputs = tuple(self.of(each) for each in table.outputs)
        default: Closure = self.of(table.default) if table.default is not None else _unknown

        def one(env: Environment) -> Maybe:
            true, open_ = finder.rows(env)
            found = outcome(policy, true, open_, self._same(table, env))
            if found is None or found.fault:
                return None
            return default(env) if found.none else outputs[found.rows[0]](env)  # type: ignore[no-any-return]

        def many(env: Environment) -> Maybe:
            true, open_ = finder.rows(env)
            if true != open_:
                return None
            if not open_ and table.default is not None:
                return default(env)  # type: ignore[no-any-return]
            values = [outputs[row](env) for row in bits(true)] if policy != "C#" else list(bits(true))
            return None if None in values else collected(policy, values)

        return many if policy in COLLECT else one

    def _stretch(self, plan: p.Stretch) -> Closure:
        strip = next(each for each in self.finder(plan.grid).laid.strips if each.place == plan.place)
        input_ = self.of(plan.grid.inputs[plan.place])

        def run(env: Environment) -> int | None:
            value = input_(env)
            return None if value is None else strip.at(value)

        return run


def _unknown(env: Environment) -> None:
    return None


def _const(plan: p.Const, of: Of) -> Closure:
    value = plan.value
    return lambda env: value


def _ref(plan: p.Ref, of: Of) -> Closure:
    name = plan.name
    return lambda env: env[name]


def _compare(plan: p.Compare, of: Of) -> Closure:
    left, right, same = of(plan.left), of(plan.right), COMPARE[plan.op]
    if isinstance(plan.left.type, str) and plan.left.type == "months":
        left, right = _count(left), _count(right)

    def run(env: Environment) -> bool | None:
        a = left(env)
        if a is None:
            return None
        b = right(env)
        return None if b is None else same(a, b)

    return run


def _count(closure: Closure) -> Closure:
    def run(env: Environment) -> int | None:
        value = closure(env)
        return None if value is None else value.count

    return run


def _logic(plan: p.Logic, of: Of) -> Closure:
    """Kleene: the deciding value wins over unknown, wherever it stands."""
    terms, decides = tuple(of(each) for each in plan.terms), plan.op == "or"

    def run(env: Environment) -> bool | None:
        unknown = False
        for term in terms:
            value = term(env)
            if value is decides:
                return bool(decides)
            unknown = unknown or value is None
        return None if unknown else not decides

    return run


def _not(plan: p.Not, of: Of) -> Closure:
    term = of(plan.term)

    def run(env: Environment) -> bool | None:
        value = term(env)
        return None if value is None else not value

    return run


def _if(plan: p.If, of: Of) -> Closure:
    """An unknown condition makes the result unknown, so that a table stays one CASE in columns."""
    condition, then, orelse = of(plan.condition), of(plan.then), of(plan.orelse)

    def run(env: Environment) -> Maybe:
        chosen = condition(env)
        if chosen is None:
            return None
        return then(env) if chosen else orelse(env)  # type: ignore[no-any-return]

    return run


def _arith(plan: p.Arith, of: Of) -> Closure:
    left, right = of(plan.left), of(plan.right)
    run_pair = ARITHMETIC[plan.op] if plan.left.type == plan.right.type == "number" else _other(plan)

    def run(env: Environment) -> Maybe:
        a, b = left(env), right(env)
        if a is None or b is None:
            return None
        try:
            return run_pair(a, b)
        except (ArithmeticError, ValueError):
            return None  # as FEEL: null, which in a rule is unknown

    return run


def _other(plan: p.Arith) -> Callable[[Any, Any], Any]:
    """Strings, dates and durations."""
    pair = (plan.left.type, plan.op, plan.right.type)
    if pair[0] == "months" and pair[2] == "date":
        return lambda a, b: add_months(b, a.count)
    if pair[0] == "date" and pair[2] == "months":
        sign = 1 if plan.op == "+" else -1
        return lambda a, b: add_months(a, sign * b.count)
    if "months" in pair:
        return _months(plan.op)
    if pair == ("days", "/", "days"):
        return lambda a, b: ARITHMETIC["/"](_microseconds(a), _microseconds(b))
    if pair[0] == "days" and pair[2] == "number":
        run = ARITHMETIC[plan.op]
        return lambda a, b: dt.timedelta(microseconds=int(run(_microseconds(a), b)))
    if pair[0] == "number" and pair[2] == "days":
        return lambda a, b: dt.timedelta(microseconds=int(ARITHMETIC["*"](a, _microseconds(b))))
    if pair == ("date", "-", "days"):
        return lambda a, b: a + -b  # a date less 36 hours is two days before, as from midnight
    return operator.add if plan.op == "+" else operator.sub


def _microseconds(span: dt.timedelta) -> Decimal:
    return Decimal((span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds)


def _months(op: str) -> Callable[[Any, Any], Any]:
    def count(value: Any) -> Any:
        return Decimal(value.count) if isinstance(value, Months) else value

    run = ARITHMETIC[op]

    def pair(a: Any, b: Any) -> Any:
        result = run(count(a), count(b))
        return result if op == "/" and isinstance(b, Months) else Months(int(result))

    return pair


def _call(plan: p.Call, of: Of) -> Closure:
    args, function = tuple(of(each) for each in plan.args), FUNCTIONS[plan.function].run

    def run(env: Environment) -> Any:
        values = [arg(env) for arg in args]
        if None in values:
            return None
        try:
            return function(*values)
        except (ArithmeticError, ValueError, TimeoutError):
            return None

    return run


MAKERS: dict[type[p.Plan], Callable[[Any, Of], Closure]] = {
    p.Const: _const, p.Ref: _ref, p.Compare: _compare, p.Logic: _logic, p.Not: _not, p.If: _if, p.Arith: _arith,
    p.Call: _call,
}  # fmt: skip
