"""The administrators' page: who works for the district, in which bureau, in which role."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from district.ground.people.forms import EngageForm
from district.ground.people.models import Bureau, Duty, Person, Role


def staff(request: HttpRequest, form: EngageForm | None = None) -> HttpResponse:
    """Officials with their duties; with `?q=` also accounts without one, to give them their first."""
    text = request.GET.get("q", "").strip()
    rows = Person.objects.filter(is_active=True).order_by("username").prefetch_related("duty_set__bureau")
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(name__icontains=text))
    else:
        rows = rows.filter(duty__isnull=False).distinct()
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    context = {"page": page, "q": text, "form": form or EngageForm(), "bureaus": list(Bureau.objects.all()),
               "roles": Role.choices}  # fmt: skip
    return render(request, "people/staff.html", context)


def duty_of(_request: HttpRequest, pk: int) -> Duty | None:
    return Duty.objects.select_related("person", "bureau").filter(pk=pk).first()
