"""Whom a fact speaks of: an enterprise, a person, a base; and that a programme's rules use no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rulebook.catalogue.catalogue import Catalogue, digest, rested_on
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.format_rules import SUBJECTS
from rulebook.catalogue.ladders import Ladder
from rulebook.catalogue.model import Derived, FactKind, Place, Programme, Version, flat
from rulebook.plan.nodes import Plan
from rulebook.saying import Parts, say

WORDS = {"enterprise": "企业", "person": "个人", "base": "基地"}
# whose facts are known where a subject is judged: its own, and those of what it is run by
RELATED: Mapping[str, tuple[str, ...]] = {
    "enterprise": ("enterprise",), "person": ("person",), "base": ("base", "enterprise"),
}  # fmt: skip

__all__ = ["RELATED", "SUBJECTS", "WORDS", "elsewhere", "of_subject", "other_facts", "subject_faults"]


def subject_faults(
    programmes: Iterable[Programme], ladders: Iterable[Ladder], facts: Mapping[str, FactKind],
    derived: Mapping[str, Derived],
) -> list[Fault]:  # fmt: skip
    """A fault for each rule that names a fact of another subject than its programme's, and of none it is related to."""
    found: list[Fault] = []
    for programme in programmes:
        for version in programme.versions:
            for place, plan in _plans(version):
                found += _foreign(place, plan, programme.subject, facts, derived)
    for ladder in ladders:
        for rung in ladder.rungs:
            if rung.plan is not None:
                found += _foreign(ladder.place, rung.plan, "enterprise", facts, derived)
    return list(dict.fromkeys(found))


def _plans(version: Version) -> Iterator[tuple[Place, Plan]]:
    beside = (version.benefit.amount, version.benefit.cap, version.rank, *(each.at_most for each in version.together))
    pairs = [*((each.place, each.plan) for each in flat(version.conditions)),
             *((version.place, plan) for plan in beside),
             *((each.place, each.plan) for each in version.obligations)]  # fmt: skip
    return ((place, plan) for place, plan in pairs if plan is not None)


def _foreign(
    place: Place, plan: Plan, subject: str, facts: Mapping[str, FactKind], derived: Mapping[str, Derived]
) -> Iterator[Fault]:
    allowed = RELATED[subject]
    for name in sorted(rested_on([plan], derived)):
        if name in facts and facts[name].subject not in allowed:
            said = say("这里用到“{name}”，它说的是{whose}；给{whom}的规则只能用{allowed}的事实。", name=name,
                       whose=say(WORDS[facts[name].subject]), whom=say(WORDS[subject]),
                       allowed=Parts("、", [say(WORDS[each]) for each in allowed]))  # fmt: skip
            yield Fault(place.file, place.line, place.column, said)


def of_subject(catalogue: Catalogue, subject: str) -> Catalogue:
    """The catalogue with the programmes for one kind of subject alone; its hash is another, unless that is all."""
    kept = {slug: each for slug, each in catalogue.programmes.items() if each.subject == subject}
    if len(kept) == len(catalogue.programmes):
        return catalogue
    return replace(catalogue, programmes=kept, hash=digest([catalogue.hash, subject]))


def other_facts(facts: Mapping[str, FactKind], subject: str) -> frozenset[str]:
    """The facts that are not known where a subject of this kind is judged."""
    return frozenset(name for name, each in facts.items() if each.subject not in RELATED[subject])


def elsewhere(pairs: Iterable[tuple[Programme, Version]], subject: str) -> str:
    """How many of some programmes are for other subjects, in words; "" for none."""
    counts: dict[str, int] = {}
    for programme, _version in pairs:
        if programme.subject != subject:
            counts[programme.subject] = counts.get(programme.subject, 0) + 1
    if not counts:
        return ""
    listed = Parts("、", [say("{n} 个给{whom}", n=n, whom=say(WORDS[each])) for each, n in sorted(counts.items())])
    return say("这里判的是{whom}；另有项目{listed}，没有判。", whom=say(WORDS[subject]), listed=listed)
