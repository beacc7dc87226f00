"""What is reached without signing in: sessions everybody may see, a seat by its own link, calendar files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from district.ground.people.doors import open_to_all
from district.ground.people.queries import Person
from district.ground.record import calendars
from district.ground.slots import feeds, links, states
from district.ground.slots.about import about
from district.ground.slots.acts import ANSWERS, why_not
from district.ground.slots.columns import SESSIONS
from district.ground.slots.models import Session
from district.ground.slots.permissions import may_run
from district.ground.slots.queries import place_in_line, seat_by
from district.ground.tables.pages import list_page


def person_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


@open_to_all
@require_GET
def sessions(request: HttpRequest) -> HttpResponseBase:
    """`/sessions/`: what is coming that one may sign up for."""
    return list_page(request, SESSIONS, "slots/sessions.html", more={"calendars": list(feeds.public_calendars)})


@open_to_all
@require_GET
def session(request: HttpRequest, reference: str) -> HttpResponse:
    """`/sessions/<reference>/`: what it is, how many seats are left, and one's own."""
    person = person_of(request)
    row = get_object_or_404(Session.objects.visible_to(person).select_related("office"), reference=reference)
    seat = row.seats.filter(person=person, state__in=states.STANDING).first() if person else None
    runs = bool(may_run(person, row)) if person else False
    found = about(row)
    context = {
        "session": row, "seat": seat, "runs": runs, "waiting": row.seats.in_line().count(), "about": found,
        "about_page": found.page(row) if found else "",
        "place": place_in_line(seat) if seat and seat.state == states.WAITING else 0,
    }  # fmt: skip
    return render(request, "slots/session.html", context)


@open_to_all
@never_cache
@require_GET
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """`/seats/<token>/`: one seat, by its own link; looking changes nothing."""
    row = seat_by(token)
    if row is None:
        raise Http404
    possible = [each.key for verb, each in ANSWERS.items() if not why_not(row, verb)]
    context = {
        "seat": row, "session": row.session, "acts": possible,
        "place": place_in_line(row) if row.state == states.WAITING else 0,
    }  # fmt: skip
    answer = render(request, "slots/seat.html", context)
    answer["Referrer-Policy"], answer["X-Robots-Tag"] = "same-origin", "noindex"  # its forms say where they are
    return answer


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
