"""When notices may leave: working hours of working days; and the hour of the daily digest."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from district.ground.record import calendar


def is_open(moment: dt.datetime) -> bool:
    """Whether notices that are not urgent may leave at this moment."""
    local = timezone.localtime(moment)
    opens, closes = settings.NOTICE_HOURS
    return calendar.day(local.date()).counted and opens <= local.time() < closes


def leaves_at(moment: dt.datetime) -> dt.datetime:
    """The first moment from `moment` on at which notices may leave."""
    if is_open(moment):
        return moment
    return _next(moment, settings.NOTICE_HOURS[0])


def digest_at(moment: dt.datetime) -> dt.datetime:
    """The first digest from `moment` on."""
    return _next(moment, settings.NOTICE_DIGEST)


def _next(moment: dt.datetime, hour: dt.time) -> dt.datetime:
    """The first time from `moment` on that it is `hour` on a working day."""
    date = timezone.localtime(moment).date()
    while True:
        found = timezone.make_aware(dt.datetime.combine(date, hour))
        if found >= moment and calendar.day(date).counted:
            return found
        date += calendar.ONE_DAY
