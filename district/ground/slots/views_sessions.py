"""The desk's side of sessions: planned, changed, cancelled; seats and the waiting list; who came."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.acts.views import tell
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.slots import states
from district.ground.slots.about import about
from district.ground.slots.acts_desk import desk_seats, desk_sessions
from district.ground.slots.columns import DESK_SESSIONS, OFFICIALS
from district.ground.slots.forms import NewSessionForm, SessionForm
from district.ground.slots.models import Resource, Seat, Session
from district.ground.slots.permissions import may_run
from district.ground.tables.pages import list_page


@for_roles(*OFFICIALS)
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/sessions/`: sessions of one's bureaus, the coming ones first."""
    return list_page(request, DESK_SESSIONS, "slots/desk_sessions.html")


def new(request: HttpRequest, form: NewSessionForm | None = None) -> HttpResponse:
    """`/desk/sessions/new/`."""
    kept = Resource.objects.kept_by(cast(Person, request.user)).filter(closed_at=None)
    form = form or NewSessionForm(resources=kept)
    return render(request, "slots/session_form.html", {"form": form})


def _one(request: HttpRequest, reference: str) -> Session:
    return get_object_or_404(desk_sessions(cast(Person, request.user)), reference=reference)


@for_roles(*OFFICIALS)
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/sessions/<reference>/`: who sits, who waits in which order, who was offered a seat, who came."""
    return session_page(request, reference)


def session_page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """The page of a session; `form` is what of it could not be done, with what was typed."""
    person, row = cast(Person, request.user), _one(request, reference)
    rows = list(row.seats.select_related("person"))
    begun, found = clock.now() >= row.starts, about(row)
    context = {
        "about": found, "about_page": found.desk(row) if found else "",
        "session": row, "may": may_run(person, row), "begun": begun, "form": form,
        "seated": [seat for seat in rows if seat.state in states.OCCUPIES],
        "waiting": [seat for seat in rows if seat.state == states.WAITING],
        "gone": [seat for seat in rows if seat.state not in states.STANDING],
        "holds": row.holds.standing().main().select_related("resource"),
    }  # fmt: skip
    if form is not None:
        tell(request, form)
    return render(request, "slots/desk_session.html", context)


def change(request: HttpRequest, reference: str, form: SessionForm | None = None) -> HttpResponse:
    """`/desk/sessions/<reference>/change/`."""
    row = _one(request, reference)
    return render(request, "slots/session_form.html", {"form": form or SessionForm(session=row), "session": row})


def seat_of(request: HttpRequest, reference: str, order: int) -> Seat:
    """A seat of the address, among those this person may see."""
    rows = desk_seats(cast(Person, request.user)).filter(session__reference=reference)
    return get_object_or_404(rows, order=order)
