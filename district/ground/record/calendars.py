"""iCalendar files (RFC 5545, RFC 7986) of days (windows, deadlines) and of times; the same UID every time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

from district.ground import clock

ZONE = ZoneInfo("Asia/Shanghai")
TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Day:
    """One entry: `key` names it for good, so that a change moves the entry and makes no second one."""

    key: str
    on: dt.date
    title: str
    text: str = ""
    link: str = ""
    remind: int = 0  # days before


@dataclass(frozen=True)
class Moment:
    """An entry with its hours, half-open and aware. `sequence` counts its changes; what is cancelled is kept as such,
    so that calendars take it away; `busy`: whether it takes one's time.
    """

    key: str
    starts: dt.datetime
    ends: dt.datetime
    title: str
    sequence: int = 0
    changed_at: dt.datetime | None = None
    text: str = ""
    place: str = ""
    link: str = ""
    cancelled: bool = False
    busy: bool = True
    remind: int = 0  # minutes before

    @property
    def on(self) -> dt.date:
        return self.starts.astimezone(ZONE).date()


Entry = Day | Moment


def written(name: str, entries: Iterable[Entry], *, host: str) -> bytes:
    """The file. `host` makes UIDs the site's own; the revision of a day grows with it (SEQUENCE)."""
    made = Calendar()
    made.add("prodid", f"-//{host}//huiqi//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Shanghai")
    made.add("refresh-interval;value=duration", "PT12H")
    events = [_moment(each, host) if isinstance(each, Moment) else _event(each, host) for each in entries]
    made.add_component(_zone())
    for event in events:
        made.add_component(event)
    return bytes(made.to_ical())


def _zone() -> Timezone:
    """Asia/Shanghai as it has been since 1991: eight hours ahead, summer and winter."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(ZONE))
    standard.add("dtstart", dt.datetime(1991, 9, 15, 2))  # noqa: DTZ001 - RFC 5545 wants it local
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", dt.timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def answer(request: HttpRequest, name: str, entries: Iterable[Entry], *, file: str) -> HttpResponse:
    found = HttpResponse(written(name, entries, host=request.get_host().partition(":")[0]), content_type=TYPE)
    found["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return found


def _event(day: Day, host: str) -> Event:
    event = Event()
    event.add("uid", _uid(day.key, host))
    event.add("dtstamp", clock.now().astimezone(dt.UTC))
    event.add("dtstart", day.on)
    event.add("dtend", day.on + dt.timedelta(days=1))
    event.add("sequence", (day.on - dt.date(2020, 1, 1)).days if day.on > dt.date(2020, 1, 1) else 0)
    event.add("summary", day.title)
    event.add("transp", "TRANSPARENT")
    if day.text:
        event.add("description", day.text)
    if day.link:
        event.add("url", day.link)
    if day.remind:
        event.add_component(_alarm(day.title, dt.timedelta(days=day.remind)))
    return event


def _uid(key: str, host: str) -> str:
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}"


def _alarm(title: str, before: dt.timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm


def _moment(each: Moment, host: str) -> Event:
    event = Event()
    event.add("uid", _uid(each.key, host))
    event.add("dtstamp", (each.changed_at or clock.now()).astimezone(dt.UTC))
    event.add("last-modified", (each.changed_at or clock.now()).astimezone(dt.UTC))
    event.add("dtstart", each.starts.astimezone(ZONE))
    event.add("dtend", each.ends.astimezone(ZONE))
    event.add("sequence", each.sequence)
    event.add("summary", each.title)
    event.add("status", "CANCELLED" if each.cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if each.busy and not each.cancelled else "TRANSPARENT")
    for name, value in (("description", each.text), ("location", each.place), ("url", each.link)):
        if value:
            event.add(name, value)
    if each.remind and not each.cancelled:
        event.add_component(_alarm(each.title, dt.timedelta(minutes=each.remind)))
    return event
