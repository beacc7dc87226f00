"""Deadlines that know China's holidays and make-up workdays, and say how each day was counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

import chinese_calendar
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from district.ground.record import holidays

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """One day on the way to a deadline: counted or skipped, and why."""

    date: dt.date
    counted: bool
    why: str  # workday | make-up | weekend | the holiday's Chinese name
    provisional: bool

    @property
    def words(self) -> str:
        """Why it counts or not, for a reader."""
        plain = {"workday": _("工作日"), "make-up": _("调休上班"), "weekend": _("周末")}
        return plain.get(self.why) or _(self.why)

    @property
    def weekday(self) -> str:
        names = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
        return names[self.date.weekday()]


@dataclass(frozen=True)
class Deadline:
    """The last day, whether the State Council's list for it is out, and the days between."""

    date: dt.date
    provisional: bool
    days: tuple[Day, ...]


HOLIDAY_NAMES = {
    "New Year's Day": gettext_noop("元旦"), "Spring Festival": gettext_noop("春节"),
    "Tomb-sweeping Day": gettext_noop("清明节"), "Labour Day": gettext_noop("劳动节"),
    "Dragon Boat Festival": gettext_noop("端午节"), "Mid-autumn Festival": gettext_noop("中秋节"),
    "National Day": gettext_noop("国庆节"), "Anti-Fascist 70th Day": gettext_noop("抗战胜利纪念日"),
}  # fmt: skip


def day(date: dt.date) -> Day:
    """How `date` counts: by the library, by the catalogue's list of the year, or provisionally by weekends alone."""
    found = _in_library(date)
    if found is not None:
        return found
    weekend, listed = date.weekday() >= 5, holidays.of_year(date.year)
    if listed is None:
        return Day(date, not weekend, "weekend" if weekend else "workday", provisional=True)
    if date in listed.off:
        return Day(date, False, listed.off[date], False)
    if date in listed.work:
        return Day(date, True, "make-up", False)
    return Day(date, not weekend, "weekend" if weekend else "workday", False)


@lru_cache(maxsize=4096)
def _in_library(date: dt.date) -> Day | None:
    weekend = date.weekday() >= 5
    try:
        is_off, name = chinese_calendar.get_holiday_detail(date)
        works = chinese_calendar.is_workday(date)
    except NotImplementedError:
        return None
    if works:
        return Day(date, True, "make-up" if weekend else "workday", provisional=False)
    return Day(date, False, HOLIDAY_NAMES.get(name or "", "weekend") if is_off else "weekend", False)


def add_working_days(start: dt.date, count: int) -> Deadline:
    """The day on which `count` working days have passed; the first day does not count."""
    if count < 0:
        raise ValueError(f"working days: expected 0 or more, got {count}")
    passed, date, days = 0, start, []
    while passed < count:
        date += ONE_DAY
        days.append(day(date))
        passed += days[-1].counted
    return Deadline(date, any(each.provisional for each in days), tuple(days))


def add_days(start: dt.date, count: int) -> Deadline:
    """`count` calendar days on; a last day that is off moves to the next working day (Civil Code art. 203)."""
    days = [day(start + ONE_DAY * offset) for offset in range(1, count + 1)]
    while days and not days[-1].counted:
        days.append(day(days[-1].date + ONE_DAY))
    last = days[-1].date if days else start
    return Deadline(last, any(each.provisional for each in days), tuple(days))


def working_days_between(start: dt.date, end: dt.date) -> int:
    """Working days after `start` up to and including `end`; negative when `end` is past."""
    if end < start:
        return -working_days_between(end, start)
    return sum(day(date).counted for date in _dates(start + ONE_DAY, end))


def counted_before(start: dt.date, end: dt.date, years: Collection[int]) -> int:
    """`working_days_between` as it was counted while the lists of `years` were not out: by their weekends alone."""
    return sum(date.weekday() < 5 if date.year in years else day(date).counted for date in _dates(start + ONE_DAY, end))


def _dates(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    while first <= last:
        yield first
        first += ONE_DAY
