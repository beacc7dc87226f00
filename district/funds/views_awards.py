"""One award on the desk: its payments, its entries, milestones reached, and stopping what is not paid."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.funds import actions, queries
from district.funds.checks import NotPossible
from district.funds.forms import ReasonForm
from district.funds.models import Award, Instalment
from district.funds.pages import act, first_error, officials
from district.funds.permissions import may_recover
from district.people.queries import Person


def _award(reference: str) -> Award:
    rows = Award.objects.select_related("line__office", "enterprise", "version__programme")
    return get_object_or_404(rows, reference=reference)


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
        "may": may_recover(cast(Person, request.user), found), "open": found.state in {"held", "committed", "expired"},
        "paid": any(row.state == Instalment.State.PAID for row in rows),
    }  # fmt: skip
    return render(request, "funds/award.html", context)


@act("funds:award")
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Give back what is held or not paid."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NotPossible(first_error(form))
    actions.release(reference=reference, by=cast(Person, request.user), reason=form.cleaned_data["reason"])
    messages.success(request, _("已停止，未付的钱退回可用。"))
    return redirect("funds:award", reference)
