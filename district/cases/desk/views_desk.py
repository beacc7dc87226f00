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
from district.cases.desk import worklists
from district.cases.desk.bulk.models import Job
from district.cases.desk.columns import WORKLIST
from district.ground.people.queries import Person, Role
from district.ground.tables.pages import list_page


@officials
@require_GET
def worklist(request: HttpRequest) -> HttpResponseBase:
    """`/desk/applications/`: by deadline; filters, sort and page in the address. htmx swaps the list alone."""
    person = cast(Person, request.user)
    more = {
        "request_key": uuid.uuid4(), "actions": Job.Action.choices, "may_take": person.has_role(Role.OFFICER),
        "works": worklists.works(person), "receivers": worklists.receivers(person),
    }  # fmt: skip
    return list_page(request, WORKLIST, "desk/worklist.html", more=more, part="desk/_worklist.html")


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
