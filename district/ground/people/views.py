"""The administrators' page: who works for the district, in which bureau, in which role."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from district.ground.people.forms import EngageForm
from district.ground.people.models import Bureau, OrganisationMembership, Person, Role


def staff(request: HttpRequest, form: EngageForm | None = None) -> HttpResponse:
    """Officials with their duties; with `?q=` also accounts without one, to give them their first."""
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
    context = {"page": page, "q": text, "form": form or EngageForm(), "bureaus": list(Bureau.objects.all()),
               "roles": Role.choices}  # fmt: skip
    return render(request, "people/staff.html", context)


def duty_of(_request: HttpRequest, pk: int) -> OrganisationMembership | None:
    rows = OrganisationMembership.objects.select_related("person", "organisation")
    return rows.filter(pk=pk, ended_at=None, role__in=Role.values).first()
