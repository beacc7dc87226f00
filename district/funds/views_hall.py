"""Money as an enterprise sees it: what it was promised and paid, what it owes, the account it is paid to."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.funds import pausing, queries
from district.funds.forms import PayeeForm
from district.funds.journey import journeys
from district.funds.money import to_yuan
from district.funds.pages import PAGE, new_key
from district.funds.states import CLAIMED
from district.funds.withholding import withheld_from
from district.ground.people.queries import Person


def funds(request: HttpRequest, uscc: str, form: PayeeForm | None = None) -> HttpResponse:
    """`/my/enterprises/<uscc>/funds/`: payments made and to come; the form for another account to be paid to."""
    enterprise = get_object_or_404(enterprises.my_subjects(cast(Person, request.user)), uscc=uscc)
    form = form or PayeeForm(initial={"request_key": new_key(), "holder": enterprise.name})
    return render(request, "funds/mine.html", _context(request, enterprise, form))


def _context(request: HttpRequest, enterprise: Enterprise, form: PayeeForm) -> dict[str, object]:
    awards: Any = Paginator(queries.awards_of(enterprise), PAGE).get_page(request.GET.get("page"))
    now, ways = pausing.shown_of(list(awards)), journeys(list(awards))
    for each in awards:
        each.paused_now, each.journey = now.get(each.pk), ways[each.pk]
    owed = queries.Clawback.objects.filter(award__enterprise=enterprise, state__in=CLAIMED)
    return {
        "enterprise": enterprise, "form": form, "page": awards, "paid": queries.paid_to(enterprise),
        "to_come": queries.to_come(enterprise), "payee": queries.payee_of(enterprise),
        "waiting": queries.Payee.objects.filter(enterprise=enterprise, state="pending").first(),
        "withheld": withheld_from(enterprise),
        "owed": [{"case": each, "left": to_yuan(each.left), "steps": each.steps.all()}
                 for each in owed.select_related("award").prefetch_related("steps")],
    }  # fmt: skip
