"""Pages of assigning: who is away and what falls due meanwhile; and giving one case to a colleague."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.cases.core.doors import deciders
from district.cases.desk.assigning.acts import MOST
from district.cases.desk.assigning.columns import ABSENCES
from district.cases.desk.assigning.forms import AbsenceForm
from district.cases.desk.assigning.queries import falling_due
from district.ground import clock
from district.ground.people.permissions import may_enter_absence
from district.ground.people.queries import Person, absences_seen_by
from district.ground.tables.pages import list_page


def away(request: HttpRequest, form: AbsenceForm | None = None) -> HttpResponseBase:
    """`/desk/absences/`: who is away when, who stands in, and the form for another."""
    person = cast(Person, request.user)
    more = {"form": form or AbsenceForm(by=person), "today": clock.today()}
    return list_page(request, ABSENCES, "assigning/absences.html", more=more)


@deciders
@require_GET
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/absences/<n>/`: one absence, and the person's cases that fall due before they are back."""
    person = cast(Person, request.user)
    shown = get_object_or_404(absences_seen_by(person), pk=pk)
    rows = falling_due(shown).order_by("due_on", "submitted_at", "pk")
    over = shown.ended_on is not None or shown.last < clock.today()
    context = {
        "absence": shown, "cases": list(rows[:MOST]), "count": rows.count(), "today": clock.today(), "over": over,
        "may": not over and bool(may_enter_absence(person, shown.person)),
    }  # fmt: skip
    return render(request, "assigning/absence.html", context)
