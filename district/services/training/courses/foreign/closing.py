"""A launch ends: by the package's own word, or because nobody was there any more. Its time goes to the ledger.

A package's word is one source, and a browser's: strength B at best. No more counts than the server's own clock ran
between `initialized` and the end, than the package itself says, than what is left of the lesson's length.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from district.ground import clock
from district.ground.record.actions import lock
from district.services.training.courses.booking import word
from district.services.training.courses.foreign import verbs
from district.services.training.courses.foreign.naming import said_by_us
from district.services.training.courses.models import Launch, Sitting, XapiStatement
from district.services.training.hours import actions as hours
from district.services.training.hours.queries import Source


def abandon(sitting: Sitting) -> None:
    """End the launch of a sitting that ends without the package's word; what it said until then counts. The caller
    ends the sitting."""
    row = _open(sitting)
    if row is None:
        return
    now = clock.now()
    row.abandoned_at = now
    row.save(update_fields=["abandoned_at"])
    last = row.last_at or row.at
    note(row, verbs.ABANDONED, result={"duration": f"PT{max(0, int((last - row.at).total_seconds()))}S"})
    if row.initialized_at is not None:
        _book(row, sitting, last, max(_durations(row), default=None))


def terminate(row: Launch, duration: float) -> None:
    """The package said that it is over, after `duration` seconds by its own clock. Its sitting, which the caller has
    locked, ends."""
    now = clock.now()
    row.terminated_at = now
    row.save(update_fields=["terminated_at"])
    sitting = Sitting.objects.select_related("lesson__course__office", "person").get(pk=row.sitting_id)
    _book(row, sitting, now, duration)
    sitting.ended_at = now
    sitting.save(update_fields=["ended_at"])


def _open(sitting: Sitting) -> Launch | None:
    rows = Launch.objects.filter(sitting=sitting, terminated_at=None, abandoned_at=None)
    found = lock(rows).first()
    return found and Launch.objects.select_related("registration__lesson", "registration__package").get(pk=found.pk)


def _durations(row: Launch) -> list[float]:
    said = XapiStatement.objects.filter(launch=row, ours=False, defined=True).values_list("body", flat=True)
    return [found for each in said if (found := verbs.duration_of(each)) is not None]


def _book(row: Launch, sitting: Sitting, ended: dt.datetime, told: float | None) -> None:
    assert row.initialized_at is not None
    seconds = counted((ended - row.initialized_at).total_seconds(), told, sitting.lesson.seconds - sitting.seconds)
    if seconds:
        began = ended - dt.timedelta(seconds=seconds)
        hours.record(word(sitting, began, ended, Source.PACKAGE))
        sitting.seconds += seconds
        sitting.save(update_fields=["seconds"])


def counted(wall: float, told: float | None, left: int) -> int:
    """Whole seconds that count: the least of the server's clock, the package's word, what is left of the lesson."""
    return max(0, int(min(wall, wall if told is None else told, left)))


def note(row: Launch, verb: str, *, result: dict[str, Any] | None = None, of: str = "") -> None:
    """A statement the site itself makes of a launch. `of`: the whole package's id, else the unit's."""
    key = uuid.uuid4()
    body = said_by_us(row, verb, key, result=result, of=of)
    XapiStatement.objects.create(launch=row, key=key, verb=verb, defined=True, ours=True, body=body, at=clock.now())
