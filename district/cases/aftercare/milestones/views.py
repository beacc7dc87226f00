"""Pages of acceptance: the enterprise asks; the desk looks, confirms, sends back."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.aftercare.milestones import queries
from district.cases.aftercare.milestones.columns import MILESTONES
from district.cases.aftercare.milestones.permissions import may_check, may_confirm
from district.cases.core.doors import my_application, officials
from district.ground.acts.views import tell
from district.ground.people.queries import Person
from district.ground.record.queries import history
from district.ground.tables.pages import list_page

MOST_FILES = 20

PAGE = 25


def mine(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/my/applications/<reference>/acceptance/`: ask for acceptance with papers, and how earlier requests stand."""
    application = my_application(cast(Person, request.user), reference)
    if form:
        tell(request, form)
    rows = application.milestones.select_related("by")
    context = {"application": application, "rows": rows, "reachable": queries.reachable(application),
               "say": form["say"].value() if form else ""}  # fmt: skip
    return render(request, "milestones/mine.html", context)


@officials
@require_GET
def acceptances(request: HttpRequest) -> HttpResponseBase:
    """`/desk/acceptances/`: requests by deadline; `?all=1` those that have ended too."""
    return list_page(request, MILESTONES, "tables/page.html")


@officials
@require_GET
def acceptance(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/acceptances/<reference>/`: what the enterprise says, its papers, what was found, and the next move."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.on_desk(person).select_related("confirmed_by", "returned_by"), reference=reference)
    context = {"row": row, "application": row.application, "checks": may_check(person, row),
               "confirms": may_confirm(person, row), "entries": history("cases", row.reference)}  # fmt: skip
    return render(request, "milestones/one.html", context)
