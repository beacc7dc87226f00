"""Publishing a catalogue, and what follows from it: bureaus, vocabulary, versions, search, sizes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.dispatch import receiver
from django.utils.translation import gettext as _

import rulebook
from district.enterprises import actions as enterprise_actions
from district.enterprises import queries as enterprises
from district.people import actions as people_actions
from district.people.permissions import require
from district.people.queries import Bureau, Person
from district.policies.describing import describe
from district.policies.models import Programme, ProgrammeVersion, Release
from district.policies.permissions import may_publish
from district.policies.queries import NothingPublished, catalogue, current_release
from district.record import clock
from district.record.actions import lock, write_log
from rulebook import Catalogue, CatalogueError
from rulebook.judging.bench import bench
from rulebook.judging.examples import run_examples

ROOM = "policies"


def publish(*, path: Path, by: Person | None = None) -> Release:
    """Publish a catalogue folder: read, check, run its examples, store. Publishing the same again changes nothing.

    `by` is None only for the command line. Raises CatalogueError with every fault, and then nothing is stored.
    """
    if by is not None:
        require(may_publish(by))
    return _store(_sound(rulebook.read_catalogue(path)), by)


def publish_files(*, files: Mapping[str, str], layer: str, by: Person, instead_of: Release) -> Release:
    """Publish texts by path ("yangpu/layer.yaml" → text) in place of a release, as a folder of the same would be.

    Raises CatalogueError, Refused; Overtaken when `instead_of` is no longer what is published; NothingNew when these
    very texts, or a changed rule to the letter, were published before: an old version is not published again.
    """
    require(may_publish(by))
    found = _sound(rulebook.read_files(files, layer))
    with transaction.atomic():
        lock(Release.objects.filter(pk=instead_of.pk)).first()
        if current_release() != instead_of:
            raise Overtaken(_("已发布的目录刚刚变了，请先合并再发布。"))
        if Release.objects.filter(hash=found.hash).exists():
            raise NothingNew(_("这份目录和以前发布过的一字不差，没有可发布的。"))
        release = _store(found, by)
        for programme in found.programmes.values():
            _is_used(programme)
    return release


class Overtaken(ValueError):
    """What is published changed meanwhile."""


class NothingNew(ValueError):
    """The very same was published before."""


def _is_used(programme: rulebook.Programme) -> None:
    """Each version as written is the one judged by: a rule set back to what it once was is an old row, and is not."""
    for version in programme.versions:
        rows = ProgrammeVersion.objects.filter(programme__slug=programme.slug, in_force_from=version.since)
        latest = rows.order_by("-published_at", "-pk").values_list("hash", flat=True).first()
        if latest != version.hash:
            raise NothingNew(
                _("“%(name)s”%(since)s 起的规则改回了以前发布过的样子；请写成从新的一天起施行的规则。")
                % {"name": programme.name, "since": version.since}
            )


def _sound(found: Catalogue) -> Catalogue:
    """The catalogue, when all its examples come out. Raises CatalogueError."""
    wrong = [fault for fault in run_examples(found) if not fault.warning]
    if wrong:
        raise CatalogueError(wrong)
    return found


def _store(found: Catalogue, by: Person | None) -> Release:
    known = Release.objects.filter(hash=found.hash).first()
    if known is not None and known == current_release():
        return known
    with transaction.atomic():
        release = known or Release.objects.create(
            hash=found.hash, layer=found.layer.folder, files=dict(found.files), published_at=clock.now(),
            published_by=by,
        )  # fmt: skip
        _define(found)
        added = [slug for programme in found.programmes.values() for slug in _programme(found, programme, release)]
        Programme.objects.exclude(slug__in=list(found.programmes)).update(withdrawn=True)
        _rebuild_search(found)
        write_log(room=ROOM, subject=release.hash[:12], verb="publish", by=by, data={"versions": added})
    return release


def _define(found: Catalogue) -> None:
    """Bureaus and vocabulary, as the catalogue's layers name them."""
    offices = [pair for layer in found.layers for pair in layer.offices]
    streets = [each["name"] for each in found.layer.rest.get("streets") or []]
    people_actions.define_bureaus(offices=offices, streets=streets)
    enterprise_actions.define_facts(kinds=[
        {"name": kind.name, "type": kind.type, "unit": kind.unit, "places": kind.places, "source": kind.source,
         "fresh": kind.fresh, "personal": kind.personal, "ask": kind.ask, "choices": list(kind.choices)}
        for kind in found.facts.values()
    ])  # fmt: skip


def _programme(found: Catalogue, programme: rulebook.Programme, release: Release) -> Iterable[str]:
    """The programme's row, and rows for the versions not there yet."""
    row, _created = Programme.objects.update_or_create(slug=programme.slug, defaults={
        "name": programme.name, "office": Bureau.objects.get(name=programme.office), "kind": programme.kind,
        "subject": programme.subject, "summary": programme.summary, "stages": list(programme.for_whom),
        "layer": programme.layer, "withdrawn": False,
    })  # fmt: skip
    for version in programme.versions:
        _version, created = ProgrammeVersion.objects.get_or_create(programme=row, hash=version.hash, defaults={
            "in_force_from": version.since, "in_force_until": version.until, "release": release,
            "description": describe(found, programme, version), "published_at": clock.now(),
        })  # fmt: skip
        if created:
            yield f"{programme.slug} {version.since}"


def _rebuild_search(found: Catalogue) -> None:
    from district.policies import search

    search.rebuild(found)


def compute_sizes(*, enterprise_ids: Iterable[int] | None = None, as_of: dt.date | None = None) -> int:
    """Compute 企业规模 with the published table, for some enterprises or all; returns how many were judged."""
    day = as_of or clock.today()
    try:
        ready = bench(catalogue())
    except NothingPublished:
        return 0
    sizes: dict[int, str] = {}
    judged = 0
    for pk, facts in enterprises.facts_for_register(day, enterprise_ids):
        size = ready.environment(facts, day)["企业规模"] if "企业规模" in ready.derived else None
        sizes[pk] = str(size or "")
        judged += 1
        if len(sizes) >= 500:  # a transaction each, and others want to write too
            enterprise_actions.set_sizes(sizes=sizes, as_of=day)
            sizes = {}
    enterprise_actions.set_sizes(sizes=sizes, as_of=day)
    return judged


@receiver(enterprise_actions.facts_changed, dispatch_uid="policies.sizes")
def sizes_follow_facts(sender: Any, *, enterprise_ids: list[int], **__: Any) -> None:
    compute_sizes(enterprise_ids=enterprise_ids)
