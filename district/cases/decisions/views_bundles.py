"""Audit bundles for auditors: what there is of a year, and the file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.cases.decisions import bundles as packing
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.record.queries import chain_head

PAGE = 50
auditors = for_roles(Role.AUDITOR)


@auditors
@require_GET
def bundles(request: HttpRequest) -> HttpResponse:
    """`/desk/bundles/?year=`: the programmes with decisions in a year, each with its file."""
    years = packing.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else (years[0] if years else None)
    rows = packing.overview(year) if year else []
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "years": years, "year": year, "page": page, "head": chain_head(),
        "illustrative": packing.illustrative(year) if year else None,
    }  # fmt: skip
    return render(request, "decisions/bundles.html", context)
