"""The bureau's side: the worklist, a case, and the moves on it."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.core import queries
from district.cases.core.doors import desk_case, officials
from district.cases.desk import case_page as cases
from district.cases.desk.bulk.models import Job
from district.cases.desk.worklists import Worklist
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.tables import sheets


@officials
@require_GET
def worklist(request: HttpRequest) -> HttpResponseBase:
    """`/desk/applications/`: by deadline; filters, sort and page in the address. htmx swaps the table alone."""
    lists = Worklist(cast(Person, request.user), request.GET, clock.today())
    if sheets.asked_for(request):
        return lists.book(request)
    part = request.htmx and not request.htmx.boosted  # type: ignore[attr-defined]
    template = "desk/_worklist.html" if part else "desk/worklist.html"
    context = {"lists": lists, "chosen": lists.chosen, "request_key": uuid.uuid4(), "actions": Job.Action.choices}
    return render(request, template, context)


@officials
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/applications/<reference>/`: verdict beside facts, what changed, history, and the moves one may make."""
    return case_page(request, reference)


def case_page(request: HttpRequest, reference: str, *, form: Any = None, name: str = "") -> HttpResponse:
    """The page of a case; `form`, which stands on it under `name`, with what was typed and what is wrong with it."""
    person = cast(Person, request.user)
    context = cases.desk_view(desk_case(person, reference), person)
    return render(request, "desk/case.html", context | ({name: form} if form else {}))


@officials
@require_GET
def replay(request: HttpRequest, reference: str) -> HttpResponse:
    """The decision judged again from the stored release and the frozen facts."""
    shown = desk_case(cast(Person, request.user), reference)
    decision = get_object_or_404(
        shown.decisions.in_force().select_related("submission__version__release", "office", "by")
    )
    context = {"application": shown, "decision": decision, "replay": queries.replay(decision)}
    return render(request, "desk/replay.html", context)
