"""The auditor's list of workers claimed twice."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.cases.aftercare import queries, settling
from district.cases.aftercare.columns import COLLISIONS
from district.cases.aftercare.forms import SettleForm
from district.cases.core.checks import NotPossible
from district.cases.core.states import GRANTED
from district.cases.headcount.models import Collision
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
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


@auditors
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(queries.collisions(), pk=pk)
    form = SettleForm(request.POST)
    try:
        if not form.is_valid():
            raise NotPossible(_("请写明怎样处理的。"))
        settling.settle(collision=row, by=cast(Person, request.user), **form.cleaned_data)
        messages.success(request, _("已处理。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:collisions")
