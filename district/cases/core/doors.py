"""Who comes to a case's pages, which case they find there, and how a move that cannot be made is said."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.enterprises import queries as enterprises
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.record.moves import MoveRefused

SEES, DECIDES = (Role.OFFICER, Role.LEADER, Role.AUDITOR), (Role.OFFICER, Role.LEADER)
officials, deciders = for_roles(*SEES), for_roles(*DECIDES)
Act = Callable[[HttpRequest, Person, Application], HttpResponse]


def act(work: Act) -> Callable[..., HttpResponse]:
    """A move on a case: finds it among what the person sees, and says why where it cannot be made."""

    @deciders
    @require_POST
    @wraps(work)
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        person = cast(Person, request.user)
        case = desk_case(person, reference)
        try:
            return work(request, person, case)
        except (NotPossible, MoveRefused) as refused:
            messages.error(request, str(refused))
            return redirect("cases:case", reference)

    return view


def desk_case(person: Person, reference: str) -> Application:
    rows = Application.objects.on_desk_of(person)
    return get_object_or_404(
        rows.select_related("programme__office", "enterprise", "version__release", "officer", "applicant"),
        reference=reference,
    )


def my_application(person: Person, reference: str) -> Application:
    rows = Application.objects.of_member(person).annotate(own=Exists(enterprises.own_place(person)))
    return get_object_or_404(
        rows.select_related("programme__office", "enterprise", "version__release", "officer"), reference=reference
    )


def says_why(view: View) -> View:
    """An action that cannot be done now says so and leads back to the application."""

    @wraps(view)
    def answered(request: HttpRequest, reference: str) -> HttpResponse:
        try:
            return view(request, reference)
        except (NotPossible, MoveRefused) as refused:
            messages.error(request, str(refused))
            return redirect("cases:mine_one", reference)

    return answered


View = Callable[..., HttpResponse]
