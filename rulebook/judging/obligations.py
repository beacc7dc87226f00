"""Whether an obligation is kept on a day: yes, no, or unknown and for want of which facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Obligation, Place
from rulebook.catalogue.obligations import THEN
from rulebook.judging.bench import Bench, bench, looked_at
from rulebook.judging.given import Said
from rulebook.judging.judge import begun, known_facts
from rulebook.plan.near import near
from rulebook.plan.types import Facts, Maybe

WORDS = {True: "kept", False: "breached", None: "unknown"}


@dataclass(frozen=True)
class Watched:
    """`kept`: yes, no, unknown. `facts` are the names it looked at with their values, `missing` what it lacked."""

    kept: bool | None
    facts: dict[str, Maybe]
    missing: tuple[str, ...]


def watch(
    catalogue: Catalogue,
    slug: str,
    since: dt.date,
    obligation: str,
    facts: Said,
    decided: Said,
    as_of: dt.date,
    *,
    checked: bool = False,
) -> Watched:
    """One obligation of the version that began on `since`; `decided` are the facts as the decision stood on them.

    Raises LookupError when the version has no such obligation, FactsError as `judge` does.
    """
    _, version = begun(catalogue, slug, since)
    found = next((each for each in version.obligations if each.id == obligation), None)
    if found is None:
        asked = [each.id for each in version.obligations]
        raise LookupError(f"项目“{slug}”从 {since} 起的版本没有义务“{obligation}”{near(obligation, asked)}")
    now, then = (known_facts(catalogue, each, as_of, checked) for each in (facts, decided))
    return _watch(bench(catalogue), found, now, then, as_of)


def _watch(ready: Bench, obligation: Obligation, facts: Facts, decided: Facts, as_of: dt.date) -> Watched:
    assert obligation.plan is not None  # a catalogue with such a fault is not read to the end
    env = ready.environment({**facts, **{THEN + name: value for name, value in decided.items()}}, as_of)
    kept = ready.closures.of(obligation.plan)(env)
    lacking = ready.lacking(obligation.plan, env) if kept is None else ()
    return Watched(
        kept if isinstance(kept, bool) else None, {name: env[name] for name in looked_at(obligation.plan)}, lacking
    )


def run_obligation_examples(catalogue: Catalogue) -> Iterator[Fault]:
    """Every example of every obligation: a fault where it disagrees, a hint where none shows it kept or breached."""
    ready = bench(catalogue)
    for programme in catalogue.programmes.values():
        for obligation in (each for version in programme.versions for each in version.obligations):
            reached = set()
            for example in obligation.examples:
                kept = _watch(ready, obligation, example.given, example.decided, example.as_of).kept
                reached.add(kept)
                if kept is not example.expect:
                    words = f"例子“{example.name}”写 {WORDS[example.expect]}，判出来是 {WORDS[kept]}。"
                    yield _fault(example.place, words)
            for way in (True, False):
                if way not in reached:
                    words = f"没有例子让义务“{obligation.id}”{'守住' if way else '违反'}。"
                    yield _fault(obligation.place, words, warning=True)


def _fault(place: Place, message: str, *, warning: bool = False) -> Fault:
    return Fault(place.file, place.line, place.column, message, warning)
