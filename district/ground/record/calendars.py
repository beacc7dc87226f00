"""iCalendar files of days: windows, deadlines. Whole days in the district's own calendar, the same UID every time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from icalendar import Alarm, Calendar, Event

from district.ground import clock

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


def written(name: str, days: Iterable[Day], *, host: str) -> bytes:
    """The file. `host` makes UIDs the site's own; the revision of an entry grows with its day (SEQUENCE)."""
    made = Calendar()
    made.add("prodid", f"-//{host}//huiqi//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Shanghai")
    made.add("refresh-interval;value=duration", "PT12H")
    for day in days:
        made.add_component(_event(day, host))
    return bytes(made.to_ical())


def answer(request: HttpRequest, name: str, days: Iterable[Day], *, file: str) -> HttpResponse:
    found = HttpResponse(written(name, days, host=request.get_host().partition(":")[0]), content_type=TYPE)
    found["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return found


def _event(day: Day, host: str) -> Event:
    event = Event()
    event.add("uid", f"{hashlib.sha256(day.key.encode()).hexdigest()[:32]}@{host}")
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
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", day.title)
        alarm.add("trigger", dt.timedelta(days=-day.remind))
        event.add_component(alarm)
    return event
