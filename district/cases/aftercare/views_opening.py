"""Opening a finding by hand: the only door to asking money back that an official has."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from district.cases.aftercare.forms import OpenForm
from district.cases.core.models import Application
from district.ground.people.queries import Person


def case_of(request: HttpRequest) -> Application:
    """The granted case that is asked about, by its reference or one of its decision; 404 where there is none."""
    asked = request.GET.get("case", "")[:40]
    references = [asked, asked.rsplit("-", 1)[0]]
    rows = Application.objects.visible_to(cast(Person, request.user)).filter(reference__in=references)
    case = rows.select_related("enterprise", "programme__office").first()
    if case is None or not case.decisions.in_force().filter(outcome="granted").exists():
        raise Http404
    return case


def new(request: HttpRequest, form: OpenForm | None = None) -> HttpResponse:
    """`/desk/findings/new/?case=<reference>`: what was found, since when, on what ground; then it is told and heard."""
    case = case_of(request)
    decision = case.decisions.in_force().get(outcome="granted")
    context = {"form": form or OpenForm(), "case": case, "decision": decision}
    return render(request, "aftercare/finding_new.html", context)
