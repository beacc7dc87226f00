"""Taking over what was told before signing in: offered as statements of the enterprise, each confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from district.enterprises.actions import declare_fact
from district.enterprises.queries import Enterprise, KnownFact, Value
from district.ground.people.queries import Person
from district.policies.fitting.kept import SAID, Kept
from district.policies.fitting.queries import FIRST
from district.policies.queries import Catalogue, FactKind


@dataclass(frozen=True)
class Offered:
    """One answer that may become the enterprise's statement; `words` as it was typed where that was not exact."""

    kind: FactKind
    value: Value
    text: str
    words: str = ""


def offered(found: Catalogue, kept: Kept, known: Mapping[str, KnownFact], subject: str) -> list[Offered]:
    """What was said and the enterprise's own word counts for: not what the register has, nor what is known already."""
    name, word = FIRST.get(kept.who, ("", ""))  # who they are was said by the first step
    if name in found.facts and name not in kept.answers:
        kept = kept.told(found.facts[name], word)
    made = []
    for name, value in kept.facts(found.facts).items():
        kind, has = found.facts[name], known.get(name)
        theirs = has is None or has.expired or (has.grade == "declared" and has.value != value)
        if kept.source.get(name) == SAID and kind.asked and kind.subject == subject and theirs:
            made.append(Offered(kind, value, kept.answers[name], kept.words.get(name, "")))
    return made


def take_over(*, enterprise: Enterprise, answers: Iterable[Offered], by: Person) -> list[str]:
    """Declare the confirmed ones; returns their names. Raises Refused, BadValue."""
    taken = []
    for each in answers:
        written = {"true": "是", "false": "否"}.get(each.text, each.text) if each.kind.type == "boolean" else each.text
        declare_fact(enterprise=enterprise, name=each.kind.name, written=written, by=by)
        taken.append(each.kind.name)
    return taken
