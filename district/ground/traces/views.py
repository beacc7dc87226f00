"""Who came in, who took what along, who looked at whom: for auditors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.tables.pages import list_page
from district.ground.traces.columns import TRACES


@for_roles(Role.AUDITOR)
@require_GET
def traces(request: HttpRequest) -> HttpResponseBase:
    """`/desk/log/traces/`."""
    return list_page(request, TRACES, "tables/page.html")
