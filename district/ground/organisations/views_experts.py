"""The expert corps at the desk: on record, changed, honoured, ended; links to confirm and to take over."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.ground.onetime.actions import issue
from district.ground.onetime.handing import issued
from district.ground.onetime.queries import links_for
from district.ground.organisations import purposes
from district.ground.organisations.columns import EXPERTS, OFFICIALS
from district.ground.organisations.forms import ExpertForm, HonourForm
from district.ground.organisations.permissions import may_keep_experts
from district.ground.people import experts
from district.ground.people import listed as queries
from district.ground.people.doors import for_roles
from district.ground.people.memberships import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Expert, Person, Role
from district.ground.record.actions import official
from district.ground.tables.pages import list_page

PAGE = 25
desk = for_roles(*OFFICIALS)
keepers = for_roles(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR)


@desk
@require_GET
def listed(request: HttpRequest) -> HttpResponseBase:
    """`/desk/experts/`: the corps by field, topic, part of a name."""
    more = {"may_add": queries.offices_listing_experts(cast(Person, request.user)).exists()}
    return list_page(request, EXPERTS, "organisations/experts.html", more=more)


@keepers
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    offices = queries.offices_listing_experts(person)
    form = ExpertForm(offices, request.POST or None, initial={"office": offices.first(), "languages": ["zh"]})
    if request.method == "POST" and form.is_valid():
        try:
            made = experts.enter(by=person, **form.said)
            messages.success(request, _("已登记专家“%(name)s”。") % {"name": made})
            return redirect("organisations:expert", made.reference)
        except NotPossible as why:
            form.add_error(None, str(why))
    return render(request, "organisations/expert_form.html", {"form": form}, status=422 if form.errors else 200)


@desk
@require_GET
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/experts/<reference>/`: the record, its honours, links and history."""
    return _page(request, _found(reference), HonourForm())


def _page(request: HttpRequest, expert: Expert, form: HonourForm, status: int = 200) -> HttpResponse:
    person = cast(Person, request.user)
    context = {
        "expert": expert, "honours": expert.honours.all(), "form": form,
        "keeps": may_keep_experts(person, expert.office_id),
        "links": [each for key in purposes.KEYS for each in links_for(key, [str(expert.pk)])],
    }  # fmt: skip
    return render(request, "organisations/expert.html", context, status=status)


def _found(reference: str) -> Expert:
    return get_object_or_404(queries.experts_in_full(), reference=reference)


@keepers
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    person, found = cast(Person, request.user), _found(reference)
    require(may_keep_experts(person, found.office_id))
    initial = {name: getattr(found, name.rstrip("_")) for name in ExpertForm.base_fields}
    form = ExpertForm(queries.offices().filter(pk=found.office_id), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            said = form.said
            said.pop("office")
            experts.change(expert=found, by=person, **said)
            messages.success(request, _("已保存。"))
            return redirect("organisations:expert", reference)
        except NotPossible as why:
            form.add_error(None, str(why))
    context = {"form": form, "expert": found}
    return render(request, "organisations/expert_form.html", context, status=422 if form.errors else 200)


@keepers
@require_POST
def honour(request: HttpRequest, reference: str) -> HttpResponse:
    person, found, form = cast(Person, request.user), _found(reference), HonourForm(request.POST)
    require(may_keep_experts(person, found.office_id))
    if form.is_valid():
        try:
            experts.honour(expert=found, by=person, **form.cleaned_data)
            messages.success(request, _("已保存。"))
            return redirect("organisations:expert", reference)
        except NotPossible as why:
            form.add_error(None, str(why))
    return _page(request, found, form, status=422)


@keepers
@require_POST
def end(request: HttpRequest, reference: str) -> HttpResponse:
    found = _found(reference)
    experts.end(expert=found, by=cast(Person, request.user))
    messages.success(request, _("“%(name)s”的聘期已结束。签过的内容都还在。") % {"name": found})
    return redirect("organisations:expert", reference)


@keepers
@require_POST
def link(request: HttpRequest, reference: str) -> HttpResponse:
    """A link by which the expert confirms to be shown in public, or takes the record over with an account."""
    person, found, key = cast(Person, request.user), _found(reference), request.POST.get("purpose", "")
    if key not in purposes.KEYS:
        messages.error(request, _("没有这种用途的链接。"))
        return redirect("organisations:expert", reference)
    with official():
        made = issue(purpose=key, thing=str(found.pk), expert=found, office=found.office, by=person,
                     asks=str(purposes.ASKS[key]))  # fmt: skip
    return issued(request, [made], back=reverse("organisations:expert", args=[reference]))
