"""Taking a place: one conditional update of one row, so that two deciders can never both get the last one."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible, TooFew
from district.cases.core.models import Application
from district.cases.core.process import Quota
from district.cases.core.states import GRANTED
from district.cases.places.listed import period_of, period_today, promised, quota_of
from district.cases.places.models import Place, Places
from district.ground import clock
from district.ground.record.actions import lock
from district.policies.queries import Programme


def places_of(programme: Programme, quota: Quota, period: int) -> Places:
    """The row of a period, made when first asked for; what the year before left over is carried if the rule says."""
    found = Places.objects.filter(programme=programme, year=period).first()
    if found is None:
        with transaction.atomic():
            carried = _left_over(programme, quota, period)
            found, created = Places.objects.get_or_create(
                programme=programme, year=period, defaults=_opening(programme, quota, period, carried)
            )
            if created and carried:  # what goes to this year is no longer there to be called up for
                Places.objects.filter(programme=programme, year=period - 1).update(count=F("count") - carried)
    if 0 < found.year < clock.today().year:
        return found  # what a later version says does not reach a year that is over
    if found.count != quota.count + found.carried:  # a later version changed the quota; what is taken stays taken
        Places.objects.filter(pk=found.pk).update(count=Greatest(F("taken"), Value(quota.count + found.carried)))
        found.refresh_from_db()
    return found


def _left_over(programme: Programme, quota: Quota, year: int) -> int:
    """What the year before has neither given nor promised, where the rule carries it."""
    if not (quota.carry and year):
        return 0
    before = Places.objects.filter(programme=programme, year=year - 1).first()
    return max(0, before.count - before.taken - promised(programme, year - 1)) if before else 0


def _opening(programme: Programme, quota: Quota, year: int, carried: int) -> dict[str, int]:
    granted = Application.objects.filter(programme=programme, state=GRANTED, places=None)  # before there was a quota
    if year:
        granted = granted.filter(decided_at__year=year)
    count = max(quota.count + carried, granted.count())
    return {"count": count, "carried": count - quota.count, "taken": granted.count()}


def take(row: Application) -> Place | None:
    """Take a place for a case inside the decision's transaction. None where the programme has no quota.

    It is one of the year whose list the case stands on; above the quota, by a leader's leave, it takes none of them.
    Raises NotPossible when all are taken. The database has the last word: never_more_places_than_the_quota.
    """
    quota = quota_of(row.version)
    if quota is None or quota.by == "pro-rata":
        return None
    places = places_of(row.programme, quota, period_of(row, quota))
    if row.above_quota.exists():
        return Place.objects.create(places=places, application=row, above=True, at=clock.now())
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
            if not place.above:
                Places.objects.filter(pk=place.places_id).update(taken=F("taken") - 1)
    return bool(freed)


def row_of(programme: Programme, period: int) -> Places | None:
    """The row of a period, where somebody has asked for it."""
    return Places.objects.filter(programme=programme, year=period).first()


def left(programme: Programme, quota: Quota, period: int) -> int:
    """How many places of a period are not taken; reads only."""
    row = row_of(programme, period)
    return row.count - row.taken if row else quota.count


def free(programme: Programme, quota: Quota, period: int, besides: Collection[int] = ()) -> int:
    """How many places nobody has been promised; reads only. `besides`: cases whose promises do not count."""
    return max(0, left(programme, quota, period) - promised(programme, period, besides))


def held(programme: Programme, quota: Quota, period: int | None = None) -> Places:
    """The row of places, locked: lists, notices and calls of a programme go one after another."""
    period = period_today(quota) if period is None else period
    return lock(Places.objects.all()).get(pk=places_of(programme, quota, period).pk)


def room_for(row: Application, more: int, besides: Collection[int] = ()) -> None:
    """Raises NotPossible where `more` cases, beside those promised a place and those granted, would be too many: of the
    period whose places `row` takes.
    """
    quota = quota_of(row.version)
    if quota is None or quota.by == "pro-rata":
        return
    places = held(row.programme, quota, period_of(row, quota))
    spoken_for = promised(row.programme, places.year, besides)
    if places.taken + spoken_for + more > places.count:
        words = {"left": max(0, places.count - places.taken - spoken_for), "more": more}
        raise NotPossible(_("名额还剩 %(left)d 个，不能公示 %(more)d 家。") % words)
