"""What there is to tell of programmes in force: a window that opened, a rule that is new, back again, or changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from district.policies import library, queries
from district.policies.models import Programme, ProgrammeVersion, Publication, Standing
from district.policies.page.history import same_for_readers
from district.policies.queries import versions_on
from rulebook import Version

NEW, REOPENED, OPEN, CHANGED = "new", "reopened", "open", "changed"
FRESH = 30  # days for which a rule that began is news


@dataclass(frozen=True)
class Occasion:
    """`since` when; `key` names it for ever. `closes`: the window's last day."""

    programme: Programme
    kind: str
    since: dt.datetime
    key: str
    closes: dt.date | None = None


def occasions(today: dt.date) -> list[Occasion]:
    """All that is news today; five queries, however many programmes."""
    stood = _Stood()
    found = []
    for version in versions_on(today):
        since, previous, before = stood.began(version)
        opens, closes = library.window(version.description.get("intake") or {}, today)
        fresh = (today - timezone.localdate(since)).days <= FRESH
        if fresh and (kind := _kind(stood.versions[version.pk], previous, before)):
            key = f"{kind} {version.hash[:16]} {since:%Y-%m-%d}"
            found.append(Occasion(version.programme, kind, since, key, closes))
        if opens is not None and closes is not None and opens <= today <= closes and _midnight(opens) > since:
            found.append(Occasion(version.programme, OPEN, _midnight(opens), f"open {opens}", closes))
    return found


def _kind(version: ProgrammeVersion, previous: ProgrammeVersion | None, before: bool) -> str:
    """`previous` is the rule on the eve, `before` whether there ever was one; "" where readers notice nothing."""
    if previous is None:
        return REOPENED if before else NEW
    mine, old = queries.catalogue_of(version.release), queries.catalogue_of(previous.release)
    same = same_for_readers(_rule(previous), _rule(version), mine, old)
    return "" if same else CHANGED


def _rule(version: ProgrammeVersion) -> Version:
    found = queries.catalogue_of(version.release).programmes[version.programme.slug]
    return next(each for each in found.versions if each.since == version.in_force_from)


class _Stood:
    """Which versions stood in which publication, read once."""

    def __init__(self) -> None:
        self.publications = list(Publication.objects.order_by("pk").values_list("pk", "at"))
        self.order = {pk: place for place, (pk, _at) in enumerate(self.publications)}
        self.in_publication: Mapping[int, set[int]] = defaultdict(set)
        self.until: dict[tuple[int, int], dt.date | None] = {}
        for publication, version, until in Standing.objects.values_list("publication_id", "version_id", "until"):
            self.in_publication[self.order[publication]].add(version)
            self.until[self.order[publication], version] = until
        rows = ProgrammeVersion.objects.select_related("programme", "release").defer("release__files")
        self.versions = {row.pk: row for row in rows}
        self.of_programme: Mapping[int, list[ProgrammeVersion]] = defaultdict(list)
        for row in self.versions.values():
            self.of_programme[row.programme_id].append(row)

    def began(self, version: ProgrammeVersion) -> tuple[dt.datetime, ProgrammeVersion | None, bool]:
        """When a version in force began to be: its day, or when it was published; the rule before it, if any; and
        whether the programme was ever offered before."""
        place = len(self.publications) - 1
        while place > 0 and version.pk in self.in_publication[place - 1]:
            place -= 1
        published, day = self.publications[place][1], _midnight(version.in_force_from)
        since = max(published, day)
        looked = place if day >= published else place - 1  # on the eve: of this catalogue, or of the one before it
        eve = timezone.localdate(since) - dt.timedelta(days=int(day >= published))
        mine = self.of_programme[version.programme_id]
        previous = next((each for each in mine if each.pk != version.pk and self._held(each, looked, eve)), None)
        earlier = any(each.pk in self.in_publication[at] for each in mine for at in range(place))
        before = earlier or any(
            each.pk in self.in_publication[place] and each.in_force_from < version.in_force_from for each in mine
        )
        return since, previous, before

    def _held(self, version: ProgrammeVersion, place: int, day: dt.date) -> bool:
        if place < 0 or version.pk not in self.in_publication[place] or version.in_force_from > day:
            return False
        until = self.until[place, version.pk]
        return until is None or until >= day


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
