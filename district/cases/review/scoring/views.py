"""Pages of the expert scoring: rounds for the bureau, sheets for the experts."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.core.doors import officials
from district.cases.places import standings
from district.cases.review.scoring import linking, outliers, queries
from district.cases.review.scoring.acts import MarkForm
from district.cases.review.scoring.columns import ROUNDS, SHEETS
from district.cases.review.scoring.exporting import workbook
from district.cases.review.scoring.minutes import written
from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.permissions import may_run
from district.cases.review.scoring.showing import sheet_values
from district.ground import clock
from district.ground.acts.acts import Done
from district.ground.acts.views import tell
from district.ground.onetime.handing import issued
from district.ground.papers import taking
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables import sheets as sheets_of
from district.ground.tables.pages import list_page

experts_only = for_roles(Role.EXPERT)


def round_of(person: Person, reference: str) -> Round:
    rows = queries.rounds_of(person).select_related("version", "opened_by", "closed_by")
    return get_object_or_404(rows, reference=reference)


@officials
@require_GET
def rounds(request: HttpRequest) -> HttpResponseBase:
    """`/desk/scoring/`: cases that wait for a round, and the rounds."""
    groups = queries.waiting(cast(Person, request.user))
    for group in groups:
        group["experts"] = queries.experts_of(group["programme"].office)
    return list_page(request, ROUNDS, "scoring/rounds.html", more={"groups": groups})


@officials
@require_GET
def round_page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/scoring/<reference>/`: experts across, cases down, recusals, outliers, who leans where."""
    person = cast(Person, request.user)
    shown = round_of(person, reference)
    if sheets_of.asked_for(request):
        name = _("评分 %(reference)s") % {"reference": shown.reference}
        return sheets_of.file_of(workbook(shown, sheets_of.head_line(request, name)), name)
    seated = shown.seats.values("expert")
    runs = bool(may_run(person, shown.programme))
    context = {
        "round": shown, **queries.table(shown), "runs": runs, "links": linking.links_of(shown) if runs else {},
        "in_hand": standings.in_hand(clock.today(), shown.version),
        "allocation": shown.allocations.first(),
        "asks": [] if shown.closed_at or not runs else outliers.to_ask(shown),
        "others": queries.experts_of(shown.programme.office).exclude(pk__in=seated) if runs else [],
    }  # fmt: skip
    return render(request, "scoring/round.html", context)


@officials
@require_GET
def minutes(request: HttpRequest, reference: str) -> HttpResponse:
    """The minutes of a closed round as DOCX."""
    shown = round_of(cast(Person, request.user), reference)
    if shown.closed_at is None:
        messages.error(request, _("评审结束后才有纪要。"))
        return redirect("cases:round", reference)
    return taking.answer(written(shown), "docx", shown.reference)


def links_shown(request: HttpRequest, done: Done[Round]) -> HttpResponse:
    """The links for the sheets an expert has yet to fill in, shown this once."""
    assert done.thing is not None
    return issued(request, done.result, back=reverse("cases:round", args=[done.thing.reference]))


@experts_only
@require_GET
def sheets(request: HttpRequest) -> HttpResponseBase:
    """`/desk/sheets/`: an expert's own sheets, those still to do first."""
    rows = queries.sheets_of(cast(Person, request.user)).order_by("entry__round__closed_at", "state", "entry__code")
    done = {Sheet.State.GIVEN, Sheet.State.RECUSED}
    waiting = queries.to_do(rows)
    finished = rows.filter(state__in=done).exclude(pk__in=waiting.values("pk"))[:50]
    return list_page(request, SHEETS, "scoring/sheets.html", more={"finished": finished})


@experts_only
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """`/desk/sheets/<pk>/`: declare first; then the case, without its name where the round is blind, and the marks."""
    return sheet_page(request, pk)


def sheet_page(request: HttpRequest, pk: int, form: MarkForm | None = None) -> HttpResponse:
    """The page of a sheet, with the marks that are kept or, in `form`, those that could not be."""
    shown = get_object_or_404(queries.sheets_of(cast(Person, request.user)), pk=pk)
    marks, note = shown.marks, shown.note
    if form:
        tell(request, form)
        said = form.given()
        marks, note = said["marks"], said["note"]
    return render(request, "scoring/sheet.html", sheet_values(shown, marks, note, check=form is not None))
