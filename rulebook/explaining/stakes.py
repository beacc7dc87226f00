"""What is at stake: yuan a programme may bring in a year, and how likely it is that a subject reaches it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Version
from rulebook.explaining.formulas import most, worked
from rulebook.judging.bench import Bench, bench
from rulebook.judging.judge import NoValueYet, judge_version
from rulebook.judging.verdict import Verdict
from rulebook.plan.types import Value

RARE, COMMON, EVEN = 0.0005, 0.9, 0.7  # how likely an answer is that does not rule a programme out
INVENTED = Decimal("0.5")  # a number nobody confirmed counts for less
KEPT_DAYS = 8
NOMINAL = Decimal(100)  # what an entry without money is worth asking for: a recognition opens others


def presumed(catalogue: Catalogue) -> dict[str, Value]:
    """What most subjects are, of facts only others vouch for: what somebody who only wants to know may start from."""
    return {
        name: each.asking.usual for name, each in catalogue.facts.items()
        if each.asking.usual is not None and not each.supposed
    }  # fmt: skip


def in_a_year(version: Version, amount: Decimal) -> Decimal:
    """Yuan of the first year out of the amount of one payment."""
    return version.benefit.rhythm.each(amount).within()


def expected(catalogue: Catalogue, version: Version, day: dt.date) -> Decimal | None:
    """Yuan in a year that a version usually brings: its own example, else its most; None where it gives no money."""
    ready = bench(catalogue)
    key = (version.slug, version.since, day)
    if key not in ready.stakes:
        example = worked(catalogue, version, day)
        amount = example.amount if example is not None else most(catalogue, version.benefit, day)
        ready.stakes[key] = None if amount is None else in_a_year(version, amount)
    return ready.stakes[key]


def stake(catalogue: Catalogue, version: Version, verdict: Verdict) -> Decimal:
    """Yuan in a year that hang on a verdict that is not settled."""
    amount = verdict.amount
    usual = in_a_year(version, amount) if amount is not None else expected(catalogue, version, verdict.as_of)
    if usual is None:
        return NOMINAL
    return usual * INVENTED if verdict.illustrative else usual


def likelihood(catalogue: Catalogue, slug: str, open_: tuple[str, ...], day: dt.date) -> float:
    """How likely the answers to `open_` let a programme through, by what is usual."""
    found = 1.0
    for name in open_:
        usual = catalogue.facts[name].asking.usual if name in catalogue.facts else None
        found *= EVEN if usual is None else RARE if slug in ruled_out(catalogue, day).get(name, ()) else COMMON
    return found


def ruled_out(catalogue: Catalogue, day: dt.date) -> Mapping[str, frozenset[str]]:
    """Fact → the programmes that its usual answer alone rules out."""
    ready = bench(catalogue)
    if day not in ready.rare:
        if len(ready.rare) >= KEPT_DAYS:
            ready.rare.clear()
        ready.rare[day] = {
            name: _failing(ready, name, each.asking.usual, day)
            for name, each in catalogue.facts.items() if each.asking.usual is not None
        }  # fmt: skip
    return ready.rare[day]


def _failing(ready: Bench, name: str, usual: Value, day: dt.date) -> frozenset[str]:
    env = ready.environment({name: usual}, day)
    found = set()
    for programme, version in ready.catalogue.in_force(day):
        if name not in version.uses:
            continue
        try:
            verdict = judge_version(ready, programme, version, env, {}, explain=False)
        except NoValueYet:
            continue
        if verdict.eligible is False:
            found.add(programme.slug)
    return frozenset(found)
