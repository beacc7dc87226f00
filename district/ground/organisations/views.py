"""Organisations at the desk, and their members for whoever keeps them."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground.organisations.columns import OFFICIALS, ORGANISATIONS
from district.ground.organisations.forms import EndForm, MemberForm, OrganisationForm, ReachForm, RenewForm
from district.ground.organisations.permissions import (
    may_add_organisation,
    may_edit_organisation,
    may_end_membership,
    may_keep_members,
    may_renew,
    may_see_members,
    may_vouch,
)
from district.ground.people import actions, memberships, organisations
from district.ground.people import listed as queries
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.memberships import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Organisation, OrganisationMembership, Person, Role
from district.ground.tables.pages import list_page

PAGE = 25
desk = for_roles(*OFFICIALS)
administrators = for_roles(Role.ADMINISTRATOR)


@desk
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/organisations/`: all of them, by kind and by part of a name."""
    more = {"may_add": may_add_organisation(cast(Person, request.user))}
    return list_page(request, ORGANISATIONS, "organisations/list.html", more=more)


@administrators
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = organisations.add(by=cast(Person, request.user), **form.cleaned_data)
            messages.success(request, _("已登记“%(name)s”。") % {"name": made})
            return redirect("organisations:one", made.pk)
        except NotPossible as why:
            form.add_error(None, str(why))
    return render(request, "organisations/form.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator says everything of it, a steward how it is reached."""
    person, found = cast(Person, request.user), _found(request, pk)
    require(may_edit_organisation(person, found))
    kind = OrganisationForm if may_add_organisation(person) else ReachForm
    initial = {name: getattr(found, name) for name in kind.base_fields}
    form = kind(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.change(organisation=found, by=person, **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return _back(person, found)
        except NotPossible as why:
            form.add_error(None, str(why))
    context = {"form": form, "organisation": found, "shell": _shell(person)}
    return render(request, "organisations/form.html", context, status=422 if form.errors else 200)


@desk
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/organisations/<pk>/`: what it is, who stands in it, who did."""
    return organisation_page(request, _found(request, pk))


@signed_in
@require_GET
def mine_one(request: HttpRequest, pk: int) -> HttpResponse:
    """`/me/organisations/<pk>/`: the same for its steward."""
    return organisation_page(request, _found(request, pk))


def organisation_page(
    request: HttpRequest, found: Organisation, form: MemberForm | None = None, status: int = 200
) -> HttpResponse:
    person = cast(Person, request.user)
    require(may_see_members(person, found))
    members = queries.Members(found)
    rows = [
        {"row": each, "vouches": may_vouch(person, each), "renews": may_renew(person, each),
         "ends": may_end_membership(person, each)}
        for each in members.open
    ]  # fmt: skip
    context = {
        "organisation": found, "rows": rows, "past": members.past, "shell": _shell(person),
        "edits": may_edit_organisation(person, found), "keeps": may_keep_members(person, found),
        "form": form or MemberForm(found), "parts": found.parts.order_by("name"),
    }  # fmt: skip
    return render(request, "organisations/one.html", context, status=status)


@signed_in
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a member down."""
    person, found = cast(Person, request.user), _found(request, pk)
    require(may_keep_members(person, found))
    form = MemberForm(found, request.POST)
    if form.is_valid():
        data = dict(form.cleaned_data)
        who = data.pop("username")
        try:
            give = actions.grant_duty if data["role"] in Role.values else None
            row = (
                give(person=who, bureau=found, by=person, **data)  # type: ignore[arg-type]
                if give
                else memberships.enter(person=who, organisation=found, by=person, **data)
            )
            told = _("已登记“%(name)s”。") if row.vouched_at else _("已登记“%(name)s”，等另一位管理员确认。")
            messages.success(request, told % {"name": who})
            return _back(person, found)
        except NotPossible as why:
            form.add_error(None, str(why))
    return organisation_page(request, found, form, status=422)


@signed_in
@require_POST
def vouch(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = _row(request, pk), cast(Person, request.user)
    try:
        memberships.vouch(membership=row, by=person)
        messages.success(request, _("已确认“%(name)s”，今天起生效。") % {"name": row.person})
    except NotPossible as why:
        messages.error(request, str(why))
    return _back(person, row.organisation)


@signed_in
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    row, person, form = _row(request, pk), cast(Person, request.user), RenewForm(request.POST)
    try:
        if not form.is_valid():
            raise NotPossible(_("日期不对，请重填。"))
        memberships.renew(membership=row, until=form.cleaned_data["until"], by=person)
        messages.success(request, _("“%(name)s”已续任。") % {"name": row.person})
    except NotPossible as why:
        messages.error(request, str(why))
    return _back(person, row.organisation)


@signed_in
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership now; a second click finds it ended."""
    row, person, form = _row(request, pk), cast(Person, request.user), EndForm(request.POST)
    try:
        memberships.end(membership=row, by=person, why=form["why"].value() or "")
        messages.success(request, _("“%(name)s”的身份已结束，相应的门从下一次打开起关上。") % {"name": row.person})
    except NotPossible as why:
        messages.error(request, str(why))
    own = row.person_id == person.pk and not person.is_official
    return redirect("organisations:mine") if own else _back(person, row.organisation)


def _found(request: HttpRequest, pk: int) -> Organisation:
    """An organisation this person sees: officials all, others those they keep; of the rest there is none."""
    found = queries.organisation(pk)
    if found is None or not may_see_members(cast(Person, request.user), found):
        raise Http404
    return found


def _row(request: HttpRequest, pk: int) -> OrganisationMembership:
    """A membership of an organisation this person sees, or their own."""
    row, person = queries.membership(pk), cast(Person, request.user)
    if row is None:
        raise Http404
    if row.person_id != person.pk and not may_see_members(person, row.organisation):
        raise Http404
    return row


def _shell(person: Person) -> str:
    return "web/desk.html" if person.is_official else "web/hall.html"


def _back(person: Person, found: Organisation) -> HttpResponse:
    return redirect("organisations:one" if person.is_official else "organisations:mine_one", found.pk)
