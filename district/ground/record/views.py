"""Notices, the explanation of a deadline, and the auditors' log."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.people.doors import for_roles, open_to_all, shell_of
from district.ground.people.queries import Role
from district.ground.record import calendar, queries
from district.ground.record.columns import LOG
from district.ground.record.reading import day_asked
from district.ground.tables.pages import list_page

FARTHEST = 400  # days a deadline is explained over; more is not a deadline but a mistake in the address


@open_to_all
@require_GET
def calendar_page(request: HttpRequest) -> HttpResponse:
    """`/calendar/`: each day to a deadline, counted or skipped and why.

    `from` with `days` (working days, or calendar days with `kind=days`) computes a deadline; `from` with `to`
    explains one that stands.
    """
    asked = request.GET
    today = clock.today()
    start, end, count = day_asked(asked.get("from")), day_asked(asked.get("to")), asked.get("days", "")
    kind = "days" if asked.get("kind") == "days" else "working"
    context: dict[str, Any] = {
        "start": start or today,
        "count": count or "5",
        "kind": kind,
        "shell": shell_of(request.user),
    }
    if end is not None and (start is None or start <= end <= start + dt.timedelta(days=FARTHEST)):
        context["deadline"] = _explained(start or min(today, end), end)
    elif end is not None:
        context["wrong"] = _("截止日应在起算日之后，最多相隔 %(n)d 天。") % {"n": FARTHEST}
    elif count:
        if count.isdecimal() and len(count) < 4 and int(count) <= FARTHEST and (start or not asked.get("from")):
            add = calendar.add_working_days if kind == "working" else calendar.add_days
            context["deadline"] = add(start or today, int(count))
        else:
            context["wrong"] = _("请填起算日和 0 到 %(n)d 之间的天数。") % {"n": FARTHEST}
    return render(request, "record/calendar.html", context)


def _explained(start: dt.date, end: dt.date) -> calendar.Deadline:
    """The days after `start` up to `end`, as they count."""
    days = tuple(calendar.day(start + dt.timedelta(days=n)) for n in range(1, (end - start).days + 1))
    return calendar.Deadline(end, any(each.provisional for each in days), days)


auditors = for_roles(Role.AUDITOR)


@auditors
@require_GET
def log(request: HttpRequest) -> HttpResponseBase:
    """`/desk/log/`: every line, newest first; filters by room, verb, subject, person, days."""
    return list_page(request, LOG, "record/log.html", more={"head": queries.chain_head()})
