"""Reads of what is published: programmes, versions, verdicts, what fits an enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import BinaryIO

from django.db.models import Q, QuerySet

import rulebook
from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise, Value
from district.enterprises.wallet.queries import PaperKind
from district.policies.models import Kind, Programme, ProgrammeVersion, Release
from rulebook import Catalogue, Climb, NotInForce, NoValueYet, Question, Verdict, Watched
from rulebook.bundle.format import Decided, Line, Subject, Texts
from rulebook.bundle.format import digest as digest_of
from rulebook.bundle.writing import Written, write_bundle
from rulebook.packaging.lawful import Before, Package, package

__all__ = [
    "Before",
    "Climb",
    "Decided",
    "Fits",
    "Funding",
    "Kind",
    "Line",
    "NoValueYet",
    "NothingPublished",
    "Outcome",
    "Programme",
    "ProgrammeVersion",
    "Question",
    "Release",
    "Verdict",
    "Watched",
    "Written",
    "best_package",
    "bundle",
    "catalogue",
    "catalogue_of",
    "climb",
    "climbs",
    "current_release",
    "digest_of",
    "facts_for_judging",
    "fits",
    "fits_of",
    "funding",
    "funding_sources",
    "judge",
    "outcome_sources",
    "outcomes",
    "papers_asked",
    "programmes_in_force",
    "question",
    "rank_of",
    "states_a_rank",
    "version_on",
    "versions_on",
    "watch",
]  # fmt: skip


def current_release() -> Release | None:
    """The latest published catalogue, without its texts."""
    return Release.objects.defer("files").order_by("-published_at", "-pk").first()


@lru_cache(maxsize=16)
def _compiled(hash_: str) -> Catalogue:
    release = Release.objects.get(hash=hash_)
    return rulebook.read_files(release.files, release.layer)


def catalogue_of(release: Release) -> Catalogue:
    """A release's catalogue, read from its stored texts once per process."""
    return _compiled(release.hash)


def catalogue() -> Catalogue:
    """The catalogue in use. Raises NothingPublished when there is none."""
    release = current_release()
    if release is None:
        raise NothingPublished
    return catalogue_of(release)


class NothingPublished(LookupError):
    """No catalogue has been published yet: `huiqi publish`."""


def programmes_in_force(day: dt.date) -> QuerySet[Programme]:
    """Programmes with a version in force on a day."""
    versions = ProgrammeVersion.objects.filter(
        Q(in_force_until=None) | Q(in_force_until__gte=day), in_force_from__lte=day
    )
    return Programme.objects.filter(withdrawn=False, pk__in=versions.values("programme")).select_related("office")


def version_on(programme: Programme, day: dt.date) -> ProgrammeVersion | None:
    """The version in force on a day: of those that began by then the latest, as published last."""
    versions = programme.versions.filter(in_force_from__lte=day).order_by("-in_force_from", "-published_at", "-pk")
    version = versions.select_related("programme__office", "release").defer("release__files").first()
    if version is None or (version.in_force_until is not None and version.in_force_until < day):
        return None
    return version


def versions_on(day: dt.date) -> list[ProgrammeVersion]:
    """The version in force of every programme in force, with its programme and bureau; two queries."""
    found = {programme.pk: programme for programme in programmes_in_force(day)}
    latest: dict[int, ProgrammeVersion] = {}
    rows = ProgrammeVersion.objects.filter(programme__in=found, in_force_from__lte=day)
    for version in rows.order_by("programme", "in_force_from", "published_at", "pk"):
        version.programme = found[version.programme_id]
        latest[version.programme_id] = version
    return list(latest.values())


def papers_asked(day: dt.date) -> list[PaperKind]:
    """The document types that programmes in force on a day ask for; two queries."""
    return [
        PaperKind(each.get("type") or each["name"], str(each.get("keep") or ""), (version.programme.name,))
        for version in versions_on(day)
        for each in version.description.get("evidence") or []
    ]


def judge(
    version: ProgrammeVersion,
    facts: Mapping[str, Value],
    as_of: dt.date,
    answers: Mapping[str, bool] | None = None,
) -> Verdict:
    """The verdict under one stored version, whatever has been published since. Raises NoValueYet."""
    found = catalogue_of(version.release)
    return rulebook.judge_under(found, version.programme.slug, version.in_force_from, facts, as_of, answers or {})


def watch(
    version: ProgrammeVersion, obligation: str, facts: Mapping[str, Value], decided: Mapping[str, Value], as_of: dt.date
) -> Watched:
    """Whether an obligation of one stored version is kept on a day; `decided` are the facts the decision stood on."""
    found = catalogue_of(version.release)
    return rulebook.watch(found, version.programme.slug, version.in_force_from, obligation, facts, decided, as_of)


def rank_of(version: ProgrammeVersion, facts: Mapping[str, Value], as_of: dt.date) -> Decimal | None:
    """What the version's own `rank` says of these facts; None where it says nothing or cannot tell."""
    found = catalogue_of(version.release)
    return rulebook.rank_under(found, version.programme.slug, version.in_force_from, facts, as_of)


def states_a_rank(version: ProgrammeVersion) -> bool:
    """Whether the version says by what its cases are ranked."""
    found = catalogue_of(version.release).programmes[version.programme.slug]
    return any(each.rank is not None for each in found.versions if each.since == version.in_force_from)


def facts_for_judging(enterprise: Enterprise, as_of: dt.date) -> dict[str, Value]:
    """What is known of an enterprise on a day and fresh enough to count."""
    known = enterprises.facts_of(enterprise, as_of)
    return {name: each.value for name, each in known.items() if not each.expired}


@dataclass(frozen=True)
class Fits:
    """All programmes in force for one subject, by how they stand; each list sorted with the most useful first."""

    eligible: tuple[Verdict, ...]
    one_missing: tuple[Verdict, ...]
    undecided: tuple[Verdict, ...]
    not_eligible: tuple[Verdict, ...]

    @property
    def total(self) -> Decimal:
        """Yuan that the eligible ones give together, exclusions not yet taken into account."""
        return sum((each.amount for each in self.eligible if each.amount is not None), Decimal(0))

    @property
    def unlocks(self) -> list[tuple[str, int]]:
        """Single facts that stand between the enterprise and an answer: (fact, programmes), the most useful first."""
        counts: dict[str, int] = {}
        for verdict in self.one_missing:
            for name in verdict.missing:
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items(), key=lambda pair: -pair[1])


def fits(facts: Mapping[str, Value], as_of: dt.date, *, slugs: Collection[str] | None = None) -> Fits:
    """Judge every programme in force. No query beyond the catalogue's."""
    verdicts = _verdicts(catalogue(), facts, as_of, slugs)
    groups: dict[str, list[Verdict]] = {"yes": [], "one": [], "open": [], "no": []}
    for verdict in verdicts:
        if verdict.eligible is None:
            groups["one" if len(verdict.missing) == 1 and not verdict.waiting else "open"].append(verdict)
        else:
            groups["yes" if verdict.eligible else "no"].append(verdict)
    groups["yes"].sort(key=lambda each: -(each.amount or 0))
    groups["open"].sort(key=lambda each: (len(each.missing), each.name))
    groups["no"].sort(key=lambda each: (len(each.because), each.name))
    return Fits(tuple(groups["yes"]), tuple(groups["one"]), tuple(groups["open"]), tuple(groups["no"]))


def _verdicts(
    found: Catalogue, facts: Mapping[str, Value], as_of: dt.date, slugs: Collection[str] | None
) -> Iterable[Verdict]:
    for programme, _version in found.in_force(as_of):
        if programme.subject != "enterprise" or (slugs is not None and programme.slug not in slugs):
            continue
        try:
            yield rulebook.judge(found, programme.slug, facts, as_of)
        except (NoValueYet, NotInForce):
            continue  # a parameter has no value on that day: the programme says nothing yet


def fits_of(enterprise: Enterprise, as_of: dt.date) -> Fits:
    """What fits an enterprise, from what is known of it."""
    return fits(facts_for_judging(enterprise, as_of), as_of)


def climb(slug: str, facts: Mapping[str, Value], as_of: dt.date) -> Climb:
    """Where a firm stands on a ladder of the published catalogue, and what the next rung asks."""
    return rulebook.climb(catalogue(), slug, facts, as_of)


def climbs(facts: Mapping[str, Value], as_of: dt.date) -> list[Climb]:
    """The same for every ladder."""
    return [climb(slug, facts, as_of) for slug in catalogue().ladders]


@dataclass(frozen=True)
class Outcome:
    """What came of a programme in a period: enterprises helped, and yuan decided for them."""

    enterprises: int
    decided: Decimal


OutcomeSource = Callable[[Collection[str], dt.date | None, dt.date | None], Mapping[str, Outcome]]
outcome_sources: list[OutcomeSource] = []  # applications adds its own when it starts


def outcomes(slugs: Collection[str], since: dt.date | None, until: dt.date | None) -> dict[str, Outcome]:
    """Programme slug → what came of it from `since` to `until`, both included, as counted by the rooms above."""
    found: dict[str, Outcome] = {}
    for source in outcome_sources:
        found |= source(slugs, since, until)
    return found


@dataclass(frozen=True)
class Funding:
    """How a programme's money stands: a state, what is left in yuan, words for a page, the line's public number."""

    state: str
    left: Decimal | None
    words: str
    line: str | None


FundingSource = Callable[[Programme, int], Funding | None]
funding_sources: list[FundingSource] = []  # funds adds its own when it starts


def funding(programme: Programme, year: int) -> Funding | None:
    """What the rooms above say of a programme's money in a year; None when nobody does."""
    for source in funding_sources:
        if found := source(programme, year):
            return found
    return None


PaidBefore = Callable[[Enterprise, dt.date], Mapping[str, Before]]
paid_sources: list[PaidBefore] = []  # rooms above tell what was granted; applications adds its own when it starts


def best_package(enterprise: Enterprise, facts: Mapping[str, Value], as_of: dt.date) -> Package:
    """The best lawful combination of the year for an enterprise, what was granted already taken into account."""
    before: dict[str, Before] = {}
    for source in paid_sources:
        before |= source(enterprise, as_of)
    return package(catalogue(), facts, as_of, before=before)


def question(facts: Mapping[str, Value], as_of: dt.date, *, skip: Collection[str] = ()) -> Question | None:
    """The next most useful question for somebody who types facts."""
    return rulebook.next_question(catalogue(), facts, as_of, skip=skip)


def bundle(
    file: BinaryIO,
    *,
    programme: Programme,
    year: int,
    numbers: Mapping[str, list[int]],
    decisions: Iterable[Decided],
    lines: Iterable[Line],
) -> Written:
    """Write an audit bundle, the texts of every release it rests on among it; see `rulebook.bundle.writing`."""

    def texts(hash_: str) -> Texts:
        release = Release.objects.get(hash=hash_)
        return Texts(hash_, release.layer, release.files)

    return write_bundle(
        file, subject=Subject(programme.slug, year, numbers), decisions=decisions, lines=lines, texts=texts
    )
