"""Taking a place: one conditional update of one row, so that two deciders can never both get the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from district.applications.checks import NotPossible, TooFew
from district.applications.handling import Quota
from district.applications.models import Application
from district.applications.places.listed import promised, quota_of
from district.applications.places.models import Place, Places
from district.applications.states import GRANTED
from district.policies.queries import Programme
from district.record import clock
from district.record.actions import lock


def places_of(programme: Programme, quota: Quota, day: dt.date) -> Places:
    """The row of this period, made when first asked for; what the year before left over is carried if the rule says."""
    year = day.year if quota.per == "year" else 0
    found = Places.objects.filter(programme=programme, year=year).first()
    if found is None:
        found, _created = Places.objects.get_or_create(
            programme=programme, year=year, defaults=_opening(programme, quota, year)
        )
    if found.count != quota.count + found.carried:  # a later version changed the quota; what is taken stays taken
        Places.objects.filter(pk=found.pk).update(count=Greatest(F("taken"), Value(quota.count + found.carried)))
        found.refresh_from_db()
    return found


def _opening(programme: Programme, quota: Quota, year: int) -> dict[str, int]:
    carried = 0
    if quota.carry and year:
        before = Places.objects.filter(programme=programme, year=year - 1).first()
        carried = before.count - before.taken if before else 0
    granted = Application.objects.filter(programme=programme, state=GRANTED)
    if year:
        granted = granted.filter(decided_at__year=year)
    count = max(quota.count + carried, granted.count())
    return {"count": count, "carried": count - quota.count, "taken": granted.count()}


def take(row: Application) -> Place | None:
    """Take a place for a case inside the decision's transaction. None where the programme has no quota.

    Raises NotPossible when all are taken. The database has the last word: never_more_places_than_the_quota.
    """
    quota = quota_of(row.version)
    if quota is None or quota.by == "pro-rata":
        return None
    places = places_of(row.programme, quota, clock.today())
    taken = Places.objects.filter(pk=places.pk, taken__lt=F("count")).update(taken=F("taken") + 1)
    if not taken:
        raise TooFew(_("名额 %(count)d 个已满，不能再同意。") % {"count": places.count})
    return Place.objects.create(places=places, application=row, at=clock.now())


def give_back(row: Application) -> bool:
    """Return a case's place, where it has one: the decision was revoked. The next of the waiting list may be called."""
    with transaction.atomic():
        freed = Place.objects.filter(application=row, returned_at=None).update(returned_at=clock.now())
        if freed:
            place = Place.objects.filter(application=row).latest("pk")
            Places.objects.filter(pk=place.places_id).update(taken=F("taken") - 1)
    return bool(freed)


def left(programme: Programme, quota: Quota, day: dt.date) -> int:
    """How many places are free now; reads only."""
    year = day.year if quota.per == "year" else 0
    row = Places.objects.filter(programme=programme, year=year).first()
    return row.count - row.taken if row else quota.count


def free(programme: Programme, quota: Quota, day: dt.date, besides: Collection[int] = ()) -> int:
    """How many places nobody has been promised; reads only. `besides`: cases whose promises do not count."""
    return max(0, left(programme, quota, day) - promised(programme, besides))


def held(programme: Programme, quota: Quota) -> Places:
    """The row of places, locked: lists, notices and calls of a programme go one after another."""
    return lock(Places.objects.all()).get(pk=places_of(programme, quota, clock.today()).pk)


def room_for(row: Application, more: int, besides: Collection[int] = ()) -> None:
    """Raises NotPossible where `more` cases, beside those promised a place and those granted, would be too many."""
    quota = quota_of(row.version)
    if quota is None or quota.by == "pro-rata":
        return
    places = held(row.programme, quota)
    spoken_for = promised(row.programme, besides)
    if places.taken + spoken_for + more > places.count:
        words = {"left": max(0, places.count - places.taken - spoken_for), "more": more}
        raise NotPossible(_("名额还剩 %(left)d 个，不能公示 %(more)d 家。") % words)
