"""Numbers as they were said: keeping one, the list, then and now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from district.ground.figures import queries
from district.ground.figures.counting import parts_of
from district.ground.figures.models import Said
from district.ground.figures.registry import FIGURES
from district.ground.figures.views import PAGE, one_page
from district.ground.people.doors import open_to_all, shell_of
from district.ground.tables.pages import paged

FEW = 50  # rows of a difference that are shown


@open_to_all
@require_GET
def said_list(request: HttpRequest) -> HttpResponse:
    """`/figures/said/`: numbers said in replies and letters, the latest first."""
    rows = Said.objects.visible_to(request.user).select_related("by")
    page = paged(rows, request.GET, PAGE)
    found = [queries.compared(each, request.user) for each in page]
    context = {"page": page, "rows": found, "shell": shell_of(request.user)}
    return render(request, "figures/said_list.html", context)


@open_to_all
@require_GET
def said(request: HttpRequest, reference: str) -> HttpResponse:
    """`/figures/said/<reference>/`: what was said, what it is now, and why they differ."""
    row = get_object_or_404(Said.objects.visible_to(request.user).select_related("by"), reference=reference)
    found, figure = queries.compared(row, request.user), FIGURES.get(row.figure)
    tables = []
    if figure is not None:
        table = parts_of(figure)[0].source.table
        for words, rows in queries.rows_that_changed(found, request.user).items():
            if some := list(rows[:FEW]):
                tables.append((words, table.shown(some)))
    context = {"found": found, "said": row, "figure": figure, "tables": tables, "shell": shell_of(request.user)}
    return render(request, "figures/said.html", context)


def say_again(request: HttpRequest, form: Any) -> HttpResponseBase:
    """The figure's page with what was typed of saying it, and what is wrong with that. Raises Http404."""
    return one_page(request, form.data.get("figure", ""), form.data, form)
