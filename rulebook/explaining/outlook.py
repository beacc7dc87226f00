"""How a programme looks to somebody who wants to know: got, one step away (what, by when), open, or not for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version, flat
from rulebook.catalogue.services import is_service
from rulebook.explaining.stakes import in_a_year, ruled_out
from rulebook.judging.bench import bench
from rulebook.judging.given import Said
from rulebook.judging.healing import heals_on
from rulebook.judging.judge import NoValueYet, judge_version, known_facts
from rulebook.judging.judged import Gap, Judged
from rulebook.judging.verdict import Verdict
from rulebook.plan import nodes as p
from rulebook.plan.types import BOOLEAN, Facts

GET, STEP, OPEN, NO = "get", "step", "open", "no"
NEAR = 2  # facts that may be lacking of what is one step away
WITHIN = {"月": 12, "人": 3, "年": 1, "件": 1}  # how far off a number may be of what is one step away, by unit


@dataclass(frozen=True)
class Outlook:
    """One programme for one subject. `kind` is get, step, open or no; `yuan` what it gives in a year, None unknown.

    `todo` are the clauses still to be met or told, in the rule's words; `ask` the facts to tell; `earliest` the first
    day it may be had by time alone, `latest` the last day before time alone ends it, None where it does not.
    """

    verdict: Verdict
    kind: str
    yuan: Decimal | None = None
    todo: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    earliest: dt.date | None = None
    latest: dt.date | None = None


def outlooks(
    catalogue: Catalogue, facts: Said, as_of: dt.date, *, slugs: Collection[str], askable: Collection[str],
    checked: bool = False,
) -> list[Outlook]:  # fmt: skip
    """Every programme of `slugs` that is in force and applied for. `askable`: the facts the subject can tell now; what
    else is lacking comes later and does not hold a step up. Raises FactsError as `judge` does.
    """
    known = known_facts(catalogue, facts, as_of, checked)
    looked = [
        _look(catalogue, programme, version, known, as_of, frozenset(askable))
        for programme, version in catalogue.in_force(as_of)
        if programme.slug in slugs and not is_service(programme, version)
    ]
    return [each for each in looked if each is not None]


def _look(
    catalogue: Catalogue, programme: Programme, version: Version, facts: Facts, day: dt.date, askable: frozenset[str]
) -> Outlook | None:
    ready = bench(catalogue)
    env = ready.environment(facts, day)
    try:
        verdict = judge_version(ready, programme, version, env, {})
        if verdict.eligible is False:
            return _after_a_gap(catalogue, programme, version, facts, verdict, askable)
    except NoValueYet:
        return None
    return _standing(catalogue, version, facts, verdict, askable, day)


def _standing(
    catalogue: Catalogue, version: Version, facts: Facts, verdict: Verdict, askable: frozenset[str], day: dt.date
) -> Outlook:
    """What is not out of the question on the verdict's day; `day` is that on which somebody asks."""
    yuan = None if verdict.amount is None else in_a_year(version, verdict.amount)
    latest = last_day(catalogue, version, facts, verdict.as_of)
    ask = tuple(name for name in verdict.missing if name in askable)
    if verdict.eligible and not verdict.missing:
        return Outlook(verdict, GET, yuan, latest=latest)
    rare = any(verdict.programme in ruled_out(catalogue, day).get(name, ()) for name in verdict.missing)
    todo = tuple(dict.fromkeys(_open(verdict.clauses)))
    if verdict.eligible:
        return Outlook(verdict, GET, yuan, todo, ask, latest=latest)
    return Outlook(verdict, OPEN if rare or len(ask) > NEAR else STEP, yuan, todo, ask, latest=latest)


def _after_a_gap(
    catalogue: Catalogue, programme: Programme, version: Version, facts: Facts, verdict: Verdict,
    askable: frozenset[str],
) -> Outlook:  # fmt: skip
    """What fails today: one step away where time heals it, or one number is nearly there."""
    failed = [each for clause in verdict.clauses for each in clause.conditions() if each.id in verdict.because]
    ready = bench(catalogue)
    days = [each.gap.heals_on for each in failed if each.gap and each.gap.heals_on]
    if days and len(days) == len(failed):
        earliest = max(days)
        then = judge_version(ready, programme, version, ready.environment(facts, earliest), {})
        found = _standing(catalogue, version, facts, then, askable, verdict.as_of)
        if then.eligible is not False:
            kind = OPEN if found.kind == OPEN else STEP
            return Outlook(verdict, kind, found.yuan, found.todo, found.ask, earliest, found.latest)
    elif len(failed) == 1 and failed[0].gap and _nearly(failed[0].gap):
        gap = failed[0].gap
        there = judge_version(ready, programme, version, ready.environment(_met(gap, facts), verdict.as_of), {})
        found = _standing(catalogue, version, facts, there, askable, verdict.as_of)
        if there.eligible is not False and found.kind != OPEN:
            return Outlook(verdict, STEP, found.yuan, (f"{failed[0].say}（{gap.words}）", *found.todo), found.ask,
                           latest=found.latest)  # fmt: skip
    return Outlook(verdict, NO)


def _met(gap: Gap, facts: Facts) -> Facts:
    """The facts as they will be once a number is there."""
    return {**facts, gap.fact: Decimal(gap.need.partition(" ")[2])}


def _nearly(gap: Gap) -> bool:
    """Whether a number is short by little, and only short: nobody lets staff go for a subsidy."""
    op, _, need = gap.need.partition(" ")
    if op not in (">", ">=") or gap.unit not in WITHIN or not gap.fact:
        return False
    return Decimal(need) - Decimal(gap.have) <= WITHIN[gap.unit]


def _open(clauses: Collection[Judged]) -> Iterator[str]:
    """What is undecided, in the rule's words."""
    for clause in clauses:
        if clause.value is not None:
            continue
        if clause.kind == "condition":
            yield clause.say
        elif clause.kind == "any":
            yield "或者".join(each.say for child in clause.children for each in child.conditions())
        elif clause.kind == "all":
            yield from _open(clause.children)


def last_day(catalogue: Catalogue, version: Version, facts: Facts, day: dt.date) -> dt.date | None:
    """The last day before time alone makes a condition fail that holds now; the version's own end at most."""
    ready = bench(catalogue)
    env = ready.environment(facts, day)
    ends = [version.until] if version.until else []
    for condition in flat(version.conditions):
        if condition.plan is None or ready.closures.of(condition.plan)(env) is not True:
            continue
        if gone := heals_on(ready, p.Not(BOOLEAN, condition.plan), env):
            ends.append(gone - dt.timedelta(days=1))
    return min(ends, default=None)
