"""Publishing a catalogue, and what follows from it: bureaus, vocabulary, versions, sizes."""

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
from district.ground import clock
from district.ground.people import actions as people_actions
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record import holidays
from district.ground.record.actions import lock, write_log
from district.policies import naming
from district.policies.describing import describe
from district.policies.models import Programme, ProgrammeVersion, Publication, Release, Standing
from district.policies.permissions import may_publish
from district.policies.queries import NothingPublished, catalogue, current_release
from rulebook import Catalogue, CatalogueError
from rulebook.catalogue.catalogue import rested_on
from rulebook.judging.bench import bench
from rulebook.judging.examples import run_examples
from rulebook.judging.summaries import check_summaries

ROOM, SIZE = "policies", "企业规模"


def publish(*, path: Path, by: Person | None = None, way: Publication.Way = Publication.Way.HAND) -> Release:
    """Publish a catalogue folder: read, check, run its examples, store. Publishing what is in use changes nothing.

    What was published before may be published again: its rules are in force again, its old rows with them. `by` is
    None only for the command line. Raises CatalogueError with every fault, and then nothing is stored.
    """
    if by is not None:
        require(may_publish(by))
    return _store(_sound(rulebook.read_catalogue(path)), by, way)


def publish_files(*, files: Mapping[str, str], layer: str, by: Person, instead_of: Release) -> Release:
    """Publish texts by path ("yangpu/layer.yaml" → text) in place of a release, as a folder of the same would be.

    Raises CatalogueError, Refused; Overtaken when `instead_of` is no longer what is published.
    """
    require(may_publish(by))
    found = _sound(rulebook.read_files(files, layer))
    with transaction.atomic():
        lock(Release.objects.filter(pk=instead_of.pk)).first()
        if current_release() != instead_of:
            raise Overtaken(_("已发布的目录刚刚变了，请先合并再发布。"))
        return _store(found, by, Publication.Way.SITE)


class Overtaken(ValueError):
    """What is published changed meanwhile."""


def _sound(found: Catalogue) -> Catalogue:
    """The catalogue, when its examples come out and its summaries say the rules' numbers. Raises CatalogueError."""
    wrong = [fault for fault in run_examples(found) if not fault.warning] + check_summaries(found, clock.today())
    if wrong:
        raise CatalogueError(wrong)
    return found


def _store(found: Catalogue, by: Person | None, way: Publication.Way) -> Release:
    with transaction.atomic():
        before = lock(Publication.objects.order_by("-pk")).select_related("release").first()
        if before is not None and before.release.hash == found.hash and not _by_hand_now(before, way):
            return before.release
        release, _new = Release.objects.get_or_create(hash=found.hash, defaults={
            "layer": found.layer.folder, "files": dict(found.files), "published_at": clock.now(), "published_by": by,
        })  # fmt: skip
        publication = Publication.objects.create(release=release, way=way, at=clock.now(), by=by)
        _define(found)
        _take_in_holidays(found)
        added = [slug for programme in found.programmes.values() for slug in _programme(found, programme, publication)]
        Programme.objects.exclude(slug__in=list(found.programmes)).update(withdrawn=True)
        naming.keep(found)
        data = {"versions": added, "way": str(way), "before": str(before.release) if before else ""}
        write_log(room=ROOM, subject=str(release), verb="publish", by=by, data=data)
    return release


def _by_hand_now(before: Publication, way: Publication.Way) -> bool:
    """Whether somebody publishes by hand what stood there by itself: from then on it is theirs to change."""
    return before.way == Publication.Way.RUN and way != Publication.Way.RUN


def _define(found: Catalogue) -> None:
    """Bureaus and vocabulary, as the catalogue's layers name them."""
    offices = [pair for layer in found.layers for pair in layer.offices]
    streets = [each["name"] for each in found.layer.rest.get("streets") or []]
    codes = {each["name"]: str(each.get("code") or "") for each in found.layer.rest.get("streets") or []}
    reach = {name: how for layer in found.layers for name, how in layer.reach.items()}
    people_actions.define_bureaus(offices=offices, streets=streets, reach=reach, codes=codes)
    enterprise_actions.define_facts(kinds=[
        {"name": kind.name, "subject": kind.subject, "type": kind.type, "unit": kind.unit,
         "places": kind.places, "source": kind.source,
         "vouched_by": list(kind.vouched_by), "fresh": kind.fresh, "personal": kind.personal, "ask": kind.ask,
         "choices": list(kind.choices), "group": kind.group, "group_english": kind.group_english}
        for kind in found.facts.values()
    ])  # fmt: skip


def _take_in_holidays(found: Catalogue) -> None:
    """Work calendars of years that the library lacks; deadlines that were provisional are counted anew."""
    changed = {
        each.year for each in found.holidays.values()
        if holidays.take_in(each.year, each.off, each.work, each.source)
    }  # fmt: skip
    if changed:
        holidays.arrived.send(sender=None, years=changed)


def _programme(found: Catalogue, programme: rulebook.Programme, publication: Publication) -> Iterable[str]:
    """The programme's row, rows for the versions not there yet, and all its versions in force by this publication."""
    row, _created = Programme.objects.update_or_create(slug=programme.slug, defaults={
        "name": programme.name, "office": Bureau.objects.get(name=programme.office), "kind": programme.kind,
        "subject": programme.subject, "summary": programme.summary, "stages": list(programme.for_whom),
        "layer": programme.layer, "withdrawn": False,
    })  # fmt: skip
    for version in programme.versions:
        kept, created = ProgrammeVersion.objects.get_or_create(programme=row, hash=version.hash, defaults={
            "in_force_from": version.since, "in_force_until": version.until, "release": publication.release,
            "description": describe(found, programme, version), "published_at": publication.at,
        })  # fmt: skip
        Standing.objects.create(publication=publication, version=kept, until=version.until)
        if created:
            yield f"{programme.slug} {version.since}"


def compute_sizes(*, enterprise_ids: Iterable[int] | None = None, as_of: dt.date | None = None) -> int:
    """Compute 企业规模 with the published table, for some enterprises or all; returns how many were judged."""
    day = as_of or clock.today()
    try:
        found = catalogue()
    except NothingPublished:
        return 0
    ready, sizes, judged = bench(found), dict[int, str](), 0
    known = SIZE in found.derived
    rests_on = rested_on([found.derived[SIZE].plan], found.derived) | {SIZE} if known else frozenset[str]()
    for pk, facts in enterprises.facts_for_register(day, enterprise_ids, names=rests_on):
        size = ready.environment(facts, day)[SIZE] if known else None
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
