"""The question most worth asking next: money at stake, how likely it is, and how easily the answer is given."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import FactKind, Programme, Version, flat
from rulebook.catalogue.services import is_service
from rulebook.catalogue.subjects import RELATED
from rulebook.explaining.stakes import likelihood, stake
from rulebook.judging.bench import bench
from rulebook.judging.given import Said
from rulebook.judging.judge import NoValueYet, judge_version, known_facts
from rulebook.plan import nodes as p
from rulebook.plan.types import Facts

ASK = {"string": "{name}是什么？", "number": "{name}是多少？", "boolean": "是否{name}？", "date": "{name}是哪一天？"}
EASIEST = 5
UNANSWERED = 0.1  # what a programme still counts for once the person could not say something it needs


@dataclass(frozen=True)
class Question:
    """One fact to ask for. `choices` are the words it may be, empty when it is free; `settles` counts programmes.

    `hint` says how to find the answer, `ease` how easily it is found (1 to 5), `suggest` common answers beside which
    others are allowed; `left` counts the facts that could still be asked, this one included.
    """

    fact: str
    ask: str
    type: str
    unit: str
    choices: tuple[str, ...]
    settles: int
    hint: str = ""
    ease: int = 3
    suggest: tuple[str, ...] = ()
    left: int = 0


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
    founder: bool = False,
) -> Question | None:
    """The unknown fact most worth asking for, or None when nothing more can be asked.

    What counts is the money each open programme may bring in a year, how likely it is that a subject reaches it, and
    how easily the answer is given. Facts on which the subject's own word does not count are not asked; with
    `supposing` those that papers may show are. A `founder`, who has no firm yet, is asked only what one can know then.
    `skip` are facts the person could not answer. Raises FactsError as `judge` does.
    """
    may_ask = {name for name, each in catalogue.facts.items()
               if (each.supposed if supposing else each.asked) and (each.asking.founder or not founder)
                and each.subject in RELATED[subject]}  # fmt: skip
    known = known_facts(catalogue, facts, as_of, checked)
    worth, reach = _worth(catalogue, known, as_of, may_ask, skip, _wanted(catalogue, as_of, slugs, subject))
    order = {name: place for place, name in enumerate(catalogue.facts)}
    best = sorted((-worth[name], order[name], name) for name in worth)
    if not best:
        return None
    kind = catalogue.facts[best[0][2]]
    return question_on(catalogue, kind, founder=founder, settles=reach[kind.name], left=len(best))


def question_on(
    catalogue: Catalogue, kind: FactKind, *, founder: bool = False, settles: int = 0, left: int = 1
) -> Question:
    """The question about one fact."""
    asking = kind.asking
    words = (asking.founder if founder else "") or kind.ask or ASK[kind.type].format(name=kind.name)
    free = kind.type != "string" or asking.free or bool(asking.suggest)
    choices = kind.choices or (() if free else literals(catalogue, kind.name))
    return Question(kind.name, words, kind.type, kind.unit, choices, settles, asking.hint, asking.ease, asking.suggest,
                    left)  # fmt: skip


def _wanted(
    catalogue: Catalogue, as_of: dt.date, slugs: Collection[str] | None, subject: str
) -> list[tuple[Programme, Version]]:
    """The programmes in force that are applied for, of a subject."""
    return [
        (programme, version) for programme, version in catalogue.in_force(as_of)
        if programme.subject == subject and (slugs is None or programme.slug in slugs)
        and not is_service(programme, version)
    ]  # fmt: skip


def _worth(
    catalogue: Catalogue, facts: Facts, as_of: dt.date, may_ask: Collection[str], skip: Collection[str],
    wanted: list[tuple[Programme, Version]],
) -> tuple[dict[str, float], Counter[str]]:  # fmt: skip
    """(what asking for each fact is worth, how many open programmes each one touches)."""
    worth: dict[str, float] = defaultdict(float)
    reach: Counter[str] = Counter()
    ready = bench(catalogue)
    env = ready.environment(facts, as_of)
    for programme, version in wanted:
        try:
            verdict = judge_version(ready, programme, version, env, {}, explain=False)
        except NoValueYet:
            continue
        open_ = tuple(name for name in verdict.missing if name in may_ask)
        left = [name for name in open_ if name not in skip]
        if not left:
            continue
        # the root: a large award does not drown a small subsidy; the square: what is nearly settled is settled first
        gain = float(stake(catalogue, version, verdict).sqrt()) * likelihood(catalogue, programme.slug, open_, as_of)
        gain *= (UNANSWERED if len(left) < len(open_) else 1) / len(left) ** 2
        for name in left:
            reach[name] += 1
            worth[name] += gain * catalogue.facts[name].asking.ease / EASIEST
    return worth, reach


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
