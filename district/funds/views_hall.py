"""Money as an enterprise sees it: what it was promised and paid, what it owes, the account it is paid to."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from district.enterprises import queries as enterprises
from district.enterprises.queries import Enterprise
from district.funds import actions, queries
from district.funds.checks import NotPossible
from district.funds.columns_budget import AWARDS
from district.funds.forms import PayeeForm
from district.funds.money import to_yuan
from district.funds.pages import new_key
from district.funds.states import CLAIMED
from district.funds.withholding import withheld_from
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page


@signed_in
@require_http_methods(["GET", "POST"])
def funds(request: HttpRequest, uscc: str) -> HttpResponseBase:
    """`/my/enterprises/<uscc>/funds/`: payments made and to come; POST names another account to be paid to."""
    person = cast(Person, request.user)
    enterprise = get_object_or_404(enterprises.my_enterprises(person), uscc=uscc)
    form = PayeeForm(request.POST or None, initial={"request_key": new_key(), "holder": enterprise.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_payee(enterprise=enterprise, by=person, **form.cleaned_data)
            messages.success(request, _("已提交，经办人核验后生效。"))
            return redirect("funds:mine", uscc)
        except NotPossible as refused:
            form.add_error(None, str(refused))
    status = 422 if form.errors else 200
    more = _context(enterprise, form)
    return list_page(request, AWARDS, "funds/mine.html", of={"uscc": uscc}, more=more, status=status)


def _context(enterprise: Enterprise, form: PayeeForm) -> dict[str, object]:
    owed = queries.Clawback.objects.filter(award__enterprise=enterprise, state__in=CLAIMED)
    return {
        "enterprise": enterprise, "form": form, "paid": queries.paid_to(enterprise),
        "to_come": queries.to_come(enterprise), "payee": queries.payee_of(enterprise),
        "waiting": queries.Payee.objects.filter(enterprise=enterprise, state="pending").first(),
        "withheld": withheld_from(enterprise),
        "owed": [{"case": each, "left": to_yuan(each.left), "steps": each.steps.all()}
                 for each in owed.select_related("award").prefetch_related("steps")],
    }  # fmt: skip
