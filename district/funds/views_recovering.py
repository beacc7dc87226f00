"""Recovering on the desk: clawback cases; and the reconciliation page."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import queries, recovering, verifying
from district.funds.checks import NotPossible
from district.funds.columns import CLAWBACKS
from district.funds.forms import ReasonForm, ReceiveForm
from district.funds.models import Batch, Clawback, Payment, ReturnFile
from district.funds.money import to_yuan
from district.funds.pages import PAGE, act, first_error, new_key, officials
from district.funds.permissions import may_recover, may_write_off
from district.funds.states import CLAIMED, ON_THE_WAY
from district.ground.people.queries import Person
from district.ground.record.queries import history
from district.ground.tables.pages import list_page


@officials
@require_GET
def clawbacks(request: HttpRequest) -> HttpResponseBase:
    """`/desk/clawbacks/`: what enterprises still owe, and what is settled."""
    owed = to_yuan(queries.cases().filter(state__in=CLAIMED).aggregate(sum=Sum("left"))["sum"] or 0)
    return list_page(request, CLAWBACKS, "funds/clawbacks.html", more={"owed": owed})


def _case(reference: str) -> Clawback:
    people = ("asked_by", "approved_by", "proposed_by", "agreed_by")
    rows = queries.cases().select_related("award__version__programme", "payment", *people)
    return get_object_or_404(rows, reference=reference)


@officials
@require_GET
def clawback(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/clawbacks/<reference>/`: the plan, what came in, and the moves one may make."""
    person, case = cast(Person, request.user), _case(reference)
    context = {
        "case": case, "left": to_yuan(case.left), "got": to_yuan(case.fen - case.left), "steps": case.steps.all(),
        "history": history("funds", reference), "may_recover": may_recover(person, case.award),
        "may_write_off": may_write_off(person, case), "ask_form": ReasonForm(),
        "receive_form": ReceiveForm(initial={"request_key": new_key(), "amount": to_yuan(case.left)}),
    }  # fmt: skip
    return render(request, "funds/clawback.html", context)


@act("funds:clawback")
def receive(request: HttpRequest, reference: str) -> HttpResponse:
    form = ReceiveForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    recovering.receive(case=_case(reference), by=cast(Person, request.user), **form.cleaned_data)
    messages.success(request, _("已记收回。"))
    return redirect("funds:clawback", reference)


@act("funds:clawback")
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    recovering.ask_write_off(case=_case(reference), by=cast(Person, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("已申请，等财政部门负责人批准。"))
    return redirect("funds:clawback", reference)


@act("funds:clawback")
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    agree = request.POST.get("agree") == "yes"
    recovering.settle_write_off(case=_case(reference), by=cast(Person, request.user), agree=agree)
    messages.success(request, _("已核销。") if agree else _("已退回，继续追缴。"))
    return redirect("funds:clawback", reference)


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
