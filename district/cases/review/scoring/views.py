"""Pages of the expert scoring: rounds for the bureau, sheets for the experts."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.core import standing
from district.cases.core.doors import officials
from district.cases.places import standings
from district.cases.review.scoring import outliers, queries
from district.cases.review.scoring.acts import MarkForm
from district.cases.review.scoring.columns import ROUNDS
from district.cases.review.scoring.exporting import workbook
from district.cases.review.scoring.minutes import written
from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.permissions import may_run
from district.ground import clock
from district.ground.acts.views import tell
from district.ground.papers import taking
from district.ground.people.doors import for_roles
from district.ground.people.queries import Person, Role
from district.ground.tables import sheets as sheets_of

PAGE = 25
experts_only = for_roles(Role.EXPERT)


def round_of(person: Person, reference: str) -> Round:
    rows = queries.rounds_of(person).select_related("version", "opened_by", "closed_by")
    return get_object_or_404(rows, reference=reference)


@officials
@require_GET
def rounds(request: HttpRequest) -> HttpResponseBase:
    """`/desk/scoring/`: cases that wait for a round, and the rounds."""
    person = cast(Person, request.user)
    if sheets_of.asked_for(request):
        return ROUNDS.book(request, queries.rounds_of(person))
    groups = queries.waiting(person)
    for group in groups:
        group["experts"] = queries.experts_of(group["programme"].office)
    page = Paginator(queries.rounds_of(person), PAGE).get_page(request.GET.get("page"))
    context = {"groups": groups, "page": page, "table": ROUNDS.shown(page)}
    return render(request, "scoring/rounds.html", context)


@officials
@require_GET
def round_page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """`/desk/scoring/<reference>/`: experts across, cases down, recusals, outliers, who leans where."""
    person = cast(Person, request.user)
    shown = round_of(person, reference)
    if sheets_of.asked_for(request):
        name = _("评分 %(reference)s") % {"reference": shown.reference}
        return sheets_of.file_of(workbook(shown, sheets_of.head_line(request, name)), name)
    seated = shown.seats.values("person")
    runs = bool(may_run(person, shown.programme))
    context = {
        "round": shown, **queries.table(shown), "runs": runs,
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


@experts_only
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """`/desk/sheets/`: an expert's own sheets, those still to do first."""
    rows = queries.sheets_of(cast(Person, request.user)).order_by("entry__round__closed_at", "state", "entry__code")
    done = {Sheet.State.GIVEN, Sheet.State.RECUSED}
    waiting = queries.to_do(rows)
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    finished = rows.filter(state__in=done).exclude(pk__in=waiting.values("pk"))[:50]
    return render(request, "scoring/sheets.html", {"page": page, "finished": finished})


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
    application, round_ = shown.entry.application, shown.entry.round
    declared = shown.state in {Sheet.State.DECLARED, Sheet.State.GIVEN}
    facts = [standing.shown(name, fact) for name, fact in application.facts.items()] if declared else []
    named = set(application.version.description.get("facts") or [])
    lines = [{"n": n, "line": line, "mark": marks.get(line["name"], "")} for n, line in enumerate(round_.rubric)]
    context = {
        "sheet": shown, "round": round_, "lines": lines, "note": note, "declared": declared,
        "open": round_.closed_at is None, "facts": [fact for fact in facts if fact["name"] in named],
        "papers": application.evidence if declared and not round_.blind else {},
        "full": sum(line["most"] for line in round_.rubric),
    }  # fmt: skip
    return render(request, "scoring/sheet.html", context)
