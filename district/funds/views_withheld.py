"""What is withheld: the list, and a leader's word that it is paid all the same."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from district.funds.columns import WITHHELD
from district.funds.models import Withheld
from district.funds.pages import officials
from district.funds.permissions import may_pay_all_the_same
from district.funds.queries import withheld_rows
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page


@officials
@require_GET
def withheld(request: HttpRequest) -> HttpResponseBase:
    """`/desk/withheld/`: what is not paid for now and why, what ended with `?all=1`; as a workbook."""
    person = cast(Person, request.user)

    def more(found: Listed[Withheld]) -> dict[str, object]:
        return {"may_pay": {each.pk for each in found.rows if not each.ended and may_pay_all_the_same(person, each)}}

    return list_page(request, WITHHELD, "funds/withheld.html", more=more)


def held_named(request: HttpRequest) -> Withheld:
    return get_object_or_404(withheld_rows(every=True), pk=key_asked(request.POST.get("pk")))
