"""Pages of appeals: the enterprise asks, the bureau looks again; and the page that replaces a decision."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.appeals import queries
from district.cases.appeals.columns import APPEALS
from district.cases.appeals.models import Appeal
from district.cases.appeals.permissions import may_admit, may_correct
from district.cases.appeals.reopening import ways_of, why_not_at_once
from district.cases.appeals.states import WAYS
from district.cases.approving.permissions import may_replace
from district.cases.core.doors import deciders, desk_case, my_application, officials
from district.cases.core.models import Decision
from district.cases.core.states import DENIED
from district.ground.acts.views import tell
from district.ground.people.queries import Person, leaders_of
from district.ground.tables.pages import list_page


def file(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """`/my/applications/<reference>/appeal/`: ask for a second look at the decision in force."""
    application = my_application(cast(Person, request.user), reference)
    decision = application.decisions.in_force().first()
    if decision is None:
        messages.error(request, _("还没有作出决定。"))
        return redirect("cases:mine_one", reference)
    if form:
        tell(request, form)
    context = {"application": application, "decision": decision, "grounds": form["grounds"].value() if form else "",
               "minded": bool(form) and form.minded}  # fmt: skip
    return render(request, "appeals/file.html", context)


@officials
@require_GET
def appeals(request: HttpRequest) -> HttpResponseBase:
    """`/desk/appeals/`: appeals by deadline."""
    person = cast(Person, request.user)
    more = lambda found: {"turns": queries.turns(person, found.rows)}  # noqa: E731
    return list_page(request, APPEALS, "tables/page.html", more=more)


@officials
@require_GET
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/appeals/<reference>/`: grounds beside the decision, and what one may do."""
    person = cast(Person, request.user)
    shown = get_object_or_404(queries.visible_appeals(person), reference=reference)
    may, corrects = may_admit(person, shown), may_replace(person, shown.decision)
    context = {
        "appeal": shown, "decision": shown.decision, "application": shown.decision.application, "may": bool(may),
        "why_not": "" if may else may.why, "corrects": bool(corrects),
        "other": "granted" if shown.decision.outcome == "refused" else "refused", **_ways(shown.decision),
        "nobody": not shown.stage.final and not _may_change(shown),
    }  # fmt: skip
    return render(request, "appeals/appeal.html", context)


def _ways(decision: Decision) -> dict[str, Any]:
    """How a refusal may change: at once, or why not, and the ways by which the case goes on."""
    case = decision.application
    if decision.outcome != "refused" or case.state not in DENIED:
        return {}
    return {"ways": [(way, WAYS[way]) for way in ways_of(case)], "not_at_once": why_not_at_once(case)}


def _may_change(appeal: Appeal) -> bool:
    """Whether the bureau has a leader who may put another decision in its place."""
    return any(may_correct(each, appeal.decision) for each in leaders_of(appeal.decision.office))


@deciders
@require_GET
def replace(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/applications/<reference>/replace/`: the decision in force, and the form of one that replaces it."""
    person = cast(Person, request.user)
    case = desk_case(person, reference)
    decision = get_object_or_404(case.decisions.in_force().select_related("office", "by"))
    may = may_replace(person, decision)
    context = {"application": case, "decision": decision, "may": bool(may), "why_not": may.why,
               **_ways(decision)}  # fmt: skip
    return render(request, "appeals/replace.html", context)
