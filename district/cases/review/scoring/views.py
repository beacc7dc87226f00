"""Pages of the expert scoring: rounds for the bureau, sheets for the experts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from district.cases.core import standing
from district.cases.core.checks import NotPossible
from district.cases.core.doors import deciders, officials
from district.cases.core.models import Application
from district.cases.places import standings
from district.cases.review.scoring import actions, outliers, queries
from district.cases.review.scoring.columns import ROUNDS, SHEETS
from district.cases.review.scoring.exporting import workbook
from district.cases.review.scoring.minutes import written
from district.cases.review.scoring.models import Round, Sheet
from district.cases.review.scoring.permissions import may_run
from district.ground import clock
from district.ground.papers import taking
from district.ground.people.doors import for_roles
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person, Role
from district.ground.record.moves import MoveRefused
from district.ground.record.reading import key_asked
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
    person = cast(Person, request.user)
    groups = queries.waiting(person)
    for group in groups:
        group["experts"] = queries.experts_of(group["programme"].office)
        group["request_key"] = uuid.uuid4()
    return list_page(request, ROUNDS, "scoring/rounds.html", more={"groups": groups})


@deciders
@require_POST
def open_round(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    chosen = Application.objects.on_desk_of(person).filter(reference__in=request.POST.getlist("case"))
    try:
        key, day = uuid.UUID(request.POST.get("request_key", "")), request.POST.get("due_on", "")
        due_on = dt.date.fromisoformat(day) if day else None
        if due_on is not None and due_on <= clock.today():
            raise NotPossible(_("评审期限应在今天之后。"))
        experts = actions.experts_named(key_asked(each) for each in request.POST.getlist("expert"))
        cases = list(chosen.select_related("version", "programme").order_by("submitted_at"))
        made = actions.open_round(applications=cases, experts=experts, by=person, request_key=key, due_on=due_on)
    except ValueError:
        messages.error(request, _("页面已过期或日期不对，请刷新后再试。"))
        return redirect("cases:rounds")
    except (NotPossible, MoveRefused) as refused:
        messages.error(request, str(refused))
        return redirect("cases:rounds")
    messages.success(request, _("评审已开始，专家已收到。"))
    return redirect("cases:round", made.reference)


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


@deciders
@require_POST
def close_round(request: HttpRequest, reference: str) -> HttpResponse:
    person = cast(Person, request.user)
    try:
        actions.close_round(round_=round_of(person, reference), by=person)
        messages.success(request, _("评审已结束，平均分已算出。下一步：按规则排名次。"))
    except (NotPossible, MoveRefused) as refused:
        messages.error(request, str(refused))
    return redirect("cases:round", reference)


@deciders
@require_POST
def ask_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Have the experts look again at what lies far from the others."""
    person = cast(Person, request.user)
    try:
        outliers.ask_again(round_=round_of(person, reference), by=person)
        messages.success(request, _("已请专家复看，专家已收到。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:round", reference)


@deciders
@require_POST
def add_expert(request: HttpRequest, reference: str) -> HttpResponse:
    person = cast(Person, request.user)
    asked = request.POST.get("expert", "")
    try:
        found = actions.experts_named([key_asked(asked)])
        if not found:
            raise NotPossible(_("请选择一位专家。"))
        actions.replace_expert(round_=round_of(person, reference), expert=found[0], by=person)
        messages.success(request, _("已增补，专家已收到。"))
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("cases:round", reference)


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
    shown = get_object_or_404(queries.sheets_of(cast(Person, request.user)), pk=pk)
    return _sheet_page(request, shown, shown.marks, shown.note)


def _sheet_page(
    request: HttpRequest, shown: Sheet, marks: dict[str, str], note: str, status: int = 200
) -> HttpResponse:
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
    return render(request, "scoring/sheet.html", context, status=status)


@experts_only
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    person = cast(Person, request.user)
    shown = get_object_or_404(queries.sheets_of(person), pk=pk)
    said = request.POST.get("conflict")
    try:
        if said not in {"yes", "no"}:
            raise NotPossible(_("请选择有没有利益关系。"))
        actions.declare(sheet=shown, by=person, conflict=said == "yes", interest=request.POST.get("interest", ""))
    except (NotPossible, Refused) as refused:
        messages.error(request, str(refused))
        return redirect("cases:sheet", pk)
    return redirect("cases:sheet", pk) if said == "no" else _after(request, person)


@experts_only
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the marks, then open the next sheet."""
    person = cast(Person, request.user)
    shown = get_object_or_404(queries.sheets_of(person), pk=pk)
    marks = {line["name"]: request.POST.get(f"mark-{n}", "")[:10] for n, line in enumerate(shown.entry.round.rubric)}
    note = request.POST.get("note", "")[:2000]
    try:
        actions.give_marks(sheet=shown, by=person, marks=marks, note=note)
    except NotPossible as refused:
        messages.error(request, str(refused))
        return _sheet_page(request, shown, marks, note, status=422)
    messages.success(request, _("%(code)s 已打分。") % {"code": shown.entry.code})
    return _after(request, person)


def _after(request: HttpRequest, person: Person) -> HttpResponse:
    left = queries.to_do(queries.sheets_of(person))
    following = left.order_by("entry__code").first()
    if following is None:
        messages.info(request, _("您的评分表都交齐了，谢谢。"))
        return redirect("cases:sheets")
    return redirect("cases:sheet", following.pk)
