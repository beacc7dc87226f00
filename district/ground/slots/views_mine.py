"""A member's own side: what one booked, where one has a seat, what one may book."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record.actions import MoveRefused
from district.ground.slots import booking, feeds, links, queries, seats, states
from district.ground.slots.models import Hold, Resource, Session
from district.ground.slots.permissions import may_book
from district.ground.slots.refusals import NotPossible
from district.ground.slots.sessions import open_or_join
from district.ground.slots.times import LAST_YEAR, ONE_DAY, Span, at, day_of, here, minutes

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
    held = [{"hold": row, "names": names[str(row.group)], "coming": row.stands and row.starts > now}
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


@signed_in
@require_POST
def cancel(request: HttpRequest, group: uuid.UUID) -> HttpResponse:
    """`/my/slots/<group>/cancel/`."""
    person = cast(Person, request.user)
    row = get_object_or_404(Hold.objects.visible_to(person).main().filter(group=group, session=None)[:1])
    try:
        booking.cancel(group=row.group, why=request.POST.get("why", "")[:200], by=person)
        messages.success(request, _("已取消，对方会收到通知。"))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("slots:mine")


@signed_in
@require_POST
def join(request: HttpRequest, reference: str) -> HttpResponse:
    """`/sessions/<reference>/join/`: a seat, or a place in the waiting list."""
    person = cast(Person, request.user)
    row = get_object_or_404(Session.objects.visible_to(person), reference=reference)
    try:
        seat = seats.join(session=row, by=person)
        if seat.state == states.WAITING:
            n = queries.place_in_line(seat)
            messages.success(request, _("席位已满，您在候补第 %(n)d 位；有席位会通知您。") % {"n": n})
        else:
            messages.success(request, _("已报名。"))
    except (NotPossible, MoveRefused) as problem:
        messages.error(request, str(problem))
    return redirect("slots:session", reference)


@signed_in
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, key: str) -> HttpResponse:
    """`/slots/<key>/`: what is free in the next days, and booking one; `?from=` another day."""
    person = cast(Person, request.user)
    row = get_object_or_404(Resource.objects.visible_to(person), key=key, closed_at=None)
    since = _day(request.GET.get("from")) or clock.today()
    if request.method == "POST" and (found := _take(request, row, person)):
        return redirect("slots:seat", found) if isinstance(found, str) else redirect("slots:mine")
    slots = queries.free([row], Span(at(since, dt.time()), at(since + ONE_DAY * SHOWN, dt.time())))[row.pk]
    days: dict[dt.date, list[queries.Slot]] = {}
    for slot in slots:
        days.setdefault(day_of(slot.starts), []).append(slot)
    several = set(row.openings.filter(capacity__gt=1).values_list("pk", flat=True))
    context = {
        "resource": row, "days": days, "since": since, "later": since + ONE_DAY * SHOWN, "may": may_book(person, row),
        "earlier": max(since - ONE_DAY * SHOWN, clock.today()) if since > clock.today() else None, "several": several,
        "request_key": uuid.uuid4(), "title": request.POST.get("title", ""),
    }  # fmt: skip
    return render(request, "slots/book.html", context)


def _day(text: str | None) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return max(day, clock.today()) if day.year < LAST_YEAR else None


def _take(request: HttpRequest, row: Resource, person: Person) -> str | bool:
    """The seat's token where others share the slot, True where it was booked; False: said why not."""
    starts, ends = (parse_datetime(part) for part in (request.POST.get("slot", "") + "/").split("/")[:2])
    title = request.POST.get("title", "").strip()
    try:
        request_key = uuid.UUID(request.POST.get("request_key", ""))
        if starts is None or ends is None or starts.tzinfo is None or ends.tzinfo is None:
            raise NotPossible(_("请选一个时段。"))
        span = Span(here(starts), here(ends))
        if ends - starts > minutes(1440):
            raise NotPossible(_("请选一个时段。"))
        if request.POST.get("several"):
            seat = open_or_join(resource=row, span=span, by=person, request_key=request_key)
            return seat.token
        if not title:
            raise NotPossible(_("请写明想咨询或者使用什么。"))
        booking.book(resources=[row], span=span, title=title, by=person, request_key=request_key)
        messages.success(request, _("已预约。"))
    except (ValueError, OverflowError):
        messages.error(request, _("请选一个时段。"))
        return False
    except NotPossible as problem:
        messages.error(request, str(problem))
        return False
    return True


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


@signed_in
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """`/my/calendar/renew/`: the old link to one's calendar leads nowhere from now on."""
    links.renew_link(by=cast(Person, request.user))
    messages.success(request, _("已换成新的订阅地址，原来的失效。"))
    return redirect("slots:my_calendar")
