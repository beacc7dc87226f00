"""Organisations for everybody: those that offer something, experts who agreed to be named, and one's own."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground.organisations.forms import JoinForm
from district.ground.people import listed as queries
from district.ground.people.doors import open_to_all
from district.ground.people.queries import Field, Kind, Part, Person, Topic, memberships_of
from district.ground.tables.pages import paged

PAGE = 24


@open_to_all
@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """`/organisations/`: banks, bases, schools and others that are meant to be found: name, kind, address, phone."""
    rows = queries.public_organisations()
    there = set(rows.order_by().values_list("kind", flat=True).distinct())
    kinds = [(value, label) for value, label in Kind.choices if value in there]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in there else ""
    page = paged(rows.filter(kind=kind) if kind else rows, request.GET, PAGE)
    return render(request, "organisations/public.html", {"page": page, "kinds": kinds, "kind": kind})


@open_to_all
@require_GET
def experts(request: HttpRequest) -> HttpResponse:
    """`/experts/`: those who agreed to be shown, by field and by topic of the online clinic."""
    topic = request.GET.get("topic", "") if request.GET.get("topic") in Topic.values else ""
    field = request.GET.get("field", "") if request.GET.get("field") in Field.values else ""
    rows = queries.public_experts()
    rows = rows.filter(topics__icontains=f'"{topic}"') if topic else rows
    rows = rows.filter(fields__icontains=f'"{field}"') if field else rows
    page = paged(rows, request.GET, PAGE)
    context = {"page": page, "topics": Topic.choices, "topic": topic, "fields": Field.choices, "field": field}
    return render(request, "organisations/experts_public.html", context)


def mine(request: HttpRequest, form: Any = None, ending: tuple[int, Any] = (0, None)) -> HttpResponse:
    """`/me/organisations/`: what one is where, and was; a form says that one belongs to another. `ending`: what was
    typed for leaving one."""
    person = cast(Person, request.user)
    rows = list(memberships_of(person))
    context = {
        "form": form or JoinForm(), "open": [each for each in rows if each.ended_at is None],
        "past": [each for each in rows if each.ended_at], "steward": Part.STEWARD,
        "expert": getattr(person, "expert", None), "ended": ending[0], "ending": ending[1],
    }  # fmt: skip
    return render(request, "organisations/mine.html", context)
