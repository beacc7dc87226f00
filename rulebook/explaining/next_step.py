"""The most useful next step for one verdict, and the most useful next question over all programmes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.judging.judge import flat, judge_all
from rulebook.judging.verdict import Verdict
from rulebook.plan import nodes as p
from rulebook.plan.types import Facts


def next_step(verdict: Verdict) -> str:
    """One sentence: what to do now."""
    if verdict.eligible is True:
        if verdict.missing:
            return f"符合条件；补充{_list(verdict.missing)}后可算出金额。"
        return "符合条件，可以申报。"
    if verdict.eligible is None:
        if verdict.missing:
            return f"请补充{_list(verdict.missing)}。"
        roles = dict.fromkeys(each.person for each in verdict.conditions() if each.value is None and each.person)
        return f"其余条件都符合，还需{'、'.join(roles)}判断。"
    healing = [each.gap.heals_on for each in verdict.conditions() if each.gap and each.gap.heals_on]
    failed = [each for each in verdict.conditions() if each.id in verdict.because]
    open_ = any(clause.value is None for clause in verdict.clauses)
    if healing and not open_ and all(each.gap and each.gap.heals_on for each in failed):
        day = max(healing)
        return f"到 {day.year}年{day.month}月{day.day}日，其他情况不变即可符合。"
    gaps = [f"{each.say}（{each.gap.words}）" if each.gap else each.say for each in failed]
    return f"目前不符合：{'；'.join(gaps)}。"


def _list(names: Collection[str]) -> str:
    shown = list(names)[:4]
    return "“" + "”“".join(shown) + "”" + (f"等 {len(names)} 项" if len(names) > 4 else "")


@dataclass(frozen=True)
class Question:
    """One fact to ask for. `choices` are the words it may be, empty when it is free; `settles` counts programmes."""

    fact: str
    ask: str
    type: str
    unit: str
    choices: tuple[str, ...]
    settles: int


def next_question(
    catalogue: Catalogue,
    facts: Facts,
    as_of: dt.date,
    *,
    slugs: Collection[str] | None = None,
    skip: Collection[str] = (),
    subject: str = "enterprise",
) -> Question | None:
    """The unknown fact whose answer would settle most, or None when nothing more can be asked.

    A fact that alone keeps a programme undecided counts double; one among many counts less. `skip` are facts the
    person could not answer.
    """
    weights: Counter[str] = Counter()
    reach: Counter[str] = Counter()
    for verdict in judge_all(catalogue, facts, as_of, subject=subject, explain=False):
        if (slugs is not None and verdict.programme not in slugs) or not verdict.missing:
            continue
        for name in verdict.missing:
            reach[name] += 1
            weights[name] += 1200 // (len(verdict.missing) + (0 if len(verdict.missing) == 1 else 1))
    order = {name: place for place, name in enumerate(catalogue.facts)}
    best = sorted((-weight, order.get(name, 0), name) for name, weight in weights.items() if name not in skip)
    if not best:
        return None
    name = best[0][2]
    kind = catalogue.facts.get(name)
    if kind is None:
        return None
    choices = kind.choices or (literals(catalogue, name) if kind.type == "string" else ())
    return Question(name, kind.ask or f"{name}是多少？", kind.type, kind.unit, choices, reach[name])


def literals(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The words a fact is compared with anywhere in the catalogue: what a form can offer when nothing else is said."""
    plans = [each.plan for each in catalogue.derived.values()]
    for programme in catalogue.programmes.values():
        plans += [each.plan for version in programme.versions for each in flat(version.conditions) if each.plan]
    found = {
        node.right.value: None
        for plan in plans
        for node in p.walk(plan)
        if isinstance(node, p.Compare)
        and isinstance(node.left, p.Ref)
        and node.left.name == name
        and isinstance(node.right, p.Const)
        and isinstance(node.right.value, str)
    }
    return tuple(found)
