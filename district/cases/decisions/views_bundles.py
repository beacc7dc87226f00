"""Audit bundles for auditors: what there is of a year, and the file."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from district.cases.core.checks import NotPossible
from district.cases.decisions import bundles as packing
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.record.queries import chain_head
from district.policies.queries import Programme

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


@auditors
@require_POST  # taking one is written to the log: no link that a scanner may follow
def download(request: HttpRequest, slug: str, year: int) -> HttpResponse | FileResponse:
    """`/desk/bundles/<slug>/<year>/`: the bundle, made now; taking it is written to the log."""
    programme = get_object_or_404(Programme, slug=slug)
    try:
        file, _written = packing.hand_out(programme=programme, year=year, by=cast(Person, request.user))
    except NotPossible as none:
        messages.error(request, str(none))
        return redirect("cases:bundles")
    name = f"huiqi-{slug}-{year}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
