"""Why a result is unknown though nothing is lacking: no row of a table fits, two rows hold at once, a division by 0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from rulebook.plan import nodes as p
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.strips import bits
from rulebook.plan.tables import no_row, overlap
from rulebook.plan.types import Months

Found = dict[str, None]


def reasons(
    plan: p.Plan, env: Environment, derived: Mapping[str, p.Plan], closures: Closures, name: str
) -> tuple[str, ...]:
    """Sentences on the parts of `plan` that stay unknown whatever becomes known; `name` is what the plan computes."""
    found: Found = {}
    _Reasons(env, derived, closures).collect(plan, name, found)
    return tuple(found)


class _Reasons:
    def __init__(self, env: Environment, derived: Mapping[str, p.Plan], closures: Closures) -> None:
        self.env, self.derived, self.closures = env, derived, closures
        self.seen: set[str] = set()

    def known(self, plan: p.Plan) -> bool:
        return isinstance(plan, p.Const) or self.closures.of(plan)(self.env) is not None

    def collect(self, plan: p.Plan, name: str, found: Found) -> None:
        while not self.known(plan):
            match plan:
                case p.Ref():
                    self._ref(plan, found)
                    return
                case p.Table():
                    self._table(plan, name, found)
                    return
                case p.If():
                    chosen = self.closures.of(plan.condition)(self.env)
                    if chosen is None:
                        self.collect(plan.condition, name, found)
                        return
                    plan = plan.then if chosen else plan.orelse
                case _:
                    self._parts(plan, name, found)
                    return

    def _ref(self, ref: p.Ref, found: Found) -> None:
        if ref.name in self.derived and ref.name not in self.seen:
            self.seen.add(ref.name)
            self.collect(self.derived[ref.name], ref.name, found)

    def _parts(self, plan: p.Plan, name: str, found: Found) -> None:
        unknown = [part for part in p.children(plan) if not self.known(part)]
        if not unknown and isinstance(plan, p.Arith | p.Call):
            found[f"“{name}”算不出来：{self._failure(plan)}"] = None
        for part in unknown:
            self.collect(part, name, found)

    def _failure(self, plan: p.Plan) -> str:
        if isinstance(plan, p.Arith) and plan.op == "/":
            divisor = self.closures.of(plan.right)(self.env)
            if divisor in (0, Months(0), dt.timedelta(0)):
                return "除数为 0"
        if isinstance(plan, p.Call) and plan.function == "matches":
            return "文字太长，匹配不完"
        return "结果超出能算的范围"

    def _table(self, table: p.Table, name: str, found: Found) -> None:
        outcome = self.closures.outcome(table, self.env)
        if outcome is not None and outcome.fault:
            found[overlap(table.grid, outcome.rows)] = None
        elif outcome is not None and outcome.none and table.default is None:
            found[no_row(table.grid)] = None
        else:
            for input_ in table.grid.inputs:
                self.collect(input_, name, found)
            _, open_ = self.closures.open_rows(table, self.env)
            for row in bits(open_):
                self.collect(table.outputs[row], name, found)
            if table.default is not None and not open_:
                self.collect(table.default, name, found)
