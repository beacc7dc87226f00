"""The administrators' page: who works for the district, in which bureau, in which role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from district.ground.people.columns import STAFF
from district.ground.people.forms import EngageForm
from district.ground.people.models import Bureau, OrganisationMembership, Role
from district.ground.tables.pages import list_page


def staff(request: HttpRequest, form: EngageForm | None = None) -> HttpResponseBase:
    """Officials with their duties; with `?q=` also accounts without one, to give them their first."""
    more = {"form": form or EngageForm(), "bureaus": list(Bureau.objects.all()), "roles": Role.choices}
    return list_page(request, STAFF, "people/staff.html", more=more)


def duty_of(_request: HttpRequest, pk: int) -> OrganisationMembership | None:
    rows = OrganisationMembership.objects.select_related("person", "organisation")
    return rows.filter(pk=pk, ended_at=None, role__in=Role.values).first()
