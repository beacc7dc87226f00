"""Paying on the desk: what is due, batches and their moves, payees to verify."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import paying, queries, separating, sight
from district.funds import permissions as may
from district.funds.acts import MOVES
from district.funds.columns import BATCHES, PAYEES, PAYMENTS
from district.funds.forms import ReasonForm, ReturnForm
from district.funds.models import Batch, Line, Payee
from district.funds.pages import PAGE, officials
from district.funds.states import BATCH_MOVES
from district.ground.acts.acts import Done
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person
from district.ground.record.reading import key_asked
from district.ground.tables.pages import list_page
from district.ground.work.queries import Shown, going_on, shown

STEPS = ("made", "checked", "first", "releasing", "sent", "closed")


@officials
@require_GET
def payments(request: HttpRequest) -> HttpResponseBase:
    """`/desk/payments/`: lines with payments due, each with one button; what failed before; the batches."""
    person = cast(Person, request.user)
    rows = queries.worklist().exclude(problem="")
    held = queries.paused_list(PAGE)
    failed = sight.nameless(rows[:PAGE], person, lambda row: row.award)
    waiting, mine = Q(state=Payee.State.PENDING), Q(verified_by=person)
    payees = sight.payees_seen(Payee.objects.all(), person).aggregate(
        waiting=Count("pk", filter=waiting), mine=Count("pk", filter=mine)
    )
    more = {
        "due": queries.due_by_line(), "failed": failed,
        "paused": sight.nameless(held.rows, person, lambda row: row.award),
        "paused_count": held.count, "paused_yuan": held.amount,
        "failed_count": rows.count() if len(failed) == PAGE else len(failed),
        "may_make": may.may_make(person), "verifies": payees["mine"] > 0, "waiting": payees["waiting"],
    }  # fmt: skip
    return list_page(request, BATCHES, "funds/payments.html", more=more)


def batch_of(reference: str) -> Batch:
    return get_object_or_404(queries.batches(), reference=reference)


@officials
@require_GET
def batch(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/batches/<reference>/`: who did what, each payment, the files, and the next move."""
    return batch_page(request, reference)


def batch_page(request: HttpRequest, reference: str, form: ReturnForm | None = None) -> HttpResponseBase:
    """The page of a batch; `form`: a file that was not taken in, with why."""
    found, person = batch_of(reference), cast(Person, request.user)
    error = next((errors[0] for errors in form.errors.values()), "") if form else ""
    more = {
        "batch": found,
        "moves": _moves(person, found), "people": _people(found), "shown": _sending(person, found),
        "files": list(found.returns.defer("rows").select_related("by")), "return_form": ReturnForm(),
        "cancel_form": ReasonForm(), "may_make": may.may_make(person), "error": error,
    }  # fmt: skip
    return list_page(request, PAYMENTS, "funds/batch.html", of={"reference": reference}, more=more)


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
def payees(request: HttpRequest) -> HttpResponseBase:
    """`/desk/payees/`: accounts waiting to be verified, the oldest first."""
    return list_page(request, PAYEES, "tables/page.html")


def line_named(request: HttpRequest) -> Line:
    return get_object_or_404(Line, reference=request.POST.get("line", ""))


def payee_named(request: HttpRequest) -> Payee:
    return get_object_or_404(Payee.objects.select_related("enterprise"), pk=key_asked(request.POST.get("payee")))
