"""The desk: obligations and findings."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.aftercare import amounts, hands, holding, queries
from district.cases.aftercare.acts import findings_of_desk
from district.cases.aftercare.columns import FINDINGS, OBLIGATIONS
from district.cases.aftercare.forms import ProposeForm, ReasonForm
from district.cases.aftercare.models import Finding
from district.cases.aftercare.permissions import may_approve, may_handle, may_release, may_rule
from district.cases.aftercare.states import (
    FINDING_MOVES,
    OBLIGATION_OPEN,
    OPENED,
    PROPOSED,
    TOLD,
    UPHELD,
)
from district.cases.core.doors import DECIDES, SEES
from district.cases.letters.permissions import may_serve_for
from district.cases.letters.queries import letters_of_finding
from district.funds.queries import paused_of_case
from district.ground import clock
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person
from district.ground.tables.pages import list_page

officials, workers = for_roles(*SEES), for_roles(*DECIDES)


@officials
@require_GET
def obligations(request: HttpRequest) -> HttpResponseBase:
    """`/desk/after/?tab=`: what is due, breached, unknown, watched, over."""
    return list_page(request, OBLIGATIONS, "tables/page.html")


@officials
@require_GET
def obligation(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/after/<reference>/`: every look with the facts used, and the finding."""
    person = cast(Person, request.user)
    row = get_object_or_404(queries.obligations_on_desk(person), reference=reference)
    open_now = row.state in OBLIGATION_OPEN
    context = {
        "obligation": row, "checks": row.checks.order_by("-at", "-pk")[:60],
        "findings": row.findings.order_by("-opened_at"),
        "form": ReasonForm() if open_now and may_release(person, row) else None,
    }  # fmt: skip
    return render(request, "aftercare/obligation.html", context)


@officials
@require_GET
def findings(request: HttpRequest) -> HttpResponseBase:
    """`/desk/findings/?tab=`: what this person can move on, and the rest by state."""
    return list_page(request, FINDINGS, "tables/page.html")


def desk_finding(person: Person, reference: str) -> Finding:
    return get_object_or_404(findings_of_desk(person), reference=reference)


@officials
@require_GET
def finding(request: HttpRequest, reference: str) -> HttpResponse:
    """`/desk/findings/<reference>/`: what was found with both sides, the story, and the moves one may make."""
    person = cast(Person, request.user)
    return render(request, "aftercare/finding.html", finding_view(desk_finding(person, reference), person))


def finding_view(row: Finding, person: Person) -> dict[str, Any]:
    """The context of a finding's page."""
    handles, approves = may_handle(person, row), may_approve(person, row)
    rules = may_rule(person, row)
    suggested = amounts.suggest(row) if row.state == UPHELD else None
    spoken = list(row.statements.select_related("by"))
    ruling_due = bool(spoken) or (row.due_on is not None and clock.today() > row.due_on)
    return {
        "letters": letters_of_finding(row.application_id, row.pk),
        "may_serve": may_serve_for(person, row.application.programme.office_id),
        "finding": row, "case": row.application, "statements": spoken, "entries": queries.story(row, public=False),
        "moves": FINDING_MOVES, "may": bool(handles), "suggested": suggested, "ruling_due": ruling_due,
        "reminds": amounts.only_reminds(row),
        "paid_words": holding.paid_words(row), "paused": paused_of_case(row.application.reference),
        "left": amounts.standing_amount(row.decision), "may_approve": bool(approves) and row.state == PROPOSED,
        "why_not": _why_not(row, handles, approves, rules),
        "may_rule": bool(rules), "alone": bool(rules) and bool(hands.alone(person, row)), "reason_form": ReasonForm(),
        "propose_form": ProposeForm(initial={"amount": suggested.amount} if suggested else {}),
        "states": {"opened": OPENED, "told": TOLD, "upheld": UPHELD, "proposed": PROPOSED},
    }  # fmt: skip


def _why_not(row: Finding, handles: Any, approves: Any, rules: Any) -> str:
    if row.stage.final:
        return ""
    answer = {PROPOSED: approves, TOLD: rules}.get(row.state, handles)
    return "" if answer else str(answer.why)
