"""What is withheld: the list, and a leader's word that it is paid all the same."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import withholding
from district.funds.columns import WITHHELD, withheld_rows
from district.funds.models import Withheld
from district.funds.pages import act, officials
from district.funds.permissions import may_pay_all_the_same
from district.ground.people.queries import Person
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


@act("funds:withheld")
def pay(request: HttpRequest) -> HttpResponse:
    """A leader lets it be paid all the same."""
    row = get_object_or_404(
        withheld_rows(every=True), pk=request.POST.get("pk") if request.POST.get("pk", "").isdigit() else 0
    )
    withholding.pay_all_the_same(held=row, by=cast(Person, request.user), reason=request.POST.get("reason", ""))
    messages.success(request, _("已决定照付，到期的款列入下一批。"))
    return redirect("funds:withheld")
