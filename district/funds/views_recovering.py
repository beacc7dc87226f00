"""Recovering on the desk: clawback cases; and the reconciliation page."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.funds import queries, verifying
from district.funds.acts import clawbacks as cases_seen
from district.funds.columns import CLAWBACKS
from district.funds.figures import LINES
from district.funds.forms import ReasonForm, ReceiveForm
from district.funds.models import Batch, Payment, ReturnFile
from district.funds.money import to_yuan
from district.funds.pages import PAGE, new_key, officials
from district.funds.permissions import may_recover, may_write_off
from district.funds.states import ON_THE_WAY
from district.ground.figures.counting import value
from district.ground.people.queries import Person
from district.ground.record.queries import history
from district.ground.tables.pages import list_page


@officials
@require_GET
def clawbacks(request: HttpRequest) -> HttpResponseBase:
    """`/desk/clawbacks/`: what enterprises still owe, and what is settled."""
    owed = value(LINES["receivable"], user=request.user).number
    return list_page(request, CLAWBACKS, "funds/clawbacks.html", more={"owed": owed})


@officials
@require_GET
def clawback(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/clawbacks/<reference>/`: the plan, what came in, and the moves one may make."""
    person = cast(Person, request.user)
    case = get_object_or_404(cases_seen(person), reference=reference)
    context = {
        "case": case, "left": to_yuan(case.left), "got": to_yuan(case.fen - case.left), "steps": case.steps.all(),
        "history": history("funds", reference), "may_recover": may_recover(person, case.award),
        "may_write_off": may_write_off(person, case), "ask_form": ReasonForm(),
        "receive_form": ReceiveForm(initial={"request_key": new_key(), "amount": to_yuan(case.left)}),
    }  # fmt: skip
    return render(request, "funds/clawback.html", context)


@officials
@require_GET
def reconcile(request: HttpRequest) -> HttpResponse:
    """`/desk/reconcile/`: batches whose answers are not all there; and, by `?check=1`, which the page asks for itself,
    the whole ledger derived again from its entries.
    """
    checked = "check" in request.GET
    ledger = {"faults": verifying.verify(), "entries": queries.Transfer.objects.count()} if checked else {}
    if checked and request.htmx:  # type: ignore[attr-defined]
        return render(request, "funds/_ledger_holds.html", ledger)
    waiting = Batch.objects.filter(state__in=ON_THE_WAY).select_related("line").order_by("released_at", "pk")
    shown, rows = list(waiting[:PAGE]), []
    by_batch = _sums(Payment.objects.filter(batch__in=shown), "batch", "state")
    for batch in shown:
        sums = {state: fen for (pk, state), fen in by_batch.items() if pk == batch.pk}
        rows.append({"batch": batch, "open": to_yuan(sum(sums.get(each, 0) for each in ("queued", "sent", "unknown"))),
                     "paid": to_yuan(sums.get("paid", 0)), "failed": to_yuan(sums.get("failed", 0)),
                     "unknown": to_yuan(sums.get("unknown", 0))})  # fmt: skip
    by_state = _sums(Payment.objects.all(), "state")
    totals = {state: to_yuan(by_state.get((state,), 0)) for state in ("sent", "unknown", "paid", "failed", "refunded")}
    problems = [(file, number, why) for file in _with_problems() for number, why in file.problems]
    context = {**ledger, "checked": checked, "rows": rows, "totals": totals, "problems": problems[:50],
               "labels": dict(Payment.State.choices)}  # fmt: skip
    return render(request, "funds/reconcile.html", context)


def _sums(rows: QuerySet[Payment], *by: str) -> dict[tuple[object, ...], int]:
    """Fen to pay, what was set off taken away, by the given columns."""
    found = rows.order_by().values_list(*by).annotate(sum=Sum("fen") - Sum("offset"))
    return {tuple(row[:-1]): row[-1] or 0 for row in found}


def _with_problems() -> list[ReturnFile]:
    """Return files with rows that could not be applied, the latest first."""
    rows = ReturnFile.objects.exclude(problems=[]).defer("rows").select_related("batch").order_by("-pk")
    return list(rows[:PAGE])
