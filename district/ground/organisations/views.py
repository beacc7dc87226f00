"""Organisations at the desk, and their members for whoever keeps them."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.organisations.acts import ADD, EDIT
from district.ground.organisations.columns import OFFICIALS, ORGANISATIONS
from district.ground.organisations.forms import EndForm, MemberForm, RenewForm
from district.ground.organisations.permissions import (
    may_add_organisation,
    may_edit_organisation,
    may_end_membership,
    may_keep_members,
    may_renew,
    may_see_members,
    may_vouch,
)
from district.ground.organisations.views_hall import mine
from district.ground.people import listed as queries
from district.ground.people.doors import for_roles, shell_of, signed_in
from district.ground.people.permissions import require
from district.ground.people.queries import Organisation, Person
from district.ground.tables.pages import list_page

desk = for_roles(*OFFICIALS)


@desk
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/organisations/`: all of them, by kind and by part of a name."""
    more = {"may_add": may_add_organisation(cast(Person, request.user))}
    return list_page(request, ORGANISATIONS, "organisations/list.html", more=more)


def add(request: HttpRequest, form: Any = None) -> HttpResponse:
    """`/desk/organisations/new/`."""
    return render(request, "organisations/form.html", {"form": form or ADD.form(request.user, None)})


def edit(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """An administrator says everything of it, a steward how it is reached."""
    person, found = cast(Person, request.user), _found(request, pk)
    require(may_edit_organisation(person, found))
    context = {"form": form or EDIT.form(person, found), "organisation": found, "shell": shell_of(person, own=True)}
    return render(request, "organisations/form.html", context)


@desk
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/organisations/<pk>/`: what it is, who stands in it, who did."""
    return organisation_page(request, pk)


@signed_in
@require_GET
def mine_one(request: HttpRequest, pk: int) -> HttpResponse:
    """`/me/organisations/<pk>/`: the same for its steward."""
    return organisation_page(request, pk)


def organisation_page(request: HttpRequest, pk: int, form: Any = None, member: int = 0) -> HttpResponse:
    """`form`: what somebody typed, of a new member or of `member`, a row of the page."""
    person, found = cast(Person, request.user), _found(request, pk)
    members = queries.Members(found)
    rows = [
        {"row": each, "vouches": may_vouch(person, each), "renews": may_renew(person, each),
         "ends": may_end_membership(person, each), **typed(form if each.pk == member else None)}
        for each in members.open
    ]  # fmt: skip
    context = {
        "organisation": found, "rows": rows, "past": members.past, "shell": shell_of(person, own=True),
        "edits": may_edit_organisation(person, found), "keeps": may_keep_members(person, found),
        "form": form if isinstance(form, MemberForm) else MemberForm(found), "parts": found.parts.order_by("name"),
    }  # fmt: skip
    return render(request, "organisations/one.html", context)


def typed(form: Any) -> dict[str, Any]:
    """What was typed into one of a member's two forms."""
    return {
        "renewing": form if isinstance(form, RenewForm) else None,
        "ending": form if isinstance(form, EndForm) else None,
    }


def member_page(request: HttpRequest, pk: int, form: Any = None) -> HttpResponse:
    """The page a membership stands on, with what was typed for it."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.memberships_seen_by(person), pk=pk)
    if row.person_id == person.pk and not person.is_official:
        return mine(request, ending=(row.pk, form))
    return organisation_page(request, row.organisation_id, form, row.pk)


def _found(request: HttpRequest, pk: int) -> Organisation:
    """An organisation this person sees; of the rest there is none."""
    found = queries.organisations_seen_by(cast(Person, request.user)).filter(pk=pk).first()
    if found is None or not may_see_members(cast(Person, request.user), found):
        raise Http404
    return found
