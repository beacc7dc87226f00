"""The most useful next question over all programmes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import flat
from rulebook.catalogue.services import is_service
from rulebook.judging.given import Said
from rulebook.judging.judge import judge_all
from rulebook.plan import nodes as p

ASK = {"string": "{name}是什么？", "number": "{name}是多少？", "boolean": "是否{name}？", "date": "{name}是哪一天？"}


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
    facts: Said,
    as_of: dt.date,
    *,
    slugs: Collection[str] | None = None,
    skip: Collection[str] = (),
    subject: str = "enterprise",
    checked: bool = False,
    supposing: bool = False,
) -> Question | None:
    """The unknown fact whose answer would settle most, or None when nothing more can be asked.

    Facts on which the subject's own word does not count are not asked; with `supposing` those that papers may show
    are. A fact that alone keeps a programme undecided counts double; one among many counts less. `skip` are facts the
    person could not answer. Raises FactsError as `judge` does.
    """
    weights: Counter[str] = Counter()
    reach: Counter[str] = Counter()
    may_ask = {name for name, each in catalogue.facts.items() if (each.supposed if supposing else each.asked)}
    services = {programme.slug for programme, version in catalogue.in_force(as_of) if is_service(programme, version)}
    for verdict in judge_all(catalogue, facts, as_of, subject=subject, explain=False, checked=checked):
        unwanted = verdict.programme in services or (slugs is not None and verdict.programme not in slugs)
        if unwanted:
            continue
        for name in (each for each in verdict.missing if each in may_ask):
            reach[name] += 1
            weights[name] += 1200 // (len(verdict.missing) + (0 if len(verdict.missing) == 1 else 1))
    order = {name: place for place, name in enumerate(catalogue.facts)}
    best = sorted((-weights[name], order[name], name) for name in weights if name in order and name not in skip)
    if not best:
        return None
    name = best[0][2]
    kind = catalogue.facts[name]
    choices = kind.choices or (literals(catalogue, name) if kind.type == "string" else ())
    return Question(name, kind.ask or ASK[kind.type].format(name=name), kind.type, kind.unit, choices, reach[name])


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
