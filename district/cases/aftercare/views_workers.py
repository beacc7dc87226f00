"""The auditor's list of workers claimed twice."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.cases.aftercare import columns as aftercare_columns
from district.cases.aftercare import queries
from district.cases.core.states import GRANTED
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.tables import sheets

PAGE = 25
auditors = for_roles(Role.AUDITOR)


@auditors
@require_GET
def collisions(request: HttpRequest) -> HttpResponseBase:
    """`/desk/collisions/`: across employers and schemes, by hash; open ones first."""
    if sheets.asked_for(request):
        return aftercare_columns.COLLISIONS.book(request, queries.collisions())
    page = Paginator(queries.collisions(), PAGE).get_page(request.GET.get("page"))
    granted = {each.application_id for each in page if each.application.state == GRANTED}
    context = {"page": page, "granted": granted, "table": aftercare_columns.COLLISIONS.shown(page)}
    return render(request, "aftercare/collisions.html", context)
