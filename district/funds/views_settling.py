"""One payment on the desk: what became of it, and settling it by hand by two people with a paper."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.funds import permissions as may
from district.funds import settling
from district.funds.acts import payments
from district.funds.forms import SettleForm
from district.funds.models import Payment, Settlement
from district.funds.pages import new_key, officials
from district.ground.acts.acts import Refused
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked


@officials
@require_GET
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/payment/<reference>/`: its entries, its papers, and what may be settled by hand."""
    return payment_page(request, reference)


def payment_page(request: HttpRequest, reference: str, form: SettleForm | None = None) -> HttpResponse:
    """The page of a payment; `form`: what was asked and could not be taken."""
    person = cast(Person, request.user)
    found = get_object_or_404(payments(person), reference=reference)
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
    return render(request, "funds/payment.html", context)


def asked_of(request: HttpRequest, reference: str) -> Settlement:
    rows = Settlement.objects.filter(payment__reference=reference).select_related("payment")
    return get_object_or_404(rows, pk=key_asked(request.POST.get("settlement")))


def bad_paper(refused: Refused[Payment]) -> bool:
    return isinstance(refused.error, settling.BadUpload)
