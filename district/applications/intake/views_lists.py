"""A draft's list: a grid to fill in, a workbook to hand in instead; the desk sees it masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.applications import drafting
from district.applications.checks import NotPossible
from district.applications.drafting import Draft
from district.applications.intake import listing
from district.applications.intake.listing import ListState
from district.applications.intake.lists import Column, Row, Typed, masked
from district.applications.intake.models import FrozenList
from district.applications.intake.workbooks import BadFile, read_workbook, template_of
from district.applications.models import Application
from district.applications.states import DRAFT, RETURNED
from district.applications.views_desk import desk_case, officials
from district.applications.views_hall import my_application
from district.people.doors import signed_in
from district.people.queries import Person

PAGE, BLANK, DESK_PAGE = 25, 3, 50
CELL = re.compile(r"r-(\d{1,5})-(\d{1,2})")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _draft(request: HttpRequest, reference: str) -> tuple[Draft, ListState]:
    """The draft and its list, as they stand; 404 where none is asked for."""
    application = my_application(cast(Person, request.user), reference)
    if application.state not in {DRAFT, RETURNED}:
        raise Http404
    draft = drafting.draft_of(application)
    if draft.listed is None:
        raise Http404
    return draft, draft.listed


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest, reference: str) -> HttpResponse:
    """The grid, twenty-five rows a page; what is changed is kept at once (htmx), or by the button."""
    draft, state = _draft(request, reference)
    if request.method == "POST":
        rows = typed_rows(request.POST, state)
        if removed := request.POST.get("remove", ""):
            rows[int(removed) if removed.isdigit() else 0] = {}
        try:
            listing.save_rows(
                application=draft.application, rows=rows, by=cast(Person, request.user), asked=state.asked
            )
        except NotPossible as refused:
            messages.error(request, str(refused))
            return redirect("applications:mine_one", reference)
        if not request.htmx:  # type: ignore[attr-defined]
            messages.success(request, _("已保存。"))
            return redirect(f"{reverse('applications:list', args=[reference])}?{request.GET.urlencode()}")
        draft, state = _draft(request, reference)
    part = request.htmx and request.method == "POST"  # type: ignore[attr-defined]
    return _page(request, draft, state, part=bool(part))


def typed_rows(posted: Any, state: ListState) -> dict[int, Typed]:
    """Cells by position and column. A number left as it was shown, masked, is the number that is kept."""
    known = {row.position: row for row in state.rows}
    found: dict[int, dict[str, str]] = {}
    for name in posted:
        match = CELL.fullmatch(name)
        if not match or int(match[2]) >= len(state.asked.columns):
            continue
        position, column = int(match[1]), state.asked.columns[int(match[2])]
        text, row = posted[name], known.get(position)
        if row is not None and column.type == "id_number" and text == shown(row, column) and column.name in row.values:
            text = row.typed.get(column.name, "")
        found.setdefault(position, {})[column.name] = text
    return dict(found)


def shown(row: Row, column: Column) -> str:
    """What a cell's field shows: an ID number that is right is masked, what is wrong stays as typed to be mended."""
    if column.type == "id_number" and column.name not in row.wrong:
        return masked(column, row.values.get(column.name, ""))
    return row.typed.get(column.name, "")


def _cells(state: ListState, position: int, row: Row | None) -> list[dict[str, Any]]:
    return [
        {
            "name": f"r-{position}-{place}", "column": column, "value": shown(row, column) if row else "",
            "wrong": row.wrong.get(column.name, "") if row else "",
        }
        for place, column in enumerate(state.asked.columns)
    ]  # fmt: skip


def _page(
    request: HttpRequest, draft: Draft, state: ListState, *, part: bool = False, status: int = 200, **more: Any
) -> HttpResponse:
    only_wrong = "wrong" in request.GET
    page = Paginator(state.wrong if only_wrong else state.rows, PAGE).get_page(request.GET.get("page"))
    rows = [{"position": row.position, "cells": _cells(state, row.position, row), "fine": row.fine} for row in page]
    last = max((row.position for row in state.rows), default=0)
    blank = [] if only_wrong or page.has_next() else range(last + 1, min(last + BLANK, state.asked.most) + 1)
    context = {
        "application": draft.application, "state": state, "page": page, "rows": rows, "only_wrong": only_wrong,
        "blank": [{"position": position, "cells": _cells(state, position, None)} for position in blank],
        "given": [{"name": name, "value": value} for name, value in state.given.items()],
        "differing": draft.differing(), "wrong": len(state.wrong), **more,
    }  # fmt: skip
    template = "applications/intake/_list.html" if part else "applications/intake/list.html"
    return render(request, template, context, status=status)


@signed_in
@require_POST
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    """A workbook in the place of the list: right rows are in, wrong ones are shown to be mended."""
    draft, state = _draft(request, reference)
    file = request.FILES.get("file")
    if file is None:
        return _page(request, draft, state, status=422, refused=_("请选择文件。"))
    try:
        read = read_workbook(file, file.name or "", state.asked)
        listing.replace_rows(
            application=draft.application, rows=read.rows, by=cast(Person, request.user), asked=state.asked
        )
    except (BadFile, NotPossible) as refused:
        return _page(request, draft, state, status=422, refused=str(refused))
    draft, state = _draft(request, reference)
    if not read.faults:
        messages.success(request, _("读到 %(n)d 行，都没有问题。") % {"n": len(read.rows)})
        return redirect("applications:list", reference)
    return _page(request, draft, state, read=read, fault_rows=len({fault.row for fault in read.faults}))


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
    page = Paginator(kept.shown, DESK_PAGE).get_page(request.GET.get("page"))
    context: Mapping[str, Any] = {"application": case, "kept": kept, "page": page}
    return render(request, "applications/intake/list_desk.html", dict(context))
