"""A member's own side: what one booked, where one has a seat, what one may book."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.slots import feeds, links, queries, states
from district.ground.slots.about import pages_of
from district.ground.slots.acts import SlotForm, bookable
from district.ground.slots.models import Resource
from district.ground.slots.permissions import may_book
from district.ground.slots.times import ONE_DAY, Span, at, day_of, day_to_come

SHOWN = 14  # days of free slots on a page


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/slots/`: appointments and seats, what is to come first."""
    person = cast(Person, request.user)
    now = clock.now()
    rows = list(queries.my_appointments(person).filter(ends__gt=now - ONE_DAY * 90))
    names = queries.others_of(rows)
    latest = {row.group: row for row in sorted(rows, key=lambda row: (row.stands, row.revision))}
    pages = pages_of(person, rows)
    held = [{"hold": row, "names": names[str(row.group)], "coming": row.stands and row.ends > now,
             "begun": row.starts <= now, "page": pages.get(row.group, "")}
            for row in sorted(latest.values(), key=lambda row: row.starts)]  # fmt: skip
    sitting = queries.my_seats(person).filter(session__ends__gt=now - ONE_DAY * 90)
    context = {
        "coming": [each for each in held if each["coming"]], "past": [each for each in held if not each["coming"]],
        "seats": [row for row in sitting if row.state in states.OPEN and row.session.ends > now],
        "gone": [row for row in sitting if row.state not in states.OPEN or row.session.ends <= now],
        "bookable": Resource.objects.filter(bookable=True, closed_at=None),
        "own": Resource.objects.filter(person=person),
    }  # fmt: skip
    return render(request, "slots/mine.html", context)


def book(request: HttpRequest, key: str, form: SlotForm | None = None) -> HttpResponse:
    """`/slots/<key>/`: what is free in the next days, and booking one; `?from=` another day."""
    person = cast(Person, request.user)
    row = get_object_or_404(bookable(person), key=key)
    since = day_to_come(request.GET.get("from"))
    if form is not None:
        tell(request, form)
    slots = queries.free([row], Span(at(since, dt.time()), at(since + ONE_DAY * SHOWN, dt.time())))[row.pk]
    days: dict[dt.date, list[queries.Slot]] = {}
    for slot in slots:
        days.setdefault(day_of(slot.starts), []).append(slot)
    several = set(row.openings.filter(capacity__gt=1).values_list("pk", flat=True))
    context = {
        "resource": row, "days": days, "since": since, "later": since + ONE_DAY * SHOWN, "may": may_book(person, row),
        "earlier": max(since - ONE_DAY * SHOWN, clock.today()) if since > clock.today() else None, "several": several,
        "title": request.POST.get("title", ""),
    }  # fmt: skip
    return render(request, "slots/book.html", context)


def together_or_alone(request: HttpRequest) -> str:
    """Whether a slot is joined or had alone."""
    return "join" if request.POST.get("several") else "book"


@signed_in
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """`/my/calendar/`: the link to one's own calendar, what stands in it, and how to make the link stop."""
    person = cast(Person, request.user)
    link = request.build_absolute_uri(reverse("slots:calendar", args=[links.person_token(person)]))
    days = [each for each in feeds.entries_of(person, request.build_absolute_uri) if each.on >= clock.today()]
    days = [each for each in days if not getattr(each, "cancelled", False)]
    context = {"link": link, "days": sorted(days, key=lambda each: each.on)}
    return render(request, "slots/calendar.html", context)
