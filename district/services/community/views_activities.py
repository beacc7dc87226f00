"""Activities for everybody: what is on, one of them with its seats, as calendars and search engines read it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from district.ground.marked.html import plain, rendered
from district.ground.people.doors import known, open_to_all
from district.ground.slots import states as seats
from district.ground.slots.queries import place_in_line
from district.ground.slots.times import here
from district.ground.tables.pages import list_page
from district.services.community import queries
from district.services.community.columns import ACTIVITIES
from district.services.community.forms_activity import SignUpForm
from district.services.community.meeting import CALENDAR
from district.services.community.models import Activity
from district.services.community.permissions import may_run


@open_to_all
@require_GET
def activities(request: HttpRequest) -> HttpResponseBase:
    """`/community/activities/`: what is coming, what was; `?programme=` those that fulfil one service."""
    return list_page(request, ACTIVITIES, "community/activities.html", more={"calendar": CALENDAR})


@open_to_all
@require_GET
def activity(request: HttpRequest, reference: str) -> HttpResponse:
    """`/community/activities/<reference>/`: what it is, how many seats are left, and one's own."""
    return activity_page(request, reference)


def activity_page(request: HttpRequest, reference: str, form: SignUpForm | None = None) -> HttpResponse:
    """One activity; `form` is a sign-up that could not be taken, with what was typed."""
    person = known(request.user)
    row = get_object_or_404(queries.activities_seen(person), reference=reference)
    seat = queries.seat_of(person, row)
    waiting = len(row.session.seats.in_line().values_list("pk"))
    context = {
        "activity": row, "session": row.session, "seat": seat, "waiting": waiting, "body": rendered(row.text),
        "place": place_in_line(seat) if seat and seat.state == seats.WAITING else 0, "closed": has_closed(row),
        "full": row.session.left <= 0 or waiting > 0, "runs": bool(person and may_run(person, row)),
        "form": form or SignUpForm(person=person, activity=row, initial={"request_key": uuid.uuid4()}),
        "event": as_data(event_of(request, row)),
    }  # fmt: skip
    return render(request, "community/activity.html", context)


def has_closed(row: Activity) -> bool:
    return queries.closed(row.session)


def event_of(request: HttpRequest, row: Activity) -> dict[str, Any]:
    """A schema.org Event."""
    session = row.session
    state = "EventScheduled" if session.is_planned else "EventCancelled"
    return {
        "@context": "https://schema.org", "@type": "Event", "name": session.title,
        "description": plain(row.text, 500) or session.title, "startDate": here(session.starts).isoformat(),
        "endDate": here(session.ends).isoformat(), "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", "isAccessibleForFree": True,
        "maximumAttendeeCapacity": session.capacity, "remainingAttendeeCapacity": max(session.left, 0),
        "location": {"@type": "Place", "name": session.place, "address": session.place},
        "organizer": {"@type": "GovernmentOrganization", "name": str(session.office or "")},
        "url": request.build_absolute_uri(reverse("community:activity", args=[row.reference])),
    }  # fmt: skip


def as_data(value: dict[str, Any]) -> SafeString:
    """JSON-LD in the page: data to a browser, which runs nothing of it."""
    return SafeString(json_script(value).replace("application/json", "application/ld+json", 1))
