"""An enterprise's mandates: giving, seeing what was done by them, ending; and asking for a place at an agency."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from district.enterprises.mandates import actions, queries
from district.enterprises.mandates.forms import MandateForm, PlaceForm
from district.enterprises.mandates.models import AgencyPerson, Mandate
from district.enterprises.mandates.permissions import may_give
from district.enterprises.models import Enterprise
from district.enterprises.queries import memberships_of
from district.enterprises.values import BadValue
from district.ground import clock
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.queries import Person, Role

LINES = 20  # of the log, under each mandate


def _belonging(person: Person, uscc: str) -> Enterprise:
    """The person's own enterprise; of a closed one, to end what still stands."""
    own = memberships_of(person).filter(state__in=["confirmed", "ended"]).values("enterprise")
    return get_object_or_404(Enterprise.objects.filter(pk__in=own), uscc=uscc)


@signed_in
@require_http_methods(["GET", "POST"])
def mandates(request: HttpRequest, uscc: str) -> HttpResponse:
    """`/my/enterprises/<uscc>/mandates/`: who acts for the enterprise and what they did; POST lets another act."""
    person, today = cast(Person, request.user), clock.today()
    client = _belonging(person, uscc)
    initial = {"request_key": uuid.uuid4(), "since": today, "until": today + dt.timedelta(days=365)}
    form = MandateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.give(client=client, by=person, **form.given())
            messages.success(request, _("已委托“%(name)s”。") % {"name": made.agency.name})
            return redirect("enterprises:mandates", uscc)
        except BadValue as refused:
            form.add_error(None, str(refused))
    rows = [
        {"mandate": each, "state": each.state_on(today), "did": queries.acts_under(each)}
        for each in queries.mandates_of(client)[:LINES]
    ]
    answer = may_give(person, client)
    context = {"enterprise": client, "rows": rows, "form": form, "may": bool(answer), "why": answer.why}
    return render(request, "enterprises/mandates/mandates.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/mandates/<reference>/end/`: the client ends it, or the agency lays it down."""
    person = cast(Person, request.user)
    mandate = get_object_or_404(Mandate.objects.select_related("client", "agency"), reference=reference)
    actions.end(mandate=mandate, by=person)
    messages.success(request, _("委托已终止，对方从现在起看不到也不能办理。"))
    own = memberships_of(person).filter(enterprise=mandate.client).exists()
    return redirect("enterprises:mandates", mandate.client.uscc) if own else redirect("enterprises:mine")


@signed_in
@require_http_methods(["GET", "POST"])
def ask_place(request: HttpRequest) -> HttpResponse:
    """`/my/agency/`: say at which agency one works."""
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_place(by=cast(Person, request.user), **form.cleaned_data)
            messages.success(request, _("已提交，经办人确认后就能看到客户。"))
            return redirect("enterprises:mine")
        except BadValue as refused:
            form.add_error(None, str(refused))
    return render(request, "enterprises/mandates/place.html", {"form": form}, status=422 if form.errors else 200)


@for_roles(Role.OFFICER)
@require_POST
def settle_place(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer confirms, or does not, that a person works at an agency."""
    row = get_object_or_404(AgencyPerson, pk=pk)
    actions.settle_place(row=row, confirm=request.POST.get("confirm") == "yes", by=cast(Person, request.user))
    return redirect("enterprises:claims")
