"""The administrators' page: who works for the district, in which bureau, in which role."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from district.ground.people import actions, memberships
from district.ground.people.doors import for_roles
from district.ground.people.forms import DutyForm, EngageForm
from district.ground.people.memberships import NotPossible
from district.ground.people.models import Bureau, OrganisationMembership, Person, Role

administrators = for_roles(Role.ADMINISTRATOR)


@administrators
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Officials with their duties; with `?q=` also accounts without one, to give them their first."""
    form = EngageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.engage(**form.cleaned_data, by=cast(Person, request.user))
            messages.success(request, _("已建立“%(name)s”的账号。") % {"name": person.name})
            return redirect("people:staff")
        except NotPossible as why:
            form.add_error("until", str(why))
    text = request.GET.get("q", "").strip()
    held = OrganisationMembership.objects.filter(ended_at=None, role__in=Role.values)
    rows = Person.objects.filter(is_active=True).order_by("username").prefetch_related(
        Prefetch("standings_held", held.select_related("organisation"), to_attr="open_duties")
    )  # fmt: skip
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(name__icontains=text))
    else:
        rows = rows.filter(pk__in=held.values("person"))
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {"page": page, "q": text, "form": form, "bureaus": list(Bureau.objects.all()), "roles": Role.choices}
    return render(request, "people/staff.html", context, status=422 if form.errors else 200)


@administrators
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=True)
    form = DutyForm(request.POST)
    if form.is_valid():
        try:
            duty = actions.grant_duty(person=person, **form.cleaned_data, by=cast(Person, request.user))
        except NotPossible as why:
            messages.error(request, str(why))
            return redirect("people:staff")
        if duty.vouched_at is None:
            messages.info(request, _("给自己的岗位要由另一位管理员确认后才生效。"))
        else:
            messages.success(request, _("“%(name)s”的岗位已更新。") % {"name": person})
    return redirect("people:staff")


@administrators
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A second click finds the duty ended already."""
    duty = _duty(pk)
    if duty is not None:
        actions.revoke_duty(duty=duty, by=cast(Person, request.user))
        messages.success(request, _("“%(name)s”的岗位已更新。") % {"name": duty.person})
    return redirect("people:staff")


@administrators
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Another administrator gives their word for a duty somebody gave themselves."""
    duty = _duty(pk)
    if duty is not None:
        memberships.vouch(membership=duty, by=cast(Person, request.user))
        messages.success(request, _("“%(name)s”的岗位已更新。") % {"name": duty.person})
    return redirect("people:staff")


def _duty(pk: int) -> OrganisationMembership | None:
    rows = OrganisationMembership.objects.select_related("person", "organisation")
    return rows.filter(pk=pk, ended_at=None, role__in=Role.values).first()
