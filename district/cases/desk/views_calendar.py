"""A member's deadlines as a calendar, by a signed link that needs no sign-in and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.aftercare.queries import Obligation, obligations_of_member
from district.cases.core import queries
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT, OPEN_STATES
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.queries import Person
from district.ground.record import calendars

SALT = "huiqi.calendar"


def token_of(person: Person) -> str:
    """Who the calendar is of; a changed password makes old links lead nowhere."""
    return signing.dumps([person.pk, person.get_session_auth_hash()[:16]], salt=SALT)


def person_of(token: str) -> Person | None:
    try:
        pk, print_ = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = get_user_model().objects.filter(pk=pk, is_active=True).first()
    return found if found and found.get_session_auth_hash()[:16] == print_ else None


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """`/my/calendar/`: the link to one's own calendar, and how to make it stop."""
    person = cast(Person, request.user)
    link = request.build_absolute_uri(reverse("cases:calendar", args=[token_of(person)]))
    context = {"link": link, "days": sorted(_days(person, request), key=lambda each: each.on)}
    return render(request, "desk/calendar.html", context)


@open_to_all
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """`/calendars/<token>/`: corrections due, terms of decisions, obligations, as iCalendar."""
    person = person_of(token)
    if person is None:
        raise Http404
    answer = calendars.answer(request, _("惠企期限"), _days(person, request), file="huiqi")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@signed_in
@require_GET
def obligations(request: HttpRequest) -> HttpResponse:
    """`/my/obligations/calendar/`: what one has promised, as a file to take into a calendar; `?one=` by its reference,
    `?case=` of one application, else all that still runs.
    """
    rows = obligations_of_member(cast(Person, request.user)).filter(state="watching")
    for asked, field in (("one", "reference"), ("case", "application__reference")):
        if text := request.GET.get(asked):
            rows = rows.filter(**{field: text[:40]})
    days = [_promise(each, request) for each in rows]
    if not days:
        raise Http404
    answer = calendars.answer(request, _("惠企义务"), days, file="huiqi-obligations")
    answer["Content-Disposition"] = answer["Content-Disposition"].replace("inline", "attachment")
    return answer


def _days(person: Person, request: HttpRequest) -> Iterator[calendars.Day]:
    for case in queries.cases_of(person).filter(state__in=OPEN_STATES).exclude(due_on=None):
        yield _case(case, request)
    for each in obligations_of_member(person).filter(state="watching"):
        yield _promise(each, request)


def _promise(row: Obligation, request: HttpRequest) -> calendars.Day:
    link = request.build_absolute_uri(reverse("cases:my_obligations"))
    title = _("义务到期：%(say)s（%(firm)s）") % {"say": row.say, "firm": row.application.enterprise.name}
    return calendars.Day(f"obligation {row.reference}", row.until_on, title, row.application.programme.name, link, 30)


def _case(case: Application, request: HttpRequest) -> calendars.Day:
    mine = case.state in AT_APPLICANT
    words = _("补正截止：%(name)s（%(firm)s）") if mine else _("办理期限：%(name)s（%(firm)s）")
    link = request.build_absolute_uri(reverse("cases:mine_one", args=[case.reference]))
    title = words % {"name": case.programme.name, "firm": case.enterprise.name}
    assert case.due_on is not None  # the list leaves those without out
    return calendars.Day(
        f"case {case.reference} {case.state}", case.due_on, title, case.reference, link, 3 if mine else 0
    )
