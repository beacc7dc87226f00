"""Organisations for everybody: those that offer something, experts who agreed to be named, and one's own."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from district.ground.organisations.forms import JoinForm
from district.ground.people import listed as queries
from district.ground.people import memberships
from district.ground.people.doors import open_to_all, signed_in
from district.ground.people.memberships import NotPossible
from district.ground.people.permissions import Refused
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


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """`/me/organisations/`: what one is where, and was; a POST says that one belongs to another."""
    person = cast(Person, request.user)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = memberships.ask_to_join(person=person, **form.cleaned_data)
            told = _("您已经是“%(name)s”的成员。") if row.vouched_at else _("已提交。“%(name)s”的管理员确认后生效。")
            messages.success(request, told % {"name": row.organisation})
            return redirect("organisations:mine")
        except (NotPossible, Refused) as why:
            form.add_error(None, str(why))
    rows = list(memberships_of(person))
    context = {
        "form": form, "open": [each for each in rows if each.ended_at is None],
        "past": [each for each in rows if each.ended_at], "steward": Part.STEWARD,
        "expert": getattr(person, "expert", None),
    }  # fmt: skip
    return render(request, "organisations/mine.html", context, status=422 if form.errors else 200)
