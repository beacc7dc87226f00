"""Opening a finding by hand: the only door to asking money back that an official has."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from district.cases.aftercare import opening
from district.cases.aftercare.forms import OpenForm
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.ground.people.doors import for_roles
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person, Role

workers = for_roles(Role.OFFICER, Role.LEADER)


@workers
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/desk/findings/new/?case=<reference>`: what was found, since when, on what ground; then it is told and heard."""
    person = cast(Person, request.user)
    asked = request.GET.get("case", "")[:40]
    references = [asked, asked.rsplit("-", 1)[0]]
    rows = Application.objects.visible_to(person).filter(reference__in=references)
    case = rows.select_related("enterprise", "programme__office").first()
    decision = case.decisions.in_force().filter(outcome="granted").first() if case else None
    if case is None or decision is None:
        raise Http404
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            finding = opening.by_hand(decision=decision, by=person, **form.cleaned_data)
            return redirect("cases:finding", finding.reference)
        except (NotPossible, Refused) as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "case": case, "decision": decision}
    return render(request, "aftercare/finding_new.html", context, status=422 if form.errors else 200)
