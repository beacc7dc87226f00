"""A list's page: one function for the page, its part, the workbook and the CSV file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from district.ground.tables import sheets
from district.ground.tables.listing import Listed, listed
from district.ground.tables.purposes import demand
from district.ground.tables.tables import SIZE, Found, Table

More = Mapping[str, Any] | Callable[[Listed[Any]], Mapping[str, Any]] | None


def list_page(
    request: HttpRequest, table: Table[Any], template: str, *, of: Mapping[str, str] | None = None, more: More = None,
    status: int = 200, part: str = "",
) -> HttpResponseBase:  # fmt: skip
    """The page of a list; by `?format=xlsx` or `csv` all that its filters find as a file. `of` is what its rows are of,
    `more` the rest of the page's context, or a function of what is listed that gives it. The template reads `list`;
    `part` is what of it holds the list, for htmx, which changes nothing else.
    """
    found = listed(table, user=request.user, params=request.GET.dict(), of=of or {})
    if (wanted := wants_file(request)) is not None:
        return file_of(request, found, wanted)
    rest = more(found) if callable(more) else more or {}
    part = part or ("tables/list.html" if template == "tables/page.html" else "")
    htmx = getattr(request, "htmx", None)
    template = part if part and htmx and not htmx.boosted else template
    return render(request, template, {"list": found, "page": found.page, **rest}, status=status)


def wants_file(request: HttpRequest) -> str | None:
    """The sort of file asked for instead of the page."""
    wanted = request.GET.get("format")
    return wanted if request.method == "GET" and wanted in {"xlsx", "csv"} else None


def export(request: HttpRequest, table: Table[Any]) -> HttpResponseBase:
    """A list as a workbook, for addresses that give nothing else."""
    return file_of(request, listed(table, user=request.user, params=request.GET.dict(), of={}), "xlsx")


def file_of(request: HttpRequest, found: Listed[Any], wanted: str) -> HttpResponseBase:
    """All rows that were found as a file, in their order, of this person's own visibility. Raises Unsaid."""
    table = found.table
    name = str(table.called(found.user, found.said) if table.called else table.name)
    answer: HttpResponseBase
    if found.asks_purpose:
        demand(request)
    if wanted == "csv":
        answer = sheets.csv_answer(name=name, columns=table.sheet, rows=found.every())
    else:
        answer = sheets.answer(request, name=name, columns=table.sheet, rows=found.every(), applied=found.applied,
                               of_others=found.asks_purpose)  # fmt: skip
    count = Paginator(found.found, SIZE).count  # alone: a file asks nothing of the page, its tabs and views
    answer.rows_taken = min(count, sheets.MOST)  # type: ignore[attr-defined]  # whoever notes what leaves reads both
    answer.narrowed_by = found.applied  # type: ignore[attr-defined]
    return answer


def paged(rows: Found, asked: Mapping[str, Any], size: int = SIZE) -> Page[Any]:
    """One page of what is no list of a table: `asked` is the address, whose `page` says which."""
    return Paginator(rows, size).get_page(asked.get("page"))
