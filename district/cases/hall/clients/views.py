"""`/my/clients/`: an agent's clients on one page."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from district.cases.hall.clients import queries
from district.enterprises.mandates.queries import agencies_of
from district.ground import clock
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables import sheets


@signed_in
@require_GET
def clients(request: HttpRequest) -> HttpResponseBase:
    """What each client may get and has under way, and what falls due across them; a workbook where it is asked for."""
    person = cast(Person, request.user)
    rows = queries.clients(person)
    if sheets.asked_for(request):
        cases = [case for row in rows for case in row.cases]
        return sheets.answer(request, name=_("客户的申报"), columns=CASES, rows=cases)
    context = {
        "rows": rows, "agencies": agencies_of(person), "due": queries.deadlines(rows, clock.today()),
        "waiting": sum(len(each.waiting) for each in rows),
    }  # fmt: skip
    return render(request, "clients/clients.html", context)


CASES = (
    sheets.Column(gettext_lazy("企业"), lambda row: row.enterprise.name, width=28),
    sheets.Column(gettext_lazy("项目"), lambda row: row.programme.name, width=28),
    sheets.Column(gettext_lazy("编号"), lambda row: row.reference),
    sheets.Column(gettext_lazy("状态"), lambda row: row.stage.public, width=12),
    sheets.Column(gettext_lazy("期限"), lambda row: row.due_on, "date"),
)
