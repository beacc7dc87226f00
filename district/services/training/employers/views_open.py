"""What everybody may see: shared courses, training bases and their calendars."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.ground.people.doors import open_to_all
from district.ground.people.queries import Organisation, Person
from district.ground.record import calendars
from district.ground.slots import feeds
from district.ground.tables.pages import list_page
from district.services.training.employers import basing
from district.services.training.employers.columns import BASES, SHARED, with_learners
from district.services.training.employers.forms import RoomForm, SessionForm
from district.services.training.employers.models import SharedCourse
from district.services.training.employers.permissions import may_run_base


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@open_to_all
@require_GET
def shared(request: HttpRequest) -> HttpResponseBase:
    """`/training/shared/`: courses firms share."""
    return list_page(request, SHARED, "employers/shared.html")


@open_to_all
@require_GET
def course(request: HttpRequest, reference: str) -> HttpResponse:
    """`/training/shared/<reference>/`."""
    row = get_object_or_404(with_learners(SharedCourse.objects.visible_to(person_of(request))), reference=reference)
    return render(request, "employers/course.html", {"course": row})


@open_to_all
@require_GET
def bases(request: HttpRequest) -> HttpResponseBase:
    """`/training/bases/`: training bases of the district."""
    return list_page(request, BASES, "employers/bases.html")


def _bases(request: HttpRequest) -> QuerySet[Organisation]:
    return basing.bases(person_of(request))


@open_to_all
@require_GET
def base(request: HttpRequest, pk: int) -> HttpResponse:
    """`/training/bases/<pk>/`: rooms and what is coming; who keeps it publishes here."""
    return base_page(request, pk)


def base_page(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    row, person = get_object_or_404(_bases(request), pk=pk), person_of(request)
    context: dict[str, Any] = {
        "base": row, "sessions": basing.sessions_of(row)[:60], "rooms": basing.rooms_of(row),
        "runs": bool(person and may_run_base(person, row)),
        "calendar": request.build_absolute_uri("calendar.ics"),
    }  # fmt: skip
    if context["runs"]:
        context["room_form"] = form if isinstance(form, RoomForm) else RoomForm(auto_id="room_%s")
        context["session_form"] = form if isinstance(form, SessionForm) else SessionForm(base=row)
    return render(request, "employers/base.html", context)


@open_to_all
@require_GET
def base_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """`/training/bases/<pk>/calendar.ics`: what is coming at a base, for any calendar."""
    row = get_object_or_404(basing.bases(), pk=pk)
    entries = feeds.of_calendar(basing.CALENDAR, request.build_absolute_uri, subject=str(row.pk))
    made = calendars.answer(request, _("%(name)s的场次") % {"name": row.name}, entries, file=f"huiqi-base-{row.pk}")
    made["Cache-Control"] = "public, max-age=3600"
    return made
