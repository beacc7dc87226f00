"""The turn of the year on the desk: one list of what is to be done, and the moves that do it."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.funds.holding import held_by_award
from district.funds.money import to_yuan
from district.funds.pages import PAGE, officials
from district.funds.permissions import in_finance, may_budget, may_claim
from district.funds.turning import Missing, turn
from district.ground import clock
from district.ground.people.queries import Person, Role


@officials
@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """`/desk/year/`: finance and auditors see every bureau's rows, a bureau its own."""
    person, today = cast(Person, request.user), clock.today()
    everything = in_finance(person) or person.has_role(Role.AUDITOR)
    found = turn(today, None if everything else person.bureau_ids(Role.OFFICER, Role.LEADER))
    page = Paginator(found.holds, PAGE).get_page(request.GET.get("page"))
    held = held_by_award(list(page))
    holds = [
        {"award": award, "yuan": to_yuan(held.get(award.pk, 0)), "over": award.expires_on and award.expires_on < today,
         "may": bool(may_claim(person, award.version.programme if award.version else None, award.line))}
        for award in page
    ]  # fmt: skip
    context = {
        "turn": found, "page": page, "holds": holds, "may_budget": bool(may_budget(person)),
        "missing": [(each, _open_url(each, found.new)) for each in found.missing], "december": today.month == 12,
    }  # fmt: skip
    return render(request, "funds/year.html", context)


def _open_url(each: Missing, year: int) -> str:
    """The form for a new line, filled in."""
    days = {"hold_days": each.before.hold_days} if each.before else {}
    return (
        f"{reverse('funds:new_line')}?{urlencode({'year': year, 'office': each.office.pk, 'name': each.name, **days})}"
    )
