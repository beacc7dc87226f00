"""One award on the desk: its payments, its entries, milestones reached, and stopping what is not paid."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import actions, pausing, queries
from district.funds.checks import NotPossible
from district.funds.forms import ReasonForm
from district.funds.models import Award, Instalment
from district.funds.pages import act, first_error, officials
from district.funds.permissions import may_pause, may_recover
from district.funds.states import UNDECIDED
from district.ground.people.queries import Person


def _award(reference: str) -> Award:
    rows = Award.objects.select_related("line__office", "enterprise", "version__programme")
    return get_object_or_404(rows, reference=reference)


def stoppable(found: Award) -> bool:
    """Whether money may be given back at once: nothing is decided yet, or it is no case's (a pool, a fund)."""
    return found.state in UNDECIDED or (found.state == "committed" and found.version_id is None)


def page_of_finding(found: Award) -> str:
    """Where a finding on the case this award pays is opened; nothing where no room has such a page."""
    if found.version_id is None or found.committed_at is None:
        return ""
    try:
        return f"{reverse('cases:finding_new')}?case={found.reference}"
    except NoReverseMatch:
        return ""


@officials
@require_GET
def award(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/awards/<reference>/`: what was promised, what of it is paid, every entry, and what one may do."""
    found = _award(reference)
    rows = list(found.instalments.select_related("line"))
    waiting = {row.at: row for row in rows if row.state == Instalment.State.WAITING}
    context = {
        "award": found, "instalments": rows, "waiting": list(waiting), "form": ReasonForm(),
        "entries": queries.statement(found.enterprise).filter(award=found), "clawbacks": found.clawbacks.all(),
        "may": may_recover(cast(Person, request.user), found), "open": stoppable(found),
        "may_pause": found.state == "committed" and may_pause(cast(Person, request.user), found),
        "paused": pausing.shown(found), "finding_url": page_of_finding(found),
    }  # fmt: skip
    return render(request, "funds/award.html", context)


@act("funds:award")
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Give back what is held. What was decided for a case is not stopped so: it is paused and heard."""
    found = _award(reference)
    if not stoppable(found):
        raise NotPossible(_("已经决定的给付不能直接停止，请先暂停：听取意见、认定并批准之后才停付。"))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    actions.release(reference=reference, by=cast(Person, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("已停止，未付的钱退回可用。"))
    return redirect("funds:award", reference)


@act("funds:award")
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    """Hold what is unpaid; whether it ends is found by the way of every finding."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    pausing.by_hand(award=_award(reference), by=cast(Person, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("已暂停，企业已收到理由，并立了线索。"))
    return redirect("funds:award", reference)
