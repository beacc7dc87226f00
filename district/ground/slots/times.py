"""The district's days and half-open spans of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.record.reading import day_asked

ZONE = ZoneInfo("Asia/Shanghai")
ONE_DAY = dt.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2000, 2100  # days beyond are slips


class Span(NamedTuple):
    """From `starts` up to, and without, `ends`; aware."""

    starts: dt.datetime
    ends: dt.datetime

    def meets(self, other: Span) -> bool:
        return self.starts < other.ends and other.starts < self.ends

    def days(self) -> int:
        return (self.ends - self.starts) // ONE_DAY


def here(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZONE)


def day_said(text: str | None) -> dt.date | None:
    """The day that an address says; None where it says none, or one so far off that it is a slip."""
    day = day_asked(text)
    return day if day is not None and FIRST_YEAR < day.year < LAST_YEAR else None


def day_to_come(text: str | None) -> dt.date:
    """The day that an address says, never before today; today where it says none."""
    return max(day_said(text) or clock.today(), clock.today())


def day_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(ZONE).date()


def week_of(day: dt.date) -> tuple[int, int]:
    """ISO year and week."""
    year, week, _weekday = day.isocalendar()
    return year, week


def at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=ZONE)


def whole_day(day: dt.date) -> Span:
    return Span(at(day, dt.time()), at(day + ONE_DAY, dt.time()))


def monday(day: dt.date) -> dt.date:
    return day - ONE_DAY * day.weekday()


def whole_week(day: dt.date) -> Span:
    return Span(whole_day(monday(day)).starts, whole_day(monday(day) + ONE_DAY * 6).ends)


def dates(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """First to last, both included."""
    for n in range((last - first).days + 1):
        yield first + ONE_DAY * n


def minutes(count: int) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def when(span: Span) -> str:
    """2026年12月1日 周二 14:00–15:00; Tuesday 1 December 2026, 14:00–15:00 on English pages."""
    starts, ends = here(span.starts), here(span.ends)
    if get_language() == "en":
        until = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends.day} {ends:%B %H:%M}"
        return f"{starts:%A} {starts.day} {starts:%B %Y, %H:%M}–{until}"
    weekday = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[starts.weekday()]
    until = f"{ends:%H:%M}" if starts.date() == ends.date() else f"{ends.month}月{ends.day}日 {ends:%H:%M}"
    return f"{starts.year}年{starts.month}月{starts.day}日 {weekday} {starts:%H:%M}–{until}"
