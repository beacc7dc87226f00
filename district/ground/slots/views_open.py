"""What is reached without signing in: sessions everybody may see, a seat by its own link, calendar files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from district.ground.people.doors import open_to_all
from district.ground.people.queries import Person
from district.ground.record import calendars
from district.ground.record.actions import MoveRefused
from district.ground.slots import feeds, links, seats, states
from district.ground.slots.models import Seat, Session
from district.ground.slots.permissions import may_run
from district.ground.slots.queries import coming_sessions, place_in_line, seat_by
from district.ground.slots.refusals import NotPossible
from district.ground.tables.pages import paged

PAGE = 12
ANSWERS: dict[str, tuple[Callable[..., Seat], Any]] = {
    "accept": (seats.accept, lambda: _("已确认，席位是您的了。")),
    "decline": (seats.decline, lambda: _("已放弃，席位让给下一位。")),
    "leave": (seats.leave, lambda: _("已退出候补。")),
    "cancel": (seats.cancel_seat, lambda: _("已取消您的席位，活动照常。")),
}  # fmt: skip


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@open_to_all
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """`/sessions/`: what is coming that one may sign up for."""
    rows = coming_sessions(Session.objects.visible_to(person_of(request))).filter(state=Session.State.PLANNED)
    page = paged(rows.filter(public=True), request.GET, PAGE)
    return render(request, "slots/sessions.html", {"page": page, "calendars": list(feeds.public_calendars)})


@open_to_all
@require_GET
def session(request: HttpRequest, reference: str) -> HttpResponse:
    """`/sessions/<reference>/`: what it is, how many seats are left, and one's own."""
    person = person_of(request)
    row = get_object_or_404(Session.objects.visible_to(person).select_related("office"), reference=reference)
    seat = row.seats.filter(person=person, state__in=states.STANDING).first() if person else None
    runs = bool(may_run(person, row)) if person else False
    context = {"session": row, "seat": seat, "runs": runs, "waiting": row.seats.in_line().count(),
               "place": place_in_line(seat) if seat and seat.state == states.WAITING else 0}  # fmt: skip
    return render(request, "slots/session.html", context)


def _seat(token: str) -> Seat:
    seat = seat_by(token)
    if seat is None:
        raise Http404
    return seat


@open_to_all
@never_cache
@require_GET
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """`/seats/<token>/`: one seat, by its own link; looking changes nothing."""
    row = _seat(token)
    verbs = [verb for verb in ANSWERS if row.state in states.MOVES[verb].sources] if row.session.is_planned else []
    context = {
        "seat": row, "session": row.session, "verbs": {verb: states.MOVES[verb] for verb in verbs},
        "place": place_in_line(row) if row.state == states.WAITING else 0,
    }  # fmt: skip
    answer = render(request, "slots/seat.html", context)
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "same-origin", "noindex"  # its forms say where they are
    return answer


@open_to_all
@require_POST
def answer(request: HttpRequest, token: str, verb: str) -> HttpResponse:
    """`/seats/<token>/<verb>/`: accept, decline, leave, cancel."""
    row = _seat(token)
    if verb not in ANSWERS:
        raise Http404
    act, said = ANSWERS[verb]
    try:
        act(seat=row, by=person_of(request), token=token)
        messages.success(request, said())
    except (NotPossible, MoveRefused) as problem:
        messages.error(request, str(problem))
    return redirect("slots:seat", token)


@open_to_all
@require_GET
def public_calendar(request: HttpRequest, calendar: str) -> HttpResponse:
    """`/calendars/public/<calendar>/`: public sessions as iCalendar."""
    found = feeds.public_calendars.get(calendar)
    if found is None:
        raise Http404
    made = calendars.answer(request, str(found.label), feeds.of_calendar(calendar, request.build_absolute_uri),
                            file=f"huiqi-{calendar}")  # fmt: skip
    made["Cache-Control"] = "public, max-age=3600"
    return made


@open_to_all
@require_GET
def person_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """`/calendars/<token>/`: all that stands in a person's calendar, by a signed link; looking changes nothing."""
    person = links.person_of(token)
    if person is None:
        raise Http404
    made = calendars.answer(request, _("惠企日历"), feeds.entries_of(person, request.build_absolute_uri), file="huiqi")
    made["Cache-Control"] = "private, max-age=3600"
    return made


@open_to_all
@require_GET
def resource_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """`/calendars/resources/<token>/`: what one resource is held for, by a signed link."""
    row = links.resource_of(token)
    if row is None:
        raise Http404
    made = calendars.answer(request, row.name, feeds.of_resource(row, request.build_absolute_uri), file="huiqi-time")
    made["Cache-Control"] = "private, max-age=3600"
    return made
