"""Of which days a figure speaks: whole days in the district's time, both ends included."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.ground import clock

MOST_MONTHS = 120
WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class NotAPeriod(ValueError):
    """Words that name no period; `str()` is fit for the person who typed them."""


@dataclass(frozen=True)
class Period:
    """From `first` to `last`; without `first` from the earliest row on."""

    first: dt.date | None
    last: dt.date

    def __post_init__(self) -> None:
        if self.first is not None and self.first > self.last:
            raise NotAPeriod(_("期间的头在尾之后。"))

    @classmethod
    def year(cls, year: int) -> Period:
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @classmethod
    def month(cls, day: dt.date) -> Period:
        return cls(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))

    @classmethod
    def day(cls, day: dt.date) -> Period:
        return cls(day, day)

    @classmethod
    def until(cls, day: dt.date) -> Period:
        """Everything up to a day."""
        return cls(None, day)

    @classmethod
    def read(cls, text: str) -> Period:
        """`2022`, `2022-06`, `2022-06-24`, `2022-01-01..2022-06-24`, `..2022-06-24`. Raises NotAPeriod."""
        first, dots, last = text.strip().partition("..")
        if not dots:
            return _whole(first)
        ends = _whole(last).last
        return cls(_whole(first).first if first else None, ends)

    @property
    def key(self) -> str:
        """As `read` takes it, the shortest way."""
        if self.first is None:
            return f"..{self.last}"
        shorter = {
            f"{self.last:%Y}": Period.year(self.last.year), f"{self.last:%Y-%m}": Period.month(self.last),
            f"{self.last}": Period.day(self.last),
        }  # fmt: skip
        for short, whole in shorter.items():
            if whole == self:
                return short
        return f"{self.first}..{self.last}"

    @property
    def words(self) -> str:
        """`2022年`, `2022年6月`, `2022年1月1日至6月24日`, `截至2022年6月24日`."""
        if self.first is None:
            return _("截至%(day)s") % {"day": clock.said(self.last)}
        if self == Period.year(self.last.year):
            return _("%(year)d年") % {"year": self.last.year}
        if self == Period.month(self.last):
            return f"{self.last:%B %Y}" if get_language() == "en" else f"{self.last.year}年{self.last.month}月"
        if self.first == self.last:
            return clock.said(self.last)
        return _("%(first)s至%(last)s") % {"first": clock.said(self.first), "last": clock.said(self.last)}

    @property
    def whole_months(self) -> bool:
        """Whether it begins with a month's first day and ends with a month's last."""
        return (self.first is None or self.first.day == 1) and self.last == Period.month(self.last).last

    def clipped(self, today: dt.date) -> Period:
        """Not beyond today: nothing has happened yet. Raises NotAPeriod where it has not begun."""
        if self.first is not None and self.first > today:
            raise NotAPeriod(_("这个期间还没有开始。"))
        return replace(self, last=min(self.last, today))

    def months(self, since: dt.date) -> list[Period]:
        """Its calendar months, the last ones where they are very many; without `first` from `since` on."""
        month, found = Period.month(self.first or since), list[Period]()
        while month.last.replace(day=1) <= self.last:
            assert month.first is not None
            found.append(month)
            month = Period.month(month.last + dt.timedelta(days=1))
        return found[-MOST_MONTHS:]


def _whole(text: str) -> Period:
    found = WRITTEN.match(text)
    if found is None:
        raise NotAPeriod(_("看不懂的期间：%(text)s") % {"text": text[:40]})
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        if not 1990 <= (year or 0) <= 2100:
            raise ValueError
        if month is None:
            return Period.year(year or 0)
        if day is None:
            return Period.month(dt.date(year or 0, month, 1))
        return Period.day(dt.date(year or 0, month, day))
    except ValueError:
        raise NotAPeriod(_("看不懂的期间：%(text)s") % {"text": text[:40]}) from None


def joined(periods: Iterable[Period]) -> Period:
    """Periods that follow one another as one. Raises NotAPeriod where they overlap or leave a gap."""
    found = sorted(periods, key=lambda each: (each.first or dt.date.min, each.last))
    if not found:
        raise NotAPeriod(_("没有期间。"))
    for one, following in pairwise(found):
        if following.first is None or following.first != one.last + dt.timedelta(days=1):
            raise NotAPeriod(_("期间有重叠或中断，不能相加。"))
    return Period(found[0].first, found[-1].last)
