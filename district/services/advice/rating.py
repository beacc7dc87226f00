"""Writes of ratings: asked ten days after the end, given once, on one scale; the outcome apart from the state."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots.times import day_of, whole_day
from district.services.advice import numbers
from district.services.advice.models import Need, Outcome, Rating
from district.services.advice.moving import ROOM
from district.services.advice.permissions import may_speak_for
from district.services.advice.states import ENDED

AFTER = dt.timedelta(days=10)  # when who asked is asked to rate
OPEN_FOR = dt.timedelta(days=14)  # how long after that
SCORES = range(1, 6)


def open_until(need: Need) -> dt.date | None:
    """The last day on which a need may be rated; None where it has not ended."""
    return None if need.ended_at is None else day_of(need.ended_at) + AFTER + OPEN_FOR


def rateable(today: dt.date) -> QuerySet[Need]:
    """Needs that may still be rated on this day, as `open_until` says, and are not."""
    first = whole_day(today - AFTER - OPEN_FOR).starts
    return Need.objects.filter(state=ENDED, rating=None, ended_at__gte=first)


def to_ask(today: dt.date) -> QuerySet[Need]:
    """Of those, who asked is to be asked by now, and has not been."""
    return rateable(today).filter(rate_asked_at=None, ended_at__lt=whole_day(today - AFTER).ends)


def may_rate_now(need: Need) -> bool:
    last = open_until(need)
    return need.state == ENDED and last is not None and clock.today() <= last and not hasattr(need, "rating")


def rate(*, need: Need, by: Person, score: int, outcome: str, say: str = "") -> Rating:
    """Once, by who asked, from the end until two weeks after the question. A second time gives the first.

    Raises Refused, NotPossible: not over, too late, no score.
    """
    require(may_speak_for(by, need))
    if score not in SCORES or outcome not in Outcome.values:
        raise NotPossible(_("请打 1 到 5 分，并选问题解决了没有。"))
    with transaction.atomic():
        row = lock(Need.objects.all()).get(pk=need.pk)
        if known := Rating.objects.filter(need=row).first():
            return known
        last = open_until(row)
        if row.state != ENDED or last is None:
            raise NotPossible(_("办结以后才能评价。"))
        if clock.today() > last:
            raise NotPossible(_("评价期已经过了；还有问题可以再提一个咨询。"))
        made = Rating.objects.create(
            need=row, reference=numbers.new_reference(numbers.RATING), score=score, outcome=outcome,
            say=say.strip()[:1000], by=by, at=clock.now(),
        )  # fmt: skip
        row.outcome = outcome
        row.save(update_fields=["outcome"])
        mark_done(room=ROOM, subject=row.reference)
        write_log(room=ROOM, subject=row.reference, verb="rate", by=by, data={"score": score, "outcome": outcome})
    need.refresh_from_db()
    return made
