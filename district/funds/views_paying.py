"""Paying on the desk: what is due, batches and their moves, payees to verify."""

from __future__ import annotations

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import paying, queries, separating
from district.funds import permissions as may
from district.funds.acts import MOVES
from district.funds.columns import BATCHES, PAYMENTS
from district.funds.forms import ReasonForm, ReturnForm
from district.funds.models import Batch, Line, Payee
from district.funds.money import to_yuan
from district.funds.pages import PAGE, officials
from district.funds.states import BATCH_MOVES
from district.ground.acts.acts import Done
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked
from district.ground.tables import sheets
from district.ground.work.queries import Shown, going_on, shown
from district.policies.queries import marking_invented

STEPS = ("made", "checked", "first", "releasing", "sent", "closed")


@officials
@require_GET
def payments(request: HttpRequest) -> HttpResponseBase:
    """`/desk/payments/`: lines with payments due, each with one button; what failed before; the batches."""
    person = cast(Person, request.user)
    if sheets.asked_for(request):
        return BATCHES.book(request, queries.batches())
    rows = queries.worklist().exclude(problem="")
    held = queries.paused_list(PAGE)
    failed = list(rows[:PAGE])
    waiting, mine = Q(state=Payee.State.PENDING), Q(verified_by=person)
    payees = Payee.objects.aggregate(waiting=Count("pk", filter=waiting), mine=Count("pk", filter=mine))
    page = Paginator(queries.batches(), PAGE).get_page(request.GET.get("page"))
    context = {
        "due": queries.due_by_line(), "failed": failed,
        "paused": held.rows, "paused_count": held.count, "paused_yuan": held.amount,
        "failed_count": rows.count() if len(failed) == PAGE else len(failed),
        "page": page, "table": BATCHES.shown(page),
        "may_make": may.may_make(person), "verifies": payees["mine"] > 0, "waiting": payees["waiting"],
    }  # fmt: skip
    return render(request, "funds/payments.html", context)


def batch_of(reference: str) -> Batch:
    return get_object_or_404(queries.batches(), reference=reference)


@officials
@require_GET
def batch(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/batches/<reference>/`: who did what, each payment, the files, and the next move."""
    found = batch_of(reference)
    if sheets.asked_for(request):
        rows, state = _payments_of(found, request.GET.get("state", ""))
        applied = [(_("结果"), queries.Payment.State(state).label if state else "")]
        return PAYMENTS.book(request, rows, applied, name=_("批次 %(reference)s") % {"reference": found.reference})
    return batch_page(request, reference)


def _payments_of(found: Batch, state: str) -> tuple[QuerySet[queries.Payment], str]:
    """A batch's payments, narrowed to a state where there is one, which is returned; else all and ""."""
    rows = found.payments.select_related("payee__enterprise", "instalment__award").order_by("pk")
    rows = marking_invented(rows, "instalment__award__version")
    if state not in queries.Payment.State.values:
        return rows, ""
    return rows.filter(state=state), state


def batch_page(request: HttpRequest, reference: str, form: ReturnForm | None = None) -> HttpResponse:
    """The page of a batch; `form`: a file that was not taken in, with why."""
    found, person = batch_of(reference), cast(Person, request.user)
    error = next((errors[0] for errors in form.errors.values()), "") if form else ""
    rows, state = _payments_of(found, request.GET.get("state", ""))
    counts = {row[0]: {"count": row[1], "amount": to_yuan(row[2])} for row in
              found.payments.order_by().values_list("state").annotate(Count("pk"), Sum("fen"))}  # fmt: skip
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "batch": found, "page": page, "table": PAYMENTS.shown(page), "state": state,
        "counts": [(key, label, counts[key]) for key, label in queries.Payment.State.choices if key in counts],
        "moves": _moves(person, found), "people": _people(found), "shown": _sending(person, found),
        "files": list(found.returns.defer("rows").select_related("by")), "return_form": ReturnForm(),
        "cancel_form": ReasonForm(), "may_make": may.may_make(person), "error": error,
    }  # fmt: skip
    return render(request, "funds/batch.html", context)


def _sending(person: Person, found: Batch) -> Shown | None:
    """How far the release is, while it goes on."""
    work = going_on(paying.SENDING, found.reference) if found.state == "releasing" else None
    return shown(work, person) if work else None


def _moves(person: Person, found: Batch) -> dict[str, Any] | None:
    """The batch's next move: {verb, label, tells, answer: may this person}."""
    if found.state not in MOVES:
        return None
    verb, allowed, _do = MOVES[found.state]
    move, answer = BATCH_MOVES[verb], cast(Answer, allowed(person, found))
    return {"verb": verb, "label": move.label, "tells": move.tells, "answer": answer,
            "wants_reason": bool(answer) and separating.wants_reason(person, found, verb)}  # fmt: skip


def _people(found: Batch) -> list[tuple[str, Person | None]]:
    return [(_("组批"), found.made_by), (_("复核"), found.checked_by), (_("一级放行"), found.first_by),
            (_("二级放行"), found.second_by)]  # fmt: skip


def file_of(_request: HttpRequest, done: Done[Batch]) -> HttpResponse:
    """The file for the treasury."""
    assert done.thing is not None
    answer = HttpResponse(done.result, content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{done.thing.reference}.csv"'
    return answer


@officials
@require_GET
def payees(request: HttpRequest) -> HttpResponse:
    """`/desk/payees/`: accounts waiting to be verified, the oldest first."""
    rows = Payee.objects.select_related("enterprise", "entered_by")
    waiting = rows.filter(state=Payee.State.PENDING).order_by("entered_at", "pk")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    shared = _shared({each.print for each in page})
    shown = [{"payee": each, "answer": may.may_verify(cast(Person, request.user), each),
              "shared": sorted(shared.get(each.print, set()) - {each.enterprise.name})} for each in page]  # fmt: skip
    return render(request, "funds/payees.html", {"page": page, "rows": shown})


def _shared(prints: set[str]) -> dict[str, set[str]]:
    """Which enterprises gave the same account number."""
    found: dict[str, set[str]] = {}
    for print_, name in Payee.objects.filter(print__in=prints).values_list("print", "enterprise__name"):
        found.setdefault(print_, set()).add(name)
    return found


def line_named(request: HttpRequest) -> Line:
    return get_object_or_404(Line, reference=request.POST.get("line", ""))


def payee_named(request: HttpRequest) -> Payee:
    return get_object_or_404(Payee.objects.select_related("enterprise"), pk=key_asked(request.POST.get("payee")))
