"""The administrators' page: who works for the district, in which bureau, in which role."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from district.ground.people import actions
from district.ground.people.columns import STAFF
from district.ground.people.doors import for_roles
from district.ground.people.forms import DutyForm, EngageForm
from district.ground.people.models import Bureau, Duty, Person, Role
from district.ground.tables.pages import list_page

administrators = for_roles(Role.ADMINISTRATOR)


@administrators
@require_http_methods(["GET", "POST"])
def staff(request: HttpRequest) -> HttpResponseBase:
    """Officials with their duties; with `?q=` also accounts without one, to give them their first."""
    form = EngageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.engage(**form.cleaned_data, by=cast(Person, request.user))
        messages.success(request, _("已建立“%(name)s”的账号。") % {"name": person.name})
        return redirect("people:staff")
    more = {"form": form, "bureaus": list(Bureau.objects.all()), "roles": Role.choices}
    return list_page(request, STAFF, "people/staff.html", more=more, status=422 if form.errors else 200)


@administrators
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=True)
    form = DutyForm(request.POST)
    if form.is_valid():
        actions.grant_duty(person=person, **form.cleaned_data, by=cast(Person, request.user))
        messages.success(request, _("“%(name)s”的岗位已更新。") % {"name": person})
    return redirect("people:staff")


@administrators
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A second click finds the duty gone already."""
    duty = Duty.objects.select_related("person", "bureau").filter(pk=pk).first()
    if duty is not None:
        actions.revoke_duty(duty=duty, by=cast(Person, request.user))
        messages.success(request, _("“%(name)s”的岗位已更新。") % {"name": duty.person})
    return redirect("people:staff")
