"""Audit bundles for auditors: what there is of a year, and the file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from district.cases.decisions import bundles as packing
from district.cases.decisions.columns import BUNDLES
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.record.queries import chain_head
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page

auditors = for_roles(Role.AUDITOR)


@auditors
@require_GET
def bundles(request: HttpRequest) -> HttpResponseBase:
    """`/desk/bundles/?year=`: the programmes with decisions in a year, each with its file."""

    def more(found: Listed[Any]) -> dict[str, Any]:
        year = found.chosen.get("year")
        return {"head": chain_head(), "illustrative": packing.illustrative(int(year)) if year else None}

    return list_page(request, BUNDLES, "decisions/bundles.html", more=more)
