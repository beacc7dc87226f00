"""Money as an enterprise sees it: what it was promised and paid, what it owes, the account it is paid to."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.funds import actions, pausing, queries
from district.funds.checks import NotPossible
from district.funds.forms import PayeeForm
from district.funds.journey import journeys
from district.funds.money import to_yuan
from district.funds.pages import PAGE, new_key
from district.funds.states import CLAIMED
from district.funds.withholding import withheld_from
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person


@signed_in
@require_http_methods(["GET", "POST"])
def funds(request: HttpRequest, uscc: str) -> HttpResponse:
    """`/my/enterprises/<uscc>/funds/`: payments made and to come; POST names another account to be paid to."""
    person = cast(Person, request.user)
    enterprise = get_object_or_404(enterprises.my_subjects(person), uscc=uscc)
    form = PayeeForm(request.POST or None, initial={"request_key": new_key(), "holder": enterprise.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_payee(enterprise=enterprise, by=person, **form.cleaned_data)
            messages.success(request, _("已提交，经办人核验后生效。"))
            return redirect("funds:mine", uscc)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    return render(request, "funds/mine.html", _context(request, enterprise, form), status=422 if form.errors else 200)


def _context(request: HttpRequest, enterprise: Enterprise, form: PayeeForm) -> dict[str, object]:
    awards: Any = Paginator(queries.awards_of(enterprise), PAGE).get_page(request.GET.get("page"))
    now, ways = pausing.shown_of(list(awards)), journeys(list(awards))
    for each in awards:
        each.paused_now, each.journey = now.get(each.pk), ways[each.pk]
    owed = queries.Clawback.objects.filter(award__enterprise=enterprise, state__in=CLAIMED)
    return {
        "enterprise": enterprise, "form": form, "page": awards, "paid": queries.paid_to(enterprise),
        "to_come": queries.to_come(enterprise), "payee": queries.payee_of(enterprise),
        "waiting": queries.Payee.objects.filter(enterprise=enterprise, state="pending").first(),
        "withheld": withheld_from(enterprise),
        "owed": [{"case": each, "left": to_yuan(each.left), "steps": each.steps.all()}
                 for each in owed.select_related("award").prefetch_related("steps")],
    }  # fmt: skip
