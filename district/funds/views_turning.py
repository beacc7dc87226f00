"""The turn of the year on the desk: one list of what is to be done, and the moves that do it."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.funds.columns_budget import HOLDS, offices_of
from district.funds.pages import officials
from district.funds.permissions import may_budget
from district.funds.turning import Missing, turn
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page


@officials
@require_GET
def year(request: HttpRequest) -> HttpResponseBase:
    """`/desk/year/`: finance and auditors see every bureau's rows, a bureau its own."""
    person, today = cast(Person, request.user), clock.today()
    found = turn(today, offices_of(person))
    more = {
        "turn": found, "may_budget": bool(may_budget(person)), "december": today.month == 12,
        "missing": [(each, _open_url(each, found.new)) for each in found.missing],
    }  # fmt: skip
    return list_page(request, HOLDS, "funds/year.html", more=more)


def _open_url(each: Missing, year: int) -> str:
    """The form for a new line, filled in."""
    days = {"hold_days": each.before.hold_days} if each.before else {}
    return (
        f"{reverse('funds:new_line')}?{urlencode({'year': year, 'office': each.office.pk, 'name': each.name, **days})}"
    )
