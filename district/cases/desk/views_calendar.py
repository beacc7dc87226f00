"""A member's deadlines as days of a calendar: brought to one's own, and obligations as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.aftercare.queries import Obligation, obligations_of_member
from district.cases.core import queries
from district.cases.core.models import Application
from district.cases.core.states import AT_APPLICANT, OPEN_STATES
from district.ground.bringing.calendar import Address
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.record import calendars


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
    days = [_promise(each, request.build_absolute_uri) for each in rows]
    if not days:
        raise Http404
    answer = calendars.answer(request, _("惠企义务"), days, file="huiqi-obligations")
    answer["Content-Disposition"] = answer["Content-Disposition"].replace("inline", "attachment")
    return answer


def calendar_days(person: Person, address: Address) -> Iterator[calendars.Day]:
    """What stands in a member's own calendar: corrections due, terms of decisions, obligations."""
    for case in queries.cases_of(person).filter(state__in=OPEN_STATES).exclude(due_on=None):
        yield _case(case, address)
    for each in obligations_of_member(person).filter(state="watching"):
        yield _promise(each, address)


def _promise(row: Obligation, address: Address) -> calendars.Day:
    link = address(reverse("cases:my_obligations"))
    title = _("义务到期：%(say)s（%(firm)s）") % {"say": row.say, "firm": row.application.enterprise.name}
    return calendars.Day(f"obligation {row.reference}", row.until_on, title, row.application.programme.name, link, 30)


def _case(case: Application, address: Address) -> calendars.Day:
    mine = case.state in AT_APPLICANT
    words = _("补正截止：%(name)s（%(firm)s）") if mine else _("办理期限：%(name)s（%(firm)s）")
    link = address(reverse("cases:mine_one", args=[case.reference]))
    title = words % {"name": case.programme.name, "firm": case.enterprise.name}
    assert case.due_on is not None  # the list leaves those without out
    return calendars.Day(
        f"case {case.reference} {case.state}", case.due_on, title, case.reference, link, 3 if mine else 0
    )
