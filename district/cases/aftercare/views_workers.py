"""The auditor's list of workers claimed twice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from district.cases.aftercare.columns import COLLISIONS
from district.cases.core.states import GRANTED
from district.cases.headcount.models import Collision
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page

auditors = for_roles(Role.AUDITOR)


@auditors
@require_GET
def collisions(request: HttpRequest) -> HttpResponseBase:
    """`/desk/collisions/`: across employers and schemes, by hash; open ones first."""

    def more(found: Listed[Collision]) -> dict[str, object]:
        return {"granted": {each.application_id for each in found.rows if each.application.state == GRANTED}}

    return list_page(request, COLLISIONS, "tables/page.html", more=more)
