"""Which unknown facts could still change a result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rulebook.plan import nodes as p
from rulebook.plan.closures import Closure, Environment, compiled


@lru_cache(maxsize=65_536)
def closure_of(plan: p.Plan) -> Closure:
    """The closure of a piece of a plan, made once."""
    return compiled(plan)


def missing(plan: p.Plan, env: Environment, derived: Mapping[str, p.Plan]) -> list[str]:
    """Base facts lacking for `plan` to be known in `env`, in reading order; none when it is known already.

    A fact is left out when what is known decides without it: in `false and x`, x is not missing.
    """
    found: dict[str, None] = {}
    _collect(plan, env, derived, found)
    return list(found)


def _collect(plan: p.Plan, env: Environment, derived: Mapping[str, p.Plan], found: dict[str, None]) -> bool:
    """Add what is lacking to `found`; whether anything was lacking here, listed before or not."""
    if closure_of(plan)(env) is not None:
        return False
    if isinstance(plan, p.Ref):
        if plan.name in derived and _collect(derived[plan.name], env, derived, found):
            return True
        # a fact; or a derived one unknown by calculation (a division by zero): then it is itself what to ask for
        if plan.name and plan.kind != "parameter":
            found[plan.name] = None
        return True
    if isinstance(plan, p.If):
        return _chain(plan, env, derived, found)
    lacking = [_collect(part, env, derived, found) for part in p.children(plan)]
    return any(lacking)


def _chain(plan: p.If, env: Environment, derived: Mapping[str, p.Plan], found: dict[str, None]) -> bool:
    """if … else if …, up to the first condition that holds: the unknown conditions, and the values they may give."""
    lacking, step = False, plan
    while True:
        chosen = closure_of(step.condition)(env)
        if chosen is not False:
            lacking |= _collect(step.condition, env, derived, found)
            lacking |= _collect(step.then, env, derived, found)
        if chosen is True:
            return lacking
        if not isinstance(step.orelse, p.If):
            return lacking | _collect(step.orelse, env, derived, found)
        step = step.orelse
