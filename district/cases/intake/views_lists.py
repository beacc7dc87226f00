"""A draft's list: a grid to fill in, a workbook to hand in instead; the desk sees it masked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from district.cases.core.doors import desk_case, officials
from district.cases.core.models import Application
from district.cases.headcount import comparing
from district.cases.headcount.list_rows import ListState
from district.cases.headcount.list_spec import Column, Row, masked
from district.cases.headcount.list_workbook import template_of
from district.cases.headcount.models import FrozenList
from district.cases.intake.acts_lists import drafts, listed
from district.cases.intake.drafting import Draft
from district.cases.intake.grids import mark, read_grid
from district.ground.acts.acts import Done
from district.ground.acts.refusing import first_error
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import paged

PAGE, BLANK, DESK_PAGE = 25, 3, 50

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _draft(request: HttpRequest, reference: str) -> tuple[Draft, ListState]:
    return listed(get_object_or_404(drafts(cast(Person, request.user)), reference=reference))


def mine(request: HttpRequest, reference: str, form: Any = None) -> HttpResponse:
    """The grid, twenty-five rows a page; what is changed is kept at once (htmx), or by the button."""
    return _page(request, *_draft(request, reference))


def saved(request: HttpRequest, done: Done[Application]) -> HttpResponse:
    assert done.thing is not None
    draft, state = listed(done.thing)
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, draft, state, part=True, blank=read_grid(request.POST, state).blank)
    messages.success(request, _("已保存。"))
    return redirect(f"{reverse('cases:list', args=[done.thing.reference])}?{request.GET.urlencode()}")


def shown(row: Row, column: Column) -> str:
    """What a cell's field shows: an ID number that is right is masked, what is wrong stays as typed to be mended."""
    if column.type == "id_number" and column.name not in row.wrong:
        return masked(column, row.values.get(column.name, ""))
    return row.typed.get(column.name, "")


def _row(state: ListState, number: int, key: str, row: Row | None = None) -> dict[str, Any]:
    """One row for the grid; `was` marks what its cells show, so that changes can be told."""
    texts = [shown(row, column) if row else "" for column in state.asked.columns]
    wrong = row.wrong if row else {}
    return {
        "number": number, "key": key, "fine": row is None or row.fine,
        "was": ".".join(mark(text) for text in texts) if row else "",
        "cells": [
            {"name": f"r-{key}-{place}", "column": column, "value": text, "wrong": wrong.get(column.name, ""),
             "other": bool(text) and text not in column.choices}
            for place, (column, text) in enumerate(zip(state.asked.columns, texts, strict=True))
        ],
    }  # fmt: skip


def _page(
    request: HttpRequest, draft: Draft, state: ListState, *, part: bool = False, status: int = 200,
    blank: Sequence[str] = (), **more: Any,
) -> HttpResponse:  # fmt: skip
    only_wrong = "wrong" in request.GET
    page = paged(state.wrong if only_wrong else state.rows, request.GET, PAGE)
    kept = {row.key for row in state.rows}
    free = 0 if only_wrong or page.has_next() else max(0, min(BLANK, state.asked.most - len(kept)))
    # Empty rows keep their keys from one answer to the next: what is being typed there stays where it is.
    keys = [*(key for key in blank if key not in kept), *(uuid.uuid4().hex for _place in range(free))][:free]
    context = {
        "application": draft.application, "state": state, "page": page, "only_wrong": only_wrong,
        "rows": [_row(state, row.number, row.key, row) for row in page],
        "blank": [_row(state, len(kept) + place, key) for place, key in enumerate(keys, 1)],
        "given": [{"name": name, "value": value} for name, value in state.given.items()],
        "differing": draft.differing(), "wrong": len(state.wrong), "part": part, **more,
    }  # fmt: skip
    template = "intake/_list.html" if part else "intake/list.html"
    return render(request, template, context, status=status)


def refused(request: HttpRequest, reference: str, form: Any) -> HttpResponse:
    """The grid with why the workbook was not taken."""
    return _page(request, *_draft(request, reference), refused=first_error(form))


def uploaded(request: HttpRequest, done: Done[Application]) -> HttpResponse | None:
    """Right rows are in, wrong ones are shown to be mended."""
    assert done.thing is not None
    if not done.result.faults:
        return None
    rows = len({fault.row for fault in done.result.faults})
    return _page(request, *listed(done.thing), read=done.result, fault_rows=rows)


@signed_in
@require_GET
def template(request: HttpRequest, reference: str) -> HttpResponse:
    """The empty workbook."""
    _found, state = _draft(request, reference)
    response = HttpResponse(template_of(state.asked), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{state.asked.name}.xlsx")
    return response


@officials
@require_GET
def desk(request: HttpRequest, reference: str) -> HttpResponse:
    """The list of the last submission, personal columns masked."""
    case: Application = desk_case(cast(Person, request.user), reference)
    kept = get_object_or_404(FrozenList, submission=case.submissions.latest("serial"))
    page = paged(list(enumerate(kept.shown, 1)), request.GET, DESK_PAGE)
    taken: dict[int, list[str]] = {}
    for each in comparing.standing(case):
        taken.setdefault(each.row, []).append(comparing.spans(each.months))
    names = [each["name"] for each in kept.columns]
    rows = [{"number": number, "cells": list(zip(names, cells, strict=True)), "taken": "、".join(taken.get(number, []))}
            for number, cells in page]  # fmt: skip
    context: Mapping[str, Any] = {"application": case, "kept": kept, "page": page, "rows": rows}
    return render(request, "intake/list_desk.html", dict(context))
