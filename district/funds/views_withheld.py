"""What is withheld: the list, and a leader's word that it is paid all the same."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.funds import withholding
from district.funds.models import Instalment, Withheld
from district.funds.money import to_yuan
from district.funds.pages import PAGE, act, officials
from district.funds.permissions import may_pay_all_the_same
from district.ground.people.queries import Person
from district.ground.tables import sheets


def _rows(*, every: bool) -> QuerySet[Withheld]:
    """What is withheld and still to be paid, or all that ever was, with `left_fen`: what is unpaid of the award."""
    left = Instalment.objects.filter(award=OuterRef("award"), state__in=withholding.TO_PAY)
    sums = left.order_by().values("award").annotate(fen=Sum("fen")).values("fen")
    rows = Withheld.objects.annotate(left_fen=Subquery(sums)).select_related(
        "award__enterprise", "award__line__office", "award__version__programme__office", "ended_by"
    )
    return rows if every else rows.filter(ended="", left_fen__gt=0)


@officials
@require_GET
def withheld(request: HttpRequest) -> HttpResponseBase:
    """`/desk/withheld/`: what is not paid for now and why, what ended with `?all=1`; as a workbook."""
    person, every = cast(Person, request.user), request.GET.get("all") == "1"
    rows: Any = _rows(every=every)
    if sheets.asked_for(request):
        return sheets.answer(request, name=_("暂停拨付"), columns=WITHHELD, rows=rows)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown: list[dict[str, Any]] = [
        {"row": each, "yuan": to_yuan(each.left_fen or 0), "may": not each.ended and may_pay_all_the_same(person, each)}
        for each in page
    ]
    return render(request, "funds/withheld.html", {"page": page, "shown": shown, "every": every})


@act("funds:withheld")
def pay(request: HttpRequest) -> HttpResponse:
    """A leader lets it be paid all the same."""
    row = get_object_or_404(_rows(every=True), pk=request.POST.get("pk") if request.POST.get("pk", "").isdigit() else 0)
    withholding.pay_all_the_same(held=row, by=cast(Person, request.user), reason=request.POST.get("reason", ""))
    messages.success(request, _("已决定照付，到期的款列入下一批。"))
    return redirect("funds:withheld")


WITHHELD = (
    sheets.Column(gettext_lazy("企业"), lambda row: row.award.enterprise.name, width=36),
    sheets.Column(gettext_lazy("统一社会信用代码"), lambda row: row.award.enterprise.uscc, width=22),
    sheets.Column(gettext_lazy("编号"), lambda row: row.award.reference, width=22),
    sheets.Column(gettext_lazy("项目"), lambda row: row.award.title, width=28),
    sheets.Column(gettext_lazy("原因"), lambda row: row.why, width=60),
    sheets.Column(gettext_lazy("未付金额（元）"), lambda row: to_yuan(row.left_fen or 0), "money"),
    sheets.Column(gettext_lazy("暂停时间"), lambda row: row.opened_at, "time"),
    sheets.Column(gettext_lazy("结果"), lambda row: row.get_ended_display()),
    sheets.Column(gettext_lazy("照付的理由"), lambda row: row.reason, width=40),
)
