"""Reads of what is published: programmes, versions, verdicts, what fits an enterprise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.db.models import F, Q, QuerySet, Subquery

import rulebook
from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise, Value
from district.enterprises.wallet.queries import PaperKind
from district.policies.giving import before, given_to
from district.policies.invented import marking_invented
from district.policies.models import Kind, Programme, ProgrammeVersion, Publication, Release
from district.policies.published import (
    NothingPublished,
    catalogue,
    catalogue_of,
    compiled,
    current_publication,
    current_release,
)
from district.policies.sources import (
    Funding,
    Outcome,
    Standing,
    YearOutcome,
    funding,
    funding_sources,
    outcome_sources,
    outcomes,
    standing,
    standing_sources,
)
from district.policies.windows import Window, window_of
from rulebook import Catalogue, Climb, FactKind, NotInForce, NoValueYet, Question, Verdict, Watched
from rulebook.bundle.format import Decided, Line, Subject, Texts
from rulebook.bundle.format import digest as digest_of
from rulebook.bundle.writing import Written, write_bundle
from rulebook.catalogue.periods import MONTHS, Ceiling, PerPeriod, Rhythm, Total
from rulebook.catalogue.services import SERVICE_KINDS
from rulebook.packaging.lawful import Before, Package, package

__all__ = [
    "MONTHS",
    "SERVICE_KINDS",
    "Before",
    "Catalogue",
    "Ceiling",
    "Climb",
    "Decided",
    "FactKind",
    "Fits",
    "Funding",
    "Kind",
    "Line",
    "NoValueYet",
    "NothingPublished",
    "Outcome",
    "PerPeriod",
    "Programme",
    "ProgrammeVersion",
    "Publication",
    "Question",
    "Reach",
    "Release",
    "Rhythm",
    "Standing",
    "Total",
    "Verdict",
    "Watched",
    "Window",
    "Written",
    "YearOutcome",
    "best_package",
    "bundle",
    "catalogue",
    "catalogue_of",
    "climb",
    "climbs",
    "compiled",
    "current_publication",
    "current_release",
    "digest_of",
    "facts_for_judging",
    "facts_known_of",
    "fits",
    "fits_of",
    "funding",
    "funding_sources",
    "hotline_of",
    "is_service",
    "judge",
    "marking_invented",
    "named_programmes",
    "outcome_sources",
    "outcomes",
    "papers_asked",
    "programmes_in_force",
    "rank_of",
    "reach",
    "standing",
    "standing_sources",
    "states_a_rank",
    "version_on",
    "versions_in_use",
    "versions_on",
    "watch",
    "window_of",
]  # fmt: skip


def versions_in_use() -> QuerySet[ProgrammeVersion]:
    """The versions of the release in use, each with `until`, its last day there."""
    last = Publication.objects.order_by("-pk").values("pk")[:1]
    rows = ProgrammeVersion.objects.filter(standings__publication=Subquery(last))
    return rows.annotate(until=F("standings__until"))


def _holding(day: dt.date) -> QuerySet[ProgrammeVersion]:
    """The versions in force on a day; of one programme at most one."""
    return versions_in_use().filter(Q(until=None) | Q(until__gte=day), in_force_from__lte=day)


def programmes_in_force(day: dt.date) -> QuerySet[Programme]:
    """Programmes with a version in force on a day."""
    holding = _holding(day).values("programme")
    return Programme.objects.filter(withdrawn=False, pk__in=holding).select_related("office")


def programmes_led_by(offices: Iterable[int] | None = None) -> QuerySet[Programme]:
    """Programmes with their bureau: of these bureaus, or all."""
    rows = Programme.objects.select_related("office")
    return rows if offices is None else rows.filter(office__in=offices)


def version_on(programme: Programme, day: dt.date) -> ProgrammeVersion | None:
    """The version in force on a day by the release in use, whatever was published before."""
    rows = _holding(day).filter(programme=programme).order_by("-in_force_from")
    return rows.select_related("programme__office", "release").defer("release__files").first()


def versions_on(day: dt.date) -> list[ProgrammeVersion]:
    """The version in force of every programme in force, with its programme and bureau; two queries."""
    found = {programme.pk: programme for programme in programmes_in_force(day)}
    versions = list(_holding(day).filter(programme__in=found).order_by("programme_id", "in_force_from"))
    for version in versions:
        version.programme = found[version.programme_id]
    return versions


def is_service(version: ProgrammeVersion) -> bool:
    """Whether a version promises a service and no money, so that nothing is applied for (its programme loaded)."""
    benefit = version.description.get("benefit") or {}
    return version.programme.kind in SERVICE_KINDS and not benefit.get("amount")


@dataclass(frozen=True)
class Reach:
    """How an office is reached, as the catalogue says: phone, address, hours, page; "" where it does not.

    `reconsideration` is who hears a complaint against its decisions (行政复议), `court` where it is sued.
    """

    office: str
    full: str
    phone: str = ""
    address: str = ""
    hours: str = ""
    page: str = ""
    email: str = ""
    reconsideration: str = ""
    court: str = ""
    hotline: str = ""


def reach(office: str, found: Catalogue | None = None) -> Reach:
    """How one office of the catalogue in use (or `found`) is reached."""
    read = found or catalogue()
    layers = read.layers
    full = next((full for layer in layers for name, full in layer.offices if name == office), office)
    known = next((dict(layer.reach[office]) for layer in layers if office in layer.reach), {})
    remedies = next((dict(layer.rest["remedies"]) for layer in reversed(layers) if layer.rest.get("remedies")), {})
    named = {key: str(remedies[key]) for key in ("reconsideration", "court") if remedies.get(key)}
    return Reach(office, full, hotline=hotline_of(read), **{**named, **known})


def hotline_of(found: Catalogue) -> str:
    """The citizens' hotline of the nearest layer that names one; "" for none."""
    return next((str(layer.rest["hotline"]) for layer in reversed(found.layers) if layer.rest.get("hotline")), "")


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
    found = compiled(version.release_hash)
    return rulebook.judge_under(
        found, version.programme.slug, version.in_force_from, facts, as_of, answers or {}, checked=True
    )


def watch(
    version: ProgrammeVersion, obligation: str, facts: Mapping[str, Value], decided: Mapping[str, Value], as_of: dt.date
) -> Watched:
    """Whether an obligation of one stored version is kept on a day; `decided` are the facts the decision stood on."""
    found = compiled(version.release_hash)
    return rulebook.watch(
        found, version.programme.slug, version.in_force_from, obligation, facts, decided, as_of, checked=True
    )


def rank_of(version: ProgrammeVersion, facts: Mapping[str, Value], as_of: dt.date) -> Decimal | None:
    """What the version's own `rank` says of these facts; None where it says nothing or cannot tell."""
    found = compiled(version.release_hash)
    return rulebook.rank_under(found, version.programme.slug, version.in_force_from, facts, as_of, checked=True)


def states_a_rank(version: ProgrammeVersion) -> bool:
    """Whether the version says by what its cases are ranked."""
    found = compiled(version.release_hash).programmes[version.programme.slug]
    return any(each.rank is not None for each in found.versions if each.since == version.in_force_from)


def facts_for_judging(enterprise: Enterprise, as_of: dt.date) -> dict[str, Value]:
    """What is known of an enterprise on a day and fresh enough to count."""
    known = enterprises.facts_of(enterprise, as_of)
    return {name: each.value for name, each in known.items() if not each.expired}


def facts_known_of(enterprise: Enterprise, day: dt.date) -> dict[str, Value]:
    """The same of a day that may be past, as it is known now."""
    known = enterprises.facts_known_of(enterprise, day)
    return {name: each.value for name, each in known.items() if not each.expired}


@dataclass(frozen=True)
class Fits:
    """All programmes in force for one subject, by how they stand; each list sorted with the most useful first.

    `services` are those that are not out of the question; they are offered, not judged: nearly everybody may use them.
    `held` wait for nothing but what bureaus verify.
    """

    eligible: tuple[Verdict, ...]
    one_missing: tuple[Verdict, ...]
    undecided: tuple[Verdict, ...]
    not_eligible: tuple[Verdict, ...]
    services: tuple[Verdict, ...] = ()
    held: tuple[Verdict, ...] = ()

    @property
    def total(self) -> Decimal:
        """Yuan that the eligible ones give together, exclusions not yet taken into account."""
        return sum((each.amount for each in self.eligible if each.amount is not None), Decimal(0))

    @property
    def illustrative(self) -> Decimal:
        """Yuan of the total that rest on numbers no document confirms."""
        return sum((each.amount or Decimal(0) for each in self.eligible if each.illustrative), Decimal(0))

    @property
    def unlocks(self) -> list[tuple[str, int]]:
        """Single facts that stand between the enterprise and an answer: (fact, programmes), the most useful first."""
        counts: dict[str, int] = {}
        for verdict in self.one_missing:
            for name in verdict.missing:
                counts[name] = counts.get(name, 0) + 1
        return sorted(counts.items(), key=lambda pair: -pair[1])


def fits(
    facts: Mapping[str, Value], as_of: dt.date, *, slugs: Collection[str] | None = None, by: Catalogue | None = None,
    subject: str = "enterprise",
) -> Fits:  # fmt: skip
    """Judge every programme in force for a kind of subject. No query beyond the catalogue's; none with `by`, for who
    asks of many.
    """
    verdicts = _verdicts(by or catalogue(), facts, as_of, slugs, subject)
    groups: dict[str, list[Verdict]] = {"yes": [], "one": [], "open": [], "no": [], "service": [], "held": []}
    for verdict in verdicts:
        if verdict.service:
            if verdict.eligible is not False:
                groups["service"].append(verdict)
        elif verdict.eligible is None:
            groups[_open_group(verdict)].append(verdict)
        else:
            groups["yes" if verdict.eligible else "no"].append(verdict)
    groups["yes"].sort(key=lambda each: (each.illustrative, -(each.amount or 0), each.name))
    groups["held"].sort(key=lambda each: each.name)
    groups["open"].sort(key=lambda each: (len(each.missing), each.name))
    groups["no"].sort(key=lambda each: (len(each.because), each.name))
    return Fits(*(tuple(groups[key]) for key in ("yes", "one", "open", "no", "service", "held")))


def _open_group(verdict: Verdict) -> str:
    if verdict.verifying and not verdict.asking and not verdict.waiting:
        return "held"
    return "one" if len(verdict.missing) == len(verdict.asking) == 1 and not verdict.waiting else "open"


def _verdicts(
    found: Catalogue, facts: Mapping[str, Value], as_of: dt.date, slugs: Collection[str] | None, subject: str
) -> Iterable[Verdict]:
    for programme, _version in found.in_force(as_of):
        if programme.subject != subject or (slugs is not None and programme.slug not in slugs):
            continue
        try:
            yield rulebook.judge(found, programme.slug, facts, as_of, checked=True)
        except (NoValueYet, NotInForce):
            continue  # a parameter has no value on that day: the programme says nothing yet


def fits_of(enterprise: Enterprise, as_of: dt.date) -> Fits:
    """What fits an enterprise, from what is known of it."""
    return fits(facts_for_judging(enterprise, as_of), as_of, subject=enterprise.subject)


def climb(slug: str, facts: Mapping[str, Value], as_of: dt.date) -> Climb:
    """Where a firm stands on a ladder of the published catalogue, and what the next rung asks."""
    return rulebook.climb(catalogue(), slug, facts, as_of, checked=True)


def climbs(facts: Mapping[str, Value], as_of: dt.date) -> list[Climb]:
    """The same for every ladder."""
    return [climb(slug, facts, as_of) for slug in catalogue().ladders]


def best_package(enterprise: Enterprise, facts: Mapping[str, Value], as_of: dt.date) -> Package:
    """The best lawful combination of the year for an enterprise, what it was given already taken into account."""
    given = before(given_to(enterprise), as_of.year)
    return package(catalogue(), facts, as_of, before=given, subject=enterprise.subject, checked=True)


def named_programmes() -> set[str]:
    """Codes of what is given, here or elsewhere, as the catalogue in force names it."""
    found = catalogue()
    named = set(found.programmes)
    named |= {str(each["slug"]) for layer in found.layers for each in layer.rest.get("outside") or []}
    return named


def bundle(
    file: BinaryIO,
    *,
    programme: Programme,
    year: int,
    numbers: Mapping[str, list[int]],
    decisions: Iterable[Decided],
    lines: Iterable[Line],
    besides: Iterable[tuple[str, bytes]] = (),
) -> Written:
    """Write an audit bundle, the texts of every release it rests on among it; see `rulebook.bundle.writing`."""

    def texts(hash_: str) -> Texts:
        release = Release.objects.get(hash=hash_)
        return Texts(hash_, release.layer, release.files)

    return write_bundle(
        file, subject=Subject(programme.slug, year, numbers), decisions=decisions, lines=lines, texts=texts,
        besides=besides,
    )  # fmt: skip
