"""Audit bundles for auditors: what there is of a year, and the file."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from district.cases.core.checks import NotPossible
from district.cases.decisions import bundles as packing
from district.cases.decisions.columns import BUNDLES
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.record.queries import chain_head
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page
from district.policies.queries import Programme

auditors = for_roles(Role.AUDITOR)


@auditors
@require_GET
def bundles(request: HttpRequest) -> HttpResponseBase:
    """`/desk/bundles/?year=`: the programmes with decisions in a year, each with its file."""

    def more(found: Listed[Any]) -> dict[str, Any]:
        year = found.chosen.get("year")
        return {"head": chain_head(), "illustrative": packing.illustrative(int(year)) if year else None}

    return list_page(request, BUNDLES, "decisions/bundles.html", more=more)


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
