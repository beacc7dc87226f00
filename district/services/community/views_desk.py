"""The desk: what waits to be looked at, what was reported; activities, and who is at the door."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.acts.views import tell
from district.ground.marked.html import rendered
from district.ground.people.doors import for_roles, me
from district.ground.slots import states as seats
from district.ground.tables.pages import list_page
from district.services.community import door, posting, queries
from district.services.community.acts_activity import planning, too_early
from district.services.community.columns import DESK_ACTIVITIES, DESK_POSTS, OFFICIALS, REPORTS
from district.services.community.forms import WhyForm
from district.services.community.forms_activity import ActivityForm, CheckInForm, NewActivityForm, SeriesForm
from district.services.community.models import Activity
from district.services.community.permissions import may_answer_report, may_moderate, may_run


@for_roles(*OFFICIALS)
@require_GET
def posts(request: HttpRequest) -> HttpResponseBase:
    """`/desk/community/posts/`: what waits, what is public, all."""
    return list_page(request, DESK_POSTS, "community/desk_posts.html")


@for_roles(*OFFICIALS)
@require_GET
def post(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/community/posts/<reference>/`: as readers will see it, with who agreed to be in it."""
    return post_page(request, reference)


def post_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    row = get_object_or_404(queries.kept_posts(me(request)), reference=reference)
    if form is not None:
        tell(request, form)
    context = {
        "post": row, "body": rendered(row.text, top=3), "may": may_moderate(me(request), row),
        "pictures": row.pictures.there().prefetch_related("consents"), "named": row.consents.filter(picture=None),
        "unanswered": posting.unanswered(row), "reports": row.reports.order_by("-at"), "form": form,
    }  # fmt: skip
    return render(request, "community/desk_post.html", context)


@for_roles(*OFFICIALS)
@require_GET
def reports(request: HttpRequest) -> HttpResponseBase:
    """`/desk/community/reports/`."""
    return list_page(request, REPORTS, "tables/page.html")


@for_roles(*OFFICIALS)
@require_GET
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/community/reports/<reference>/`: what is said of which post."""
    return report_page(request, reference)


def report_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    row = get_object_or_404(queries.kept_reports(me(request)), reference=reference)
    if form is not None:
        tell(request, form)
    context = {"report": row, "post": row.post, "body": rendered(row.post.text, top=3), "form": form,
               "may": may_answer_report(me(request), row)}  # fmt: skip
    return render(request, "community/desk_report.html", context)


@for_roles(*OFFICIALS)
@require_GET
def activities(request: HttpRequest) -> HttpResponseBase:
    """`/desk/community/activities/`."""
    return list_page(request, DESK_ACTIVITIES, "community/desk_activities.html", more={"plans": planning(me(request))})


def _activity(request: HttpRequest, reference: str) -> Activity:
    return get_object_or_404(queries.kept_activities(me(request)), reference=reference)


def plan(request: HttpRequest, form: NewActivityForm | None = None) -> HttpResponse:
    """`/desk/community/activities/new/`."""
    form = form or NewActivityForm(initial={"request_key": uuid.uuid4()})
    return render(request, "community/activity_form.html", {"form": form})


def add_series(request: HttpRequest, form: SeriesForm | None = None) -> HttpResponse:
    """`/desk/community/series/new/`."""
    return render(request, "community/series_form.html", {"form": form or SeriesForm()})


@for_roles(*OFFICIALS)
@require_GET
def activity(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/community/activities/<reference>/`: who signed up, who was there, who could supply whom."""
    return activity_page(request, reference)


def activity_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    row = _activity(request, reference)
    rows = list(row.session.seats.select_related("person", "sign_up__enterprise", "check_in"))
    if form is not None:
        tell(request, form)
    context = {
        "activity": row, "session": row.session, "may": may_run(me(request), row), "form": form,
        "why_form": form or WhyForm(), "seated": [seat for seat in rows if seat.state in seats.OCCUPIES],
        "waiting": [seat for seat in rows if seat.state == seats.WAITING],
        "here": [seat for seat in rows if seat.state == seats.ATTENDED],
        "ties": queries.ties_at(row, me(request)), "begun": clock.now() >= row.session.starts,
    }  # fmt: skip
    return render(request, "community/desk_activity.html", context)


def change(request: HttpRequest, reference: str, form: ActivityForm | None = None) -> HttpResponse:
    """`/desk/community/activities/<reference>/change/`."""
    row = _activity(request, reference)
    context = {"form": form or ActivityForm(activity=row), "activity": row}
    return render(request, "community/activity_form.html", context)


@never_cache
def at_door(request: HttpRequest, reference: str, form: CheckInForm | None = None) -> HttpResponse:
    """`/desk/community/activities/<reference>/door/`: who is on the list. Loaded once, it goes on without a network:
    the list holds digests of the tickets, what is scanned stays in the browser until it could be sent.
    """
    row = _activity(request, reference)
    tickets = door.by_ticket(row)
    comes = [(ticket, seat) for ticket, seat in tickets.items() if seat.state in seats.COMES]
    known = set(row.check_ins.values_list("seat", flat=True))
    lines = [
        {"ticket": ticket, "code": ticket[: door.SHORT].upper(), "name": seat.name, "here": seat.pk in known}
        for ticket, seat in comes
    ]
    context = {
        "activity": row, "session": row.session, "form": form or CheckInForm(), "lines": lines,
        "may": may_run(me(request), row), "early": too_early(row), "here": len(known),
    }  # fmt: skip
    return render(request, "community/door.html", context)


def taken_in(request: HttpRequest, done: Done[Activity]) -> HttpResponse | None:
    """The door's page asks for an answer it can read: what became of each scan, by its number."""
    if "application/json" not in request.headers.get("Accept", ""):
        return None
    return JsonResponse({"scans": {str(number): came for number, came in done.result.items()}})
