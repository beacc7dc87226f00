"""Where a firm stands on a ladder, and what the next rung asks of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.ladders import Ladder, Rung
from rulebook.judging.bench import bench
from rulebook.judging.given import Said
from rulebook.judging.judge import judge, known_facts
from rulebook.judging.verdict import Verdict
from rulebook.plan.near import near
from rulebook.plan.types import Facts


@dataclass(frozen=True)
class Step:
    """A rung, and whether the firm stands on it; None is not known yet, for want of `missing`."""

    rung: Rung
    stands: bool | None
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Climb:
    """`at`: the highest rung that is certain; `next`: the one above; `asks`: its programme judged and explained, where
    it has one that is in force.
    """

    ladder: Ladder
    steps: tuple[Step, ...]
    at: Rung | None
    next: Rung | None
    asks: Verdict | None


def climb(
    catalogue: Catalogue,
    slug: str,
    facts: Said,
    as_of: dt.date,
    answers: Mapping[str, bool] | None = None,
    *,
    checked: bool = False,
) -> Climb:
    """One firm on one ladder on one day. Raises KeyError for a ladder that is not there, FactsError as `judge` does."""
    if slug not in catalogue.ladders:
        raise KeyError(f"没有梯队“{slug}”{near(slug, catalogue.ladders)}")
    ladder = catalogue.ladders[slug]
    known = known_facts(catalogue, facts, as_of, checked)
    steps = tuple(_step(catalogue, rung, known, as_of, answers) for rung in ladder.rungs)
    place = max((n for n, step in enumerate(steps) if step.stands), default=-1)
    above = ladder.rungs[place + 1] if place + 1 < len(steps) else None
    asks = None
    if above and above.programme and catalogue.programmes[above.programme].version_on(as_of):
        asks = judge(catalogue, above.programme, known, as_of, answers, checked=True)
    return Climb(ladder, steps, ladder.rungs[place] if place >= 0 else None, above, asks)


def _step(catalogue: Catalogue, rung: Rung, facts: Facts, as_of: dt.date, answers: Mapping[str, bool] | None) -> Step:
    if rung.plan is not None:
        ready = bench(catalogue)
        env = ready.environment(facts, as_of)
        stands = ready.closures.of(rung.plan)(env)
        return Step(rung, stands if isinstance(stands, bool) else None, ready.lacking(rung.plan, env))
    if not catalogue.programmes[rung.programme].version_on(as_of):
        return Step(rung, False, ())
    verdict = judge(catalogue, rung.programme, facts, as_of, answers, checked=True)
    return Step(rung, verdict.eligible, tuple(verdict.missing))
