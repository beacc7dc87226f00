"""The auditor's list of workers claimed twice."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.cases.aftercare import columns as aftercare_columns
from district.cases.aftercare import queries, settling
from district.cases.aftercare.forms import SettleForm
from district.cases.core.checks import NotPossible
from district.cases.core.states import GRANTED
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
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
