"""What is withheld: the list, and a leader's word that it is paid all the same."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.funds.columns import WITHHELD
from district.funds.models import Withheld
from district.funds.pages import PAGE, officials
from district.funds.permissions import may_pay_all_the_same
from district.funds.queries import withheld_rows
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked
from district.ground.tables import sheets


@officials
@require_GET
def withheld(request: HttpRequest) -> HttpResponseBase:
    """`/desk/withheld/`: what is not paid for now and why, what ended with `?all=1`; as a workbook."""
    person, every = cast(Person, request.user), request.GET.get("all") == "1"
    rows = withheld_rows(every=every)
    if sheets.asked_for(request):
        return WITHHELD.book(request, rows)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may = {each.pk for each in page if not each.ended and may_pay_all_the_same(person, each)}
    context = {"page": page, "table": WITHHELD.shown(page), "may_pay": may, "every": every}
    return render(request, "funds/withheld.html", context)


def held_named(request: HttpRequest) -> Withheld:
    return get_object_or_404(withheld_rows(every=True), pk=key_asked(request.POST.get("pk")))
