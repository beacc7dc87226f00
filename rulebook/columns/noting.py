"""`plan.reasons` as columns: sentences on why a result stays unknown whatever becomes known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

from rulebook.columns.compile import Columns
from rulebook.plan import nodes as p
from rulebook.plan.tables import no_row

Site = tuple[exp.Expr, exp.Expr]  # whether a row has the note, its words


def merged(sites: Iterable[Site]) -> list[Site]:
    """One site for the same words."""
    found: dict[str, tuple[list[exp.Expr], exp.Expr]] = {}
    for condition, words in sites:
        found.setdefault(words.sql("duckdb"), ([], words))[0].append(condition)
    return [(exp.Paren(this=exp.or_(*conditions, copy=False)), words) for conditions, words in found.values()]


class Noting:
    """Answers per plan; `name` is what the plan computes, as in `plan.reasons`."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.derived: dict[str, list[Site]] = {}  # of derived facts, their conditions columns made before

    def of(self, plan: p.Plan, name: str) -> list[Site]:
        """Where `plan` is unknown for a reason; empty where that can never be."""
        if isinstance(plan, p.Const) or self.columns.is_sure(plan):
            return []
        if isinstance(plan, p.Ref):
            return [(condition.copy(), words.copy()) for condition, words in self.derived.get(plan.name, ())]
        return list(_where([self.columns.unknown(plan)], self.body(plan, name)))

    def body(self, plan: p.Plan, name: str) -> list[Site]:
        """The same for a plan that is known to be unknown."""
        match plan:
            case p.Ref():
                return self.of(plan, name)
            case p.Table():
                return merged(self._table(plan, name))
            case p.If():
                return self._chain(plan, name)
        found = [site for part in p.children(plan) for site in self.of(part, name)]
        if isinstance(plan, p.Arith | p.Call):
            by_nought = isinstance(plan, p.Arith) and plan.op == "/"
            why = "除数为 0" if by_nought else "结果超出能算的范围"
            known = [exp.Not(this=self.columns.unknown(part)) for part in p.children(plan) if not self._surely(part)]
            whole = exp.and_(*known, copy=False) if known else exp.true()
            found.append((whole, exp.Literal.string(f"“{name}”算不出来：{why}")))
        return merged(found)

    def _surely(self, plan: p.Plan) -> bool:
        return isinstance(plan, p.Const) or self.columns.is_sure(plan)

    def _chain(self, plan: p.If, name: str) -> list[Site]:
        """if … else if …: up to the first condition that is unknown or holds, a CASE for each sentence."""
        steps: list[tuple[exp.Expr, dict[str, Site], dict[str, Site]]] = []
        step: p.Plan = plan
        while isinstance(step, p.If):
            steps.append((
                self.columns.boolean(step.condition),
                _by_words(self.of(step.condition, name)), _by_words(self.of(step.then, name)),
            ))  # fmt: skip
            step = step.orelse
        last = _by_words(self.of(step, name))
        words = {text: site[1] for *_, of, then in steps for text, site in (*of.items(), *then.items())}
        words |= {text: site[1] for text, site in last.items()}
        found: list[Site] = []
        for text, said in words.items():
            case = exp.Case()
            for condition, of, then in steps:
                unknown = exp.Is(this=exp.Paren(this=condition.copy()), expression=exp.Null())
                case = case.when(condition.copy(), _of(then, text), copy=False)
                case = case.when(unknown, _of(of, text), copy=False)
            found.append((case.else_(_of(last, text), copy=False), said))
        return found

    def _table(self, table: p.Table, name: str) -> Iterator[Site]:
        tables = self.columns.tables
        nowhere = tables.nowhere(table)
        ends: list[Site] = []
        if (clash := tables.overlaps(table)) is not None:
            ends.append(clash)
        if nowhere is not None and table.default is None:
            ends.append((nowhere.copy(), exp.Literal.string(no_row(table.grid))))
        yield from ends
        others: list[exp.Expr] = [exp.Not(this=exp.Paren(this=condition.copy())) for condition, _ in ends]
        for input_ in table.grid.inputs:
            yield from _where(others, self.of(input_, name))
        for part, output in tables.parts(table):
            yield from _where([*others, part], self.of(output, name))
        if table.default is not None and nowhere is not None:
            yield from _where([nowhere], self.of(table.default, name))


def _where(conditions: list[exp.Expr], sites: Iterable[Site]) -> Iterator[Site]:
    for condition, words in sites:
        yield exp.and_(*(each.copy() for each in conditions), condition, copy=False), words


def _by_words(sites: Iterable[Site]) -> dict[str, Site]:
    return {words.sql("duckdb"): (condition, words) for condition, words in merged(sites)}


def _of(sites: dict[str, Site], text: str) -> exp.Expr:
    return sites[text][0].copy() if text in sites else exp.false()
