"""The expert corps at the desk: the list, one record with its honours and links, its form."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from district.ground.acts.acts import Done
from district.ground.onetime.handing import issued
from district.ground.onetime.queries import links_for
from district.ground.organisations import purposes
from district.ground.organisations.acts import EXPERT_ADD, EXPERT_EDIT
from district.ground.organisations.columns import EXPERTS, OFFICIALS
from district.ground.organisations.forms import HonourForm
from district.ground.organisations.permissions import may_keep_experts
from district.ground.people import listed as queries
from district.ground.people.doors import for_roles
from district.ground.people.permissions import require
from district.ground.people.queries import Expert, Person
from district.ground.tables.pages import list_page

desk = for_roles(*OFFICIALS)


@desk
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/experts/`: the corps by field, topic, part of a name."""
    more = {"may_add": queries.offices_listing_experts(cast(Person, request.user)).exists()}
    return list_page(request, EXPERTS, "organisations/experts.html", more=more)


def add(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/experts/new/`."""
    form = form or EXPERT_ADD.form(request.user, None)
    return render(request, "organisations/expert_form.html", {"form": form})


@desk
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/experts/<reference>/`: the record, its honours, links and history."""
    return page(request, reference)


def page(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    person, expert = cast(Person, request.user), _found(reference)
    context = {
        "expert": expert, "honours": expert.honours.all(),
        "form": form if isinstance(form, HonourForm) else HonourForm(),
        "keeps": may_keep_experts(person, expert.office_id),
        "links": [each for key in purposes.KEYS for each in links_for(key, [str(expert.pk)])],
    }  # fmt: skip
    return render(request, "organisations/expert.html", context)


def _found(reference: str) -> Expert:
    return get_object_or_404(queries.experts_in_full(), reference=reference)


def edit(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/desk/experts/<reference>/edit/`."""
    person, found = cast(Person, request.user), _found(reference)
    require(may_keep_experts(person, found.office_id))
    context = {"form": form or EXPERT_EDIT.form(person, found), "expert": found}
    return render(request, "organisations/expert_form.html", context)


def link_made(request: HttpRequest, done: Done[Any]) -> HttpResponse:
    """The link, this once."""
    assert done.thing is not None
    return issued(request, [done.result], back=reverse("organisations:expert", args=[done.thing.reference]))
