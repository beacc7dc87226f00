"""A draft's list: a grid to fill in, a workbook to hand in instead; the desk sees it masked."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from district.cases.core.checks import NotPossible
from district.cases.core.doors import desk_case, my_application, officials
from district.cases.core.models import Application
from district.cases.core.states import ENTERED
from district.cases.headcount import comparing
from district.cases.headcount import list_rows as listing
from district.cases.headcount.list_rows import ListState
from district.cases.headcount.list_spec import Column, Row, masked
from district.cases.headcount.list_workbook import BadFile, read_workbook, template_of
from district.cases.headcount.models import FrozenList
from district.cases.intake import drafting
from district.cases.intake.drafting import Draft
from district.ground.people.doors import signed_in
from district.ground.people.queries import Person
from district.ground.tables.pages import paged

PAGE, BLANK, DESK_PAGE = 25, 3, 50
CELL, KEY = re.compile(r"r-([0-9a-f]{32})-(\d{1,2})"), re.compile(r"[0-9a-f]{32}")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _draft(request: HttpRequest, reference: str) -> tuple[Draft, ListState]:
    """The draft and its list, as they stand; 404 where none is asked for."""
    application = my_application(cast(Person, request.user), reference)
    if application.state not in ENTERED:
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
    if request.method != "POST":
        return _page(request, draft, state)
    posted = read_grid(request.POST, state)
    try:
        gone = listing.save_rows(
            application=draft.application, by=cast(Person, request.user), asked=state.asked, changed=posted.changed,
            new=posted.new, removed=posted.removed,
        )  # fmt: skip
    except NotPossible as refused:
        messages.error(request, str(refused))
        return redirect("cases:mine_one", reference)
    if gone:
        messages.warning(request, _("您改的行里有 %(n)d 行已被别人删去或用表格替换，没有保存。") % {"n": len(gone)})
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("已保存。"))
        return redirect(f"{reverse('cases:list', args=[reference])}?{request.GET.urlencode()}")
    draft, state = _draft(request, reference)
    return _page(request, draft, state, part=True, blank=posted.blank)


@dataclass
class Grid:
    """What a page of the grid said: rows it had shown and cells changed in them, new rows, rows to take out."""

    changed: dict[str, dict[str, str]] = field(default_factory=dict)
    new: dict[str, dict[str, str]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    blank: list[str] = field(default_factory=list)


def read_grid(posted: Any, state: ListState) -> Grid:
    """The cells somebody changed, by row key and column. What is as the page had shown it is not touched: a page that
    is older than a colleague's change does not undo it, and a number shown masked stays the number that is kept.
    """
    found = Grid(removed={key for key in posted.getlist("remove") if KEY.fullmatch(key)})
    cells: dict[str, dict[int, str]] = {}
    for name in posted:
        match = CELL.fullmatch(name)
        if match and int(match[2]) < len(state.asked.columns):
            cells.setdefault(match[1], {})[int(match[2])] = posted[name]
    for key, row in cells.items():
        named = {state.asked.columns[place].name: text for place, text in row.items()}
        was = posted.get(f"was-{key}", "").split(".")
        if len(was) == len(state.asked.columns):
            changed = {state.asked.columns[place].name: text for place, text in row.items() if mark(text) != was[place]}
            if changed:
                found.changed[key] = changed
        elif any(text.strip() for text in named.values()):
            found.new[key] = named
        else:
            found.blank.append(key)
    return found


def mark(text: str) -> str:
    """Tells whether a cell is still as it was shown."""
    return salted_hmac("huiqi list cell", text.strip()).hexdigest()[:12]


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
        return redirect("cases:list", reference)
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
    page = paged(list(enumerate(kept.shown, 1)), request.GET, DESK_PAGE)
    taken: dict[int, list[str]] = {}
    for each in comparing.standing(case):
        taken.setdefault(each.row, []).append(comparing.spans(each.months))
    names = [each["name"] for each in kept.columns]
    rows = [{"number": number, "cells": list(zip(names, cells, strict=True)), "taken": "、".join(taken.get(number, []))}
            for number, cells in page]  # fmt: skip
    context: Mapping[str, Any] = {"application": case, "kept": kept, "page": page, "rows": rows}
    return render(request, "intake/list_desk.html", dict(context))
