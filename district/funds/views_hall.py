"""Money as an enterprise sees it: what it was promised and paid, what it owes, the account it is paid to."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from district.enterprises import queries as enterprises
from district.enterprises.claims.permissions import is_owner
from district.enterprises.queries import Enterprise
from district.funds import queries
from district.funds.columns_budget import AWARDS
from district.funds.forms import PayeeForm
from district.funds.money import to_yuan
from district.funds.pages import new_key
from district.funds.states import CLAIMED
from district.funds.withholding import withheld_from
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page


def funds(request: HttpRequest, uscc: str, form: PayeeForm | None = None) -> HttpResponseBase:
    """`/my/enterprises/<uscc>/funds/`: payments made and to come; the form for another account to be paid to."""
    person = cast(Person, request.user)
    enterprise = get_object_or_404(enterprises.my_subjects(person), uscc=uscc)
    form = form or PayeeForm(initial={"request_key": new_key(), "holder": enterprise.account_names[-1]})
    return list_page(request, AWARDS, "funds/mine.html", of={"uscc": uscc}, more=_context(enterprise, form, person))


def _context(enterprise: Enterprise, form: PayeeForm, person: Person) -> dict[str, object]:
    pending = queries.Payee.objects.filter(enterprise=enterprise, state="pending").select_related("entered_by")
    waiting = pending.first()
    owed = queries.Clawback.objects.filter(award__enterprise=enterprise, state__in=CLAIMED)
    return {
        "enterprise": enterprise, "form": form, "paid": queries.paid_to(enterprise),
        "to_come": queries.to_come(enterprise), "payee": queries.payee_of(enterprise),
        "waiting": waiting, "owns": waiting is not None and is_owner(person, enterprise),
        "withheld": withheld_from(enterprise),
        "owed": [{"case": each, "left": to_yuan(each.left), "steps": each.steps.all()}
                 for each in owed.select_related("award").prefetch_related("steps")],
    }  # fmt: skip
