"""The hall: an enterprise's promises, what was found and its answer, its staff list."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from district.cases.aftercare import queries
from district.cases.aftercare.acts import listed_in_case, my_findings, staff_cases
from district.cases.aftercare.columns import PROMISES, STAFF
from district.cases.aftercare.forms import StaffForm, StatementForm
from district.cases.aftercare.models import Obligation
from district.cases.aftercare.states import TOLD, WATCHING
from district.cases.core.states import ENTERED
from district.cases.core.story import page_of
from district.cases.letters.queries import letters_of_finding
from district.ground.acts.acts import Done
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.listing import Listed
from district.ground.tables.pages import list_page

MOST = 25  # findings shown above the promises


@signed_in
@require_GET
def obligations(request: HttpRequest) -> HttpResponseBase:
    """`/my/obligations/`: what was promised, until when, how it stands; and what was found."""
    person = cast(Person, request.user)

    def more(found: Listed[Obligation]) -> dict[str, object]:
        findings = list(queries.findings_of_member(person)[:MOST])
        return {"findings": findings, "running": any(row.state == WATCHING for row in found.rows)}

    return list_page(request, PROMISES, "aftercare/my_obligations.html", more=more)


def finding(request: HttpRequest, reference: str, form: StatementForm | None = None) -> HttpResponse:
    """`/my/findings/<reference>/`: what was found, on which facts, and the enterprise's answer."""
    row = get_object_or_404(my_findings(cast(Person, request.user)), reference=reference)
    if form is None and row.state == TOLD:
        form = StatementForm()
    context = {
        "letters": letters_of_finding(row.application_id, row.pk),
        "finding": row, "case": row.application, "form": form, "statements": row.statements.select_related("by"),
        "entries": queries.story(row, public=True),
        "facts_url": page_of("enterprises:facts", row.application.enterprise.uscc),
    }  # fmt: skip
    return render(request, "aftercare/my_finding.html", context)


def staff(request: HttpRequest, reference: str, form: StaffForm | None = None, came: Any = None) -> HttpResponseBase:
    """`/my/staff/<reference>/`: the staff list of one application; uploaded, compared, listed masked."""
    case = get_object_or_404(staff_cases(cast(Person, request.user)), reference=reference)
    may_change = case.state in ENTERED
    if listed_in_case(case):
        return redirect("cases:list" if may_change else "cases:mine_one", case.reference)
    if form is None and may_change:
        form = StaffForm()
    found, done = came or (None, None)
    collisions = case.collisions.filter(state="open", holder__live=True).order_by("pk")[:50]
    more = {"case": case, "form": form, "done": done, "errors": found.errors if found else None,
            "by_row": {each.worker: each.row for each in (found.lines if found else [])},
            "collisions": collisions}  # fmt: skip
    return list_page(request, STAFF, "aftercare/my_staff.html", of={"reference": reference}, more=more)


def registered(request: HttpRequest, done: Done[Any]) -> HttpResponseBase | None:
    """What came of an uploaded list, on the page itself."""
    return None if done.again or done.thing is None else staff(request, done.thing.reference, came=done.result)
