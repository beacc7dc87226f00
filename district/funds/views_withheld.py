"""What is withheld: the list, and a leader's word that it is paid all the same."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import withholding
from district.funds.columns import WITHHELD
from district.funds.models import UNPAID, Instalment, Withheld
from district.funds.pages import PAGE, act, officials
from district.funds.permissions import may_pay_all_the_same
from district.ground.people.queries import Person
from district.ground.tables import sheets
from district.policies.queries import marking_invented


def _rows(*, every: bool) -> QuerySet[Withheld]:
    """What is withheld and still to be paid, or all that ever was, with `left_fen`: what is unpaid of the award."""
    left = Instalment.objects.filter(award=OuterRef("award"), state__in=UNPAID)
    sums = left.order_by().values("award").annotate(fen=Sum("fen")).values("fen")
    rows = Withheld.objects.annotate(left_fen=Subquery(sums)).select_related(
        "award__enterprise", "award__line__office", "award__version__programme__office", "ended_by"
    )
    rows = marking_invented(rows, "award__version")
    return rows if every else rows.filter(ended="", left_fen__gt=0)


@officials
@require_GET
def withheld(request: HttpRequest) -> HttpResponseBase:
    """`/desk/withheld/`: what is not paid for now and why, what ended with `?all=1`; as a workbook."""
    person, every = cast(Person, request.user), request.GET.get("all") == "1"
    rows = _rows(every=every)
    if sheets.asked_for(request):
        return WITHHELD.book(request, rows)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    may = {each.pk for each in page if not each.ended and may_pay_all_the_same(person, each)}
    context = {"page": page, "table": WITHHELD.shown(page), "may_pay": may, "every": every}
    return render(request, "funds/withheld.html", context)


@act("funds:withheld")
def pay(request: HttpRequest) -> HttpResponse:
    """A leader lets it be paid all the same."""
    row = get_object_or_404(_rows(every=True), pk=request.POST.get("pk") if request.POST.get("pk", "").isdigit() else 0)
    withholding.pay_all_the_same(held=row, by=cast(Person, request.user), reason=request.POST.get("reason", ""))
    messages.success(request, _("已决定照付，到期的款列入下一批。"))
    return redirect("funds:withheld")
