"""The enterprise's own cases: all of them, one of them, taking one back."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.cases.core import queries
from district.cases.core.doors import my_application
from district.cases.core.states import AT_APPLICANT, ENTERED
from district.cases.hall.columns import MINE
from district.cases.hall.firm_page import context_of
from district.cases.intake import drafting
from district.cases.intake.views_hall import draft_page
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """`/my/applications/`: what needs me first, then the rest, newest first."""
    person = cast(Person, request.user)
    rows = queries.cases_of(person)
    needs_me = list(rows.filter(state__in=AT_APPLICANT).order_by("-state", "due_on", "-created_at")[:25])
    return list_page(request, MINE, "hall/mine.html", more={"needs_me": needs_me})


@signed_in
@require_GET
def mine_one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/my/applications/<reference>/`: the draft, the list to correct, where it stands, or what was decided."""
    person = cast(Person, request.user)
    application = my_application(person, reference)
    if application.state in ENTERED:
        draft = drafting.draft_of(application)
        return draft_page(request, draft, draft.form())
    return render(request, "hall/mine_one.html", context_of(application, person))
