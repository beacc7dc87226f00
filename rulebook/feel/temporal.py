"""FEEL's dates, times and durations, to the nanosecond, with offsets and IANA zones."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.feel import calendar as cal

_DAY_NANOS = cal.DAY * cal.NANO


@dataclass(frozen=True, slots=True)
class DaysTime:
    """A days and time duration, in nanoseconds (negative for backwards)."""

    nanos: int

    def part(self, name: str) -> int:
        """`days`, `hours`, `minutes` or `seconds` of the duration written out; signed."""
        size, wrap = {
            "days": (_DAY_NANOS, 0),
            "hours": (3600 * cal.NANO, 24),
            "minutes": (60 * cal.NANO, 60),
            "seconds": (cal.NANO, 60),
        }[name]
        whole = abs(self.nanos) // size
        found = whole % wrap if wrap else whole
        return -found if self.nanos < 0 else found

    def __str__(self) -> str:
        if self.nanos == 0:
            return "PT0S"
        days, rest = divmod(abs(self.nanos), _DAY_NANOS)
        hours, rest = divmod(rest, 3600 * cal.NANO)
        minutes, rest = divmod(rest, 60 * cal.NANO)
        seconds, nanos = divmod(rest, cal.NANO)
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or nanos:
            clock += f"{seconds}{fraction_text(nanos)}S"
        sign = "-" if self.nanos < 0 else ""
        return f"{sign}P{f'{days}D' if days else ''}{'T' + clock if clock else ''}"


@dataclass(frozen=True, slots=True)
class YearsMonths:
    """A years and months duration, in months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        if not years and not months:
            return "P0M"
        sign = "-" if self.months < 0 else ""
        return f"{sign}P{f'{years}Y' if years else ''}{f'{months}M' if months else ''}"


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date; always a real one when made by `parse_date` or arithmetic."""

    year: int
    month: int
    day: int

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        return cal.day_number(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.number + 3) % 7 + 1

    @property
    def day_of_year(self) -> int:
        """From 1 for the first of January."""
        return self.number - cal.day_number(self.year, 1, 1) + 1

    @property
    def week_of_year(self) -> int:
        """The ISO 8601 week, 1 to 53."""
        thursday = Date.at(self.number + 4 - self.weekday)
        return (thursday.day_of_year - 1) // 7 + 1

    @classmethod
    def at(cls, number: int) -> Date:
        """The date of a day number. Raises OverflowError outside the years FEEL knows."""
        year, month, day = cal.civil(number)
        if abs(year) > cal.MAX_YEAR:
            raise OverflowError("the date is outside the years −999999999 to 999999999")
        return cls(year, month, day)

    def plus_months(self, months: int) -> Date:
        """The same day so many months later; the last of the month where there is no such day."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        if abs(year) > cal.MAX_YEAR:
            raise OverflowError("the date is outside the years −999999999 to 999999999")
        return Date(year, month + 1, min(self.day, cal.month_length(year, month + 1)))

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day. `offset` is in seconds east of UTC; `zone` an IANA name; at most one of them is set."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None
    zone: str | None = None
    midnight_after: bool = field(default=False, compare=False)  # written 24:00:00

    @property
    def nanos(self) -> int:
        """Nanoseconds since midnight, local."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * cal.NANO + self.nano

    @property
    def zoned(self) -> bool:
        return self.offset is not None or self.zone is not None

    def offset_on(self, day: int) -> int | None:
        """Seconds east of UTC on this (local) day number; None when the time has no zone."""
        if self.zone is not None:
            return cal.local_offset(self.zone, day, self.nanos // cal.NANO)
        return self.offset

    def at(self, nanos: int) -> Time:
        """The time so many nanoseconds after midnight (any day), same zone."""
        seconds, nano = divmod(nanos % _DAY_NANOS, cal.NANO)
        return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, self.offset, self.zone)

    @property
    def comparable(self) -> int:
        """Nanoseconds since midnight in UTC (local when it has no zone); a zone counts as on 1970-01-01."""
        return self.nanos - (self.offset_on(0) or 0) * cal.NANO

    def __str__(self) -> str:
        clock = f"{self.hour:02d}:{self.minute:02d}:{self.second:02d}{fraction_text(self.nano)}"
        return clock + zone_text(self.offset, self.zone)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date with a time of day."""

    date: Date
    time: Time

    @property
    def local(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00, local."""
        return self.date.number * _DAY_NANOS + self.time.nanos

    @property
    def zoned(self) -> bool:
        return self.time.zoned

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC; None when it has no zone."""
        return self.time.offset_on(self.date.number)

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00 in UTC (local when it has no zone)."""
        return self.local - (self.offset or 0) * cal.NANO

    def plus(self, duration: DaysTime | YearsMonths) -> DateTime:
        """So much later, in the same zone. Raises OverflowError outside the years FEEL knows."""
        if isinstance(duration, YearsMonths):
            return DateTime(self.date.plus_months(duration.months), self.time)
        zone = self.time.zone
        if zone is None:
            return self._at(self.local + duration.nanos)
        instant = self.instant + duration.nanos
        day, rest = divmod(instant, _DAY_NANOS)
        return self._at(instant + cal.utc_offset(zone, day, rest // cal.NANO) * cal.NANO)

    def _at(self, local: int) -> DateTime:
        day, rest = divmod(local, _DAY_NANOS)
        return DateTime(Date.at(day), self.time.at(rest))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def midnight_utc(date: Date) -> DateTime:
    """The date as the point in time the standard takes it for: 00:00:00 UTC."""
    return DateTime(date, Time(0, 0, 0, 0, 0))


def months_between(start: Date, end: Date) -> YearsMonths:
    """Whole months from one day to another, counted towards zero."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)


def fraction_text(nano: int) -> str:
    """Nanoseconds as the fraction of a second: `.25`, or nothing for none."""
    return f".{nano:09d}".rstrip("0") if nano else ""


def zone_text(offset: int | None, zone: str | None) -> str:
    """`@Asia/Shanghai`, `+08:00`, `Z`, or nothing."""
    if zone is not None:
        return f"@{zone}"
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    hours, rest = divmod(abs(offset), 3600)
    minutes, seconds = divmod(rest, 60)
    tail = f":{seconds:02d}" if seconds else ""
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}{tail}"
