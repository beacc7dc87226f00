"""我的学时; the desk's ledger and what looks odd in it."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page
from district.services.training.hours.acts import SEES, entries_seen
from district.services.training.hours.columns import FLAGS, LEDGER, MINE
from district.services.training.hours.forms import DeclareForm, ReasonForm
from district.services.training.hours.permissions import may_review
from district.services.training.hours.queries import flags_seen_by, hours_of

desk = for_roles(*SEES)


def mine(request: HttpRequest, form: DeclareForm | None = None) -> HttpResponseBase:
    """`/my/hours/`: what I learnt, by the strength of its evidence; what I declare myself."""
    more = {"learned": hours_of(cast(Person, request.user)), "form": form or DeclareForm()}
    return list_page(request, MINE, "hours/mine.html", more=more)


@desk
@require_GET
def ledger(request: HttpRequest) -> HttpResponseBase:
    """`/desk/hours/ledger/`: every word of every source."""
    return list_page(request, LEDGER, "tables/page.html")


@desk
@require_GET
def flags(request: HttpRequest) -> HttpResponseBase:
    """`/desk/hours/`: what looks odd and waits for a person."""
    return list_page(request, FLAGS, "tables/page.html")


def flag(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/desk/hours/<reference>/`: one thing that looks odd, the entries behind it, what was said of it."""
    person = cast(Person, request.user)
    found = get_object_or_404(flags_seen_by(person), reference=reference)
    rows = entries_seen(person).filter(flags=found).order_by("began", "pk")
    return render(request, "hours/flag.html", {
        "flag": found, "rows": rows[:200], "may": may_review(person, found), "form": form or ReasonForm(),
    })  # fmt: skip
