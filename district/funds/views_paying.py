"""Paying on the desk: what is due, batches and their moves, payees to verify."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import actions, handing_out, paying, queries, separating
from district.funds import permissions as may
from district.funds.bank import BadFile
from district.funds.checks import NotPossible
from district.funds.columns import BATCHES, PAYEES, PAYMENTS
from district.funds.forms import ReasonForm, ReturnForm
from district.funds.models import Batch, Line, Payee
from district.funds.pages import PAGE, act, first_error, new_key, officials
from district.funds.states import BATCH_MOVES
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
    failed = list(rows[:PAGE])
    waiting, mine = Q(state=Payee.State.PENDING), Q(verified_by=person)
    payees = Payee.objects.aggregate(waiting=Count("pk", filter=waiting), mine=Count("pk", filter=mine))
    more = {
        "due": queries.due_by_line(), "failed": failed,
        "paused": held.rows, "paused_count": held.count, "paused_yuan": held.amount,
        "failed_count": rows.count() if len(failed) == PAGE else len(failed),
        "key": new_key(), "may_make": may.may_make(person), "verifies": payees["mine"] > 0,
        "waiting": payees["waiting"],
    }  # fmt: skip
    return list_page(request, BATCHES, "funds/payments.html", more=more)


@act("funds:payments")
def make(request: HttpRequest) -> HttpResponse:
    line = get_object_or_404(Line, reference=request.POST.get("line", ""))
    batch = actions.make_batch(line=line, by=cast(Person, request.user), request_key=_key(request),
                               reason=request.POST.get("reason", "")[:200])  # fmt: skip
    messages.success(request, _("已组成批次 %(ref)s，共 %(n)d 笔。") % {"ref": batch.reference, "n": batch.count})
    return redirect("funds:batch", batch.reference)


def _key(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("request_key", ""))
    except ValueError:
        raise NotPossible(_("页面已过期，请刷新后再试。")) from None


def batch_of(reference: str) -> Batch:
    return get_object_or_404(queries.batches(), reference=reference)


@officials
@require_GET
def batch(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/batches/<reference>/`: who did what, each payment, the files, and the next move."""
    return batch_page(request, batch_of(reference))


def batch_page(request: HttpRequest, found: Batch, error: BadFile | None = None) -> HttpResponseBase:
    person = cast(Person, request.user)
    more = {
        "batch": found,
        "moves": _moves(person, found), "people": _people(found), "shown": _sending(person, found),
        "files": list(found.returns.defer("rows").select_related("by")), "return_form": ReturnForm(),
        "cancel_form": ReasonForm(), "may_make": may.may_make(person), "error": error,
    }  # fmt: skip
    of, status = {"reference": found.reference}, 422 if error else 200
    return list_page(request, PAYMENTS, "funds/batch.html", of=of, more=more, status=status)


def _sending(person: Person, found: Batch) -> Shown | None:
    """How far the release is, while it goes on."""
    work = going_on(paying.SENDING, found.reference) if found.state == "releasing" else None
    return shown(work, person) if work else None


MOVES: dict[str, tuple[str, Any, Any]] = {
    "made": ("check", may.may_check, paying.check_batch),
    "checked": ("first-release", may.may_release_first, paying.release_first),
    "first": ("second-release", may.may_release_second, paying.release_second),
}


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


@act("funds:batch")
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    """The next move of the batch, named in the form: a second click finds it done and says so."""
    found, verb = batch_of(reference), request.POST.get("verb", "")
    step = MOVES.get(found.state)
    if step is None or step[0] != verb:
        raise NotPossible(_("这个批次已经走到下一步，请看最新状态。"))
    step[2](batch=found, by=cast(Person, request.user), reason=request.POST.get("reason", "")[:200])
    if verb == "second-release":
        paying.give(paying.SENDING, found.reference)
    messages.success(request, _("已%(label)s。") % {"label": BATCH_MOVES[verb].label})
    return redirect("funds:batch", reference)


@act("funds:batch")
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    paying.cancel_batch(batch=batch_of(reference), by=cast(Person, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("已撤销，各笔回到待付清单。"))
    return redirect("funds:payments")


@act("funds:batch")
def download(request: HttpRequest, reference: str) -> HttpResponse:
    """The file for the treasury. A POST: taking it is written to the log."""
    found = batch_of(reference)
    answer = HttpResponse(handing_out.hand_out(batch=found, by=cast(Person, request.user)), content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.csv"'
    return answer


@officials
@require_GET
def payees(request: HttpRequest) -> HttpResponseBase:
    """`/desk/payees/`: accounts waiting to be verified, the oldest first."""
    return list_page(request, PAYEES, "tables/page.html")


@act("funds:payees")
def settle_payee(request: HttpRequest) -> HttpResponse:
    payee = get_object_or_404(Payee.objects.select_related("enterprise"), pk=key_asked(request.POST.get("payee")))
    right = request.POST.get("right") == "yes"
    actions.verify_payee(payee=payee, by=cast(Person, request.user), right=right, reason=request.POST.get("reason", ""))
    messages.success(request, _("已核验。") if right else _("已退回，企业会看到原因。"))
    return redirect("funds:payees")
