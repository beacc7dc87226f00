"""Which unknown facts could still change a result."""

from __future__ import annotations

from collections.abc import Mapping

from rulebook.plan import nodes as p
from rulebook.plan.closures import Closures, Environment
from rulebook.plan.strips import bits

Found = dict[str, None]


def missing(plan: p.Plan, env: Environment, derived: Mapping[str, p.Plan], closures: Closures) -> tuple[str, ...]:
    """Base facts lacking for `plan` to be known in `env`, in reading order; none when it is known already.

    A fact is left out when what is known decides without it: in `false and x`, x is not missing.
    """
    found: Found = {}
    Finder(env, derived, closures).collect(plan, found)
    return tuple(found)


class Finder:
    """One search in one environment."""

    def __init__(self, env: Environment, derived: Mapping[str, p.Plan], closures: Closures) -> None:
        self.env, self.derived, self.closures, self.of = env, derived, closures, closures.of

    def collect(self, plan: p.Plan, found: Found) -> bool:
        """Add what is lacking to `found`; whether anything was lacking here, listed before or not."""
        if isinstance(plan, p.Const) or self.of(plan)(self.env) is not None:
            return False
        if isinstance(plan, p.Ref):
            return self.name(plan, found)
        if isinstance(plan, p.If):
            return self.chain(plan, found)
        if isinstance(plan, p.Table):
            return self.table(plan, found)
        lacking = [self.collect(part, found) for part in p.children(plan)]
        return any(lacking)

    def chain(self, plan: p.If, found: Found) -> bool:
        """if … else if …, up to the first condition that holds: unknown conditions, and the values they may give."""
        lacking, step = False, plan
        while True:
            chosen = self.of(step.condition)(self.env)
            if chosen is not False:
                lacking |= self.collect(step.condition, found)
                lacking |= self.collect(step.then, found)
            if chosen is True:
                return lacking
            if not isinstance(step.orelse, p.If):
                return lacking | self.collect(step.orelse, found)
            step = step.orelse

    def table(self, plan: p.Table, found: Found) -> bool:
        """Inputs that keep a row open which may have a part in the value, and the values such rows may give."""
        true, open_ = self.closures.open_rows(plan, self.env)
        doubtful, lacking, laid = open_ & ~true, False, self.closures.finder(plan.grid).laid
        for strip in laid.strips:
            input_ = plan.grid.inputs[strip.place]
            if doubtful & strip.unknown[1] & ~strip.unknown[0] and self.of(input_)(self.env) is None:
                lacking |= self.collect(input_, found)
        for bit, test in laid.beside:
            if doubtful & bit:
                lacking |= self.collect(test, found)
        if plan.policy != "C#":
            for row in bits(open_):
                lacking |= self.collect(plan.outputs[row], found)
        return lacking if open_ or plan.default is None else self.collect(plan.default, found)

    def name(self, ref: p.Ref, found: Found) -> bool:
        """An unknown name: a base fact itself, a derived fact for what it lacks."""
        if ref.name in self.derived:
            if ref.name not in self.env.lacking:
                below: Found = {}
                self.collect(self.derived[ref.name], below)
                # unknown by calculation (a division by zero): then it is itself what to ask for
                self.env.lacking[ref.name] = tuple(below) or (ref.name,)
            found.update(dict.fromkeys(self.env.lacking[ref.name]))
        elif ref.name and ref.kind != "parameter":
            found[ref.name] = None
        return True
