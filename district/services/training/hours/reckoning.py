"""What entries come to, day by day: kept beside them, so that numbers over many people are added up by the database."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import F, Q
from django.utils import timezone

from district.ground.record.actions import lock
from district.ground.slots.times import ONE_DAY, whole_day
from district.services.training.hours.models import Entry, Learner, Learnt
from district.services.training.hours.strength import Part, Strength, shared_out


def hold(learners: Collection[int]) -> None:
    """These people's hours change one after another, to the end of the transaction."""
    list(lock(Learner.objects.filter(pk__in=learners).order_by("pk")).values_list("pk"))


def settle(changed: Iterable[Entry]) -> None:
    """Reckon anew the days on which these entries lie, for the people they are of."""
    rows = list(changed)
    if not rows:
        return
    people = {row.learner.same_as_id or row.learner_id for row in rows}
    days = {day for row in rows for day in _days(row)}
    workers = Learner.objects.filter(same_as__in=people).values("pk")
    Learnt.objects.filter(Q(learner__in=people) | Q(learner__in=workers), day__in=days).delete()
    Learnt.objects.bulk_create(_sums(people, days), batch_size=500)


def _days(row: Entry) -> Iterable[dt.date]:
    day = timezone.localdate(row.began)
    while day <= timezone.localdate(row.ended - dt.timedelta(microseconds=1)):
        yield day
        day += ONE_DAY


def _sums(people: Collection[int], days: Collection[dt.date]) -> Iterable[Learnt]:
    first, last = whole_day(min(days)).starts, whole_day(max(days)).ends
    found = Entry.objects.live().filter(
        Q(learner__in=people) | Q(learner__same_as__in=people), began__lt=last, ended__gt=first
    ).annotate(root=F("learner__same_as"))  # fmt: skip
    of: dict[int, list[Entry]] = defaultdict(list)
    for row in found:
        of[row.root or row.learner_id].append(row)
    for person, rows in of.items():
        offices = {row.session: row.office_id for row in rows}
        for day in sorted(days):
            span = whole_day(day)
            for session, learned in sorted(shared_out(Part.cut(rows, span.starts, span.ends)).items()):
                for strength in Strength:
                    if minutes := learned.minutes[strength]:
                        yield Learnt(
                            learner_id=person, day=day, session=session, room=session.partition(":")[0][:20],
                            office_id=offices[session], strength=strength, minutes=minutes,
                        )  # fmt: skip
