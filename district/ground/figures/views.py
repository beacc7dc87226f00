"""Pages of figures: all one may have, and one with its months, its parts, the rows behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from district.ground import clock
from district.ground.figures import asked as asking
from district.ground.figures import showing
from district.ground.figures.acts import SayForm
from district.ground.figures.asked import Asked
from district.ground.figures.behind import first_day, rows_behind
from district.ground.figures.counting import NotCounted, parts_of, spoken_of
from district.ground.figures.figure import AnyFigure
from district.ground.figures.periods import Period
from district.ground.figures.permissions import may_say
from district.ground.figures.queries import Said
from district.ground.figures.quoting import quote
from district.ground.figures.registry import FIGURES, may_have
from district.ground.figures.shown import all_shown, cite, shown
from district.ground.people.doors import open_to_all, shell_of
from district.ground.people.permissions import require
from district.ground.tables import sheets
from district.ground.tables.pages import paged

PAGE = 25
SAID = 5  # of the times a number was said, on its page


@open_to_all
@require_GET
def all_figures(request: HttpRequest) -> HttpResponse:
    """`/figures/?period=`: every figure one may have, by what it counts."""
    wanted = Asked.read(None, request.GET)
    period, wrong = wanted.period, wanted.wrong
    mine = [each for each in FIGURES if may_have(each, request.user)]
    try:
        found = showing.groups(mine, period, request.user)
    except NotCounted as cannot:
        period, wrong = Period.until(clock.today()), str(cannot)
        found = showing.groups(mine, period, request.user)
    context = {
        "groups": found, "period": period, "days": spoken_of(period), "wrong": wrong,
        "periods": asking.offered(), "now": clock.now(),
        "today_key": str(clock.today()),
        "shell": shell_of(request.user),
    }  # fmt: skip
    return render(request, "figures/all.html", context, status=422 if wrong else 200)


@open_to_all
@require_GET
def one(request: HttpRequest, key: str) -> HttpResponseBase:
    """`/figures/<key>/?period=&<dimension>=&by=`: what it is, its number, months, parts, and the rows behind it."""
    return one_page(request, key, request.GET)


def one_page(request: HttpRequest, key: str, params: Mapping[str, str], form: Any = None) -> HttpResponseBase:
    """`form`: what was typed of saying it."""
    figure = FIGURES.get(key)
    if figure is None:
        raise Http404
    wanted, person = Asked.read(figure, params), request.user
    if not may_have(figure, person) and not (wanted.own and person.is_authenticated):
        require(figure.may_whole(person))
    try:
        context = _context(wanted, person, params.get("page"))
    except NotCounted as cannot:
        wrong = {"wrong": str(cannot), "figure": figure, "shell": shell_of(person), "today": clock.today()}
        return render(request, "figures/not_counted.html", wrong, status=422)
    if sheets.asked_for(request):
        return showing.workbook(request, wanted, context)
    context |= {"wrong": wanted.wrong, "shell": shell_of(person), "periods": asking.offered(),
                "may_say": bool(may_say(person, figure)),
                "form": form or SayForm(),
                "quote": quote(context["shown"]),
                "cite": cite(context["shown"], request.build_absolute_uri("/")[:-1])}  # fmt: skip
    return render(request, "figures/one.html", context, status=422 if wanted.wrong else 200)


def _context(wanted: Asked, person: Any, page: str | None) -> dict[str, Any]:
    figure: AnyFigure = wanted.figure  # type: ignore[assignment]
    now = shown(figure, wanted.period, where=wanted.where, user=person, own=wanted.own)
    context: dict[str, Any] = {
        "asked": wanted, "figure": figure, "shown": now, "since": first_day(figure),
        "kind_words": showing.KINDS[figure.kind],
        "said": list(Said.objects.visible_to(person).filter(figure=figure.key)[:SAID]),
    }  # fmt: skip
    if not asking.simple(figure):
        parts = parts_of(figure)
        return {**context, "parts": all_shown(parts, wanted.period, where=wanted.where, user=person, own=wanted.own)}
    part = parts_of(figure)[0]
    rows = rows_behind(part, wanted.period, where=wanted.where, user=person)
    shown_rows = paged(part.source.listed(rows), {"page": page}, PAGE)
    return {
        **context, "rows": rows, "page": shown_rows, "table": part.source.table.shown(shown_rows),
        "months": showing.months(wanted, person), "breakdown": showing.parts(wanted, person),
    }  # fmt: skip
