"""`plan.missing` as columns: whether one unknown fact could still change a result."""

from __future__ import annotations

from sqlglot import exp

from rulebook.columns.compile import Columns
from rulebook.plan import nodes as p


class Lacking:
    """Answers per plan and fact; None when the fact plays no part in the plan."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.derived: dict[tuple[str, str], exp.Expr] = {}  # (derived fact, base fact) → a column made before
        self._names: dict[int, tuple[p.Plan, set[str]]] = {}

    def of(self, plan: p.Plan, fact: str) -> exp.Expr | None:
        """Whether `plan` is unknown and `fact` has a part in that; None where that can never be."""
        if not self._touched(plan, fact) or self.columns.is_sure(plan):
            return None
        if isinstance(plan, p.Ref):
            return self._ref(plan, fact)
        body = self.body(plan, fact)
        return exp.and_(self.columns.unknown(plan), exp.Paren(this=body), copy=False) if body is not None else None

    def _touched(self, plan: p.Plan, fact: str) -> bool:
        """Whether a plan names the fact, or a derived fact that may lack it."""
        found = self._names.get(id(plan))
        if found is None:
            found = self._names[id(plan)] = (plan, p.names(plan))
        return fact in found[1] or any((name, fact) in self.derived for name in found[1])

    def body(self, plan: p.Plan, fact: str) -> exp.Expr | None:
        """The same for a plan that is known to be unknown."""
        if isinstance(plan, p.Ref):
            return self._ref(plan, fact)
        if isinstance(plan, p.If):
            return self._if(plan, fact)
        if isinstance(plan, p.Table):
            found = list(self.columns.tables.lacks(plan, lambda part: self.of(part, fact)))
            return exp.or_(*found, copy=False) if found else None
        parts = [each for child in p.children(plan) if (each := self.of(child, fact)) is not None]
        return exp.or_(*parts, copy=False) if parts else None

    def _ref(self, plan: p.Ref, fact: str) -> exp.Expr | None:
        made = self.derived.get((plan.name, fact))
        if made is not None:
            return made.copy()
        return self.columns.unknown(plan) if plan.kind == "fact" and plan.name == fact else None

    def _if(self, plan: p.If, fact: str) -> exp.Expr | None:
        """The chain of ifs as one CASE, up to the first condition that holds (plan.missing walks the same way)."""
        case, step, matters = exp.Case(), plan, False
        while True:
            condition = self.columns.boolean(step.condition)
            of_then, of_condition = self.of(step.then, fact), self.of(step.condition, fact)
            matters = matters or of_then is not None or of_condition is not None
            case = case.when(condition.copy(), of_then or exp.false(), copy=False)
            unknown = exp.Is(this=exp.Paren(this=condition.copy()), expression=exp.Null())
            doubts = [each for each in (of_then, of_condition) if each is not None]
            if doubts:
                lacking = exp.Paren(this=exp.or_(*doubts, copy=False))
                case = case.when(exp.and_(unknown, lacking, copy=False), exp.true(), copy=False)
            if not isinstance(step.orelse, p.If):
                break
            step = step.orelse
        last = self.of(step.orelse, fact)
        if not matters and last is None:
            return None
        return case.else_(last or exp.false(), copy=False)
