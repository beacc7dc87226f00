"""The administrators' pages: who works for the district, who left; and the page on which one sets up two factors."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET

from district.ground.people import factors
from district.ground.people.acts import LET_GO, RESET
from district.ground.people.columns import STAFF
from district.ground.people.columns_former import FORMER
from district.ground.people.doors import for_roles, signed_in
from district.ground.people.forms import EngageForm, FirstPasswordForm, LetGoForm
from district.ground.people.models import Bureau, OrganisationMembership, Person, Role
from district.ground.people.permissions import may_let_go
from district.ground.tables.pages import list_page


def staff(request: HttpRequest, form: EngageForm | None = None) -> HttpResponseBase:
    """Officials with their duties; with `?q=` also accounts without one, to give them their first."""
    more = {"form": form or EngageForm(), "bureaus": list(Bureau.objects.all()), "roles": Role.choices}
    return list_page(request, STAFF, "people/staff.html", more=more)


@for_roles(Role.ADMINISTRATOR, Role.LEADER)
@require_GET
def former(request: HttpRequest) -> HttpResponseBase:
    """`/desk/people/former/`: accounts of who no longer has a duty, and until when they are kept."""
    return list_page(request, FORMER, "tables/page.html")


def duty_of(_request: HttpRequest, pk: int) -> OrganisationMembership | None:
    rows = OrganisationMembership.objects.select_related("person", "organisation")
    return rows.filter(pk=pk, ended_at=None, role__in=Role.values).first()


def let_go(request: HttpRequest, pk: int, form: LetGoForm | None = None) -> HttpResponse:
    """`/desk/people/<pk>/leave/`: somebody left."""
    return _about(request, pk, LET_GO, form or LetGoForm())


def reset(request: HttpRequest, pk: int, form: FirstPasswordForm | None = None) -> HttpResponse:
    """`/desk/people/<pk>/reset/`: a forgotten password, a lost telephone."""
    return _about(request, pk, RESET, form or FirstPasswordForm())


def _about(request: HttpRequest, pk: int, act: Any, form: Any) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    context = {"person": person, "act": act, "form": form, "may": may_let_go(cast(Person, request.user), person)}
    return render(request, "people/account_of.html", context)


@signed_in
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """`/me/second/`: what comes before the desk: one's own password, a second factor. Leads on once both are there."""
    person, to = cast(Person, request.user), request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    to = to if safe else reverse("me")
    if not factors.lacking(request):
        return redirect(to)
    if person.must_change_password:
        return redirect("account_change_password")
    if factors.has_set_up(person):
        where = reverse("mfa_reauthenticate" if _has_codes(person) else "mfa_reauthenticate_webauthn")
        return redirect(f"{where}?{urlencode({'next': to})}")
    return render(request, "people/second_factor.html", {"next": to})


def _has_codes(person: Person) -> bool:
    return bool(Authenticator.objects.filter(user=person, type="totp").exists())


second_factor.before_second = True  # type: ignore[attr-defined]
