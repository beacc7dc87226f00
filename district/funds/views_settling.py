"""One payment on the desk: what became of it, and settling it by hand by two people with a paper."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import permissions as may
from district.funds import settling
from district.funds.forms import SettleForm
from district.funds.models import Payment, Settlement
from district.funds.pages import act, new_key, officials
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked


def _payment(reference: str) -> Payment:
    rows = Payment.objects.select_related("batch__line", "payee__enterprise", "instalment__award")
    return get_object_or_404(rows, reference=reference)


@officials
@require_GET
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/payment/<reference>/`: its entries, its papers, and what may be settled by hand."""
    return _page(request, _payment(reference), None)


def _page(request: HttpRequest, found: Payment, form: SettleForm | None) -> HttpResponse:
    person = cast(Person, request.user)
    rows = list(found.settlements.select_related("paper", "asked_by", "settled_by"))
    asked = next((each for each in rows if each.state == Settlement.State.ASKED), None)
    choices = settling.results(found)
    context: dict[str, Any] = {
        "payment": found, "award": found.instalment.award, "settlements": rows, "asked": asked,
        "entries": found.transfers.select_related("credit", "debit", "by").order_by("pk"), "choices": choices,
        "form": form or SettleForm(choices=choices, initial={"request_key": new_key()}),
        "may_ask": may.may_ask_settlement(person), "may_settle": may.may_settle(person, asked) if asked else None,
        "case": getattr(found, "clawback", None),
    }  # fmt: skip
    return render(request, "funds/payment.html", context, status=422 if form is not None else 200)


@act("funds:payment")
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask that it be settled as the attached paper says."""
    found = _payment(reference)
    form = SettleForm(request.POST, request.FILES, choices=settling.results(found))
    if not form.is_valid():
        return _page(request, found, form)
    file = form.cleaned_data.pop("file")
    try:
        settling.ask(payment=found, by=cast(Person, request.user), file=file.file, name=file.name, **form.cleaned_data)
    except settling.BadUpload as refused:
        form.add_error("file", str(refused))
        return _page(request, found, form)
    messages.success(request, _("已提出，等财政部门另一人对照凭证确认。"))
    return redirect("funds:payment", reference)


@act("funds:payment")
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree or not, as another person than the one who asked."""
    found, person = _payment(reference), cast(Person, request.user)
    row = get_object_or_404(found.settlements, pk=key_asked(request.POST.get("settlement")))
    if request.POST.get("agree") == "yes":
        settling.agree(settlement=row, by=person)
        messages.success(request, _("已确认入账。"))
    else:
        settling.decline(settlement=row, by=person, reason=request.POST.get("reason", "")[:500])
        messages.success(request, _("没有确认，这一笔不变。"))
    return redirect("funds:payment", reference)
