"""Any list as a workbook: the page's own rows, one after another, in bounded memory."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from district.record import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 1_000_000  # rows; a sheet holds 1,048,576
# Text stays text: a name that begins with "=" is no formula, one that looks like an address no link.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {"money": "#,##0.00", "number": "#,##0.##", "date": 'yyyy"年"m"月"d"日"', "time": "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True)
class Column:
    """A column: its words, how a row's value is read, its kind (text, money in yuan, number, date, time), its width."""

    title: str | Promise
    read: Callable[[Any], Any]
    kind: str = "text"
    width: int = 18


def asked_for(request: HttpRequest) -> bool:
    """Whether the page is wanted as a workbook: `?format=xlsx`."""
    return request.GET.get("format") == "xlsx"


def answer(request: HttpRequest, *, name: str, columns: Iterable[Column], rows: Iterable[Any]) -> FileResponse:
    """The rows as a file to keep. Above them: who took it when, by which filters, and how many rows there are."""
    asked = {key: value for key, value in request.GET.items() if value and key not in ("format", "page")}
    words = "；".join(f"{key}={value}" for key, value in asked.items()) or _("全部")
    at = timezone.localtime(clock.now())
    head = _("%(name)s，%(who)s于%(at)s导出，条件：%(words)s") % {
        "name": name, "who": request.user, "at": f"{at:%Y-%m-%d %H:%M}", "words": words}  # fmt: skip
    file = workbook(head, list(columns), rows)
    return FileResponse(file, as_attachment=True, filename=f"{name}-{at:%Y%m%d-%H%M}.xlsx", content_type=XLSX)


def workbook(head: str, columns: list[Column], rows: Iterable[Any]) -> IO[bytes]:
    """A temporary file with one sheet: `head` on its own line, the titles, the rows, and on the last line how many."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "bg_color": "#E9EFF8", "bottom": 1})
        kinds = {kind: book.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        sheet.freeze_panes(2, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.write_string(0, 0, head)
        for place, column in enumerate(columns):
            sheet.write_string(1, place, str(column.title), bold)
        line = 1
        each = rows.iterator(chunk_size=1000) if isinstance(rows, QuerySet) else rows
        for line, row in enumerate(islice(each, MOST), 2):
            for place, column in enumerate(columns):
                _write(sheet, line, place, column.read(row), kinds.get(column.kind))
        sheet.write_string(line + 1, 0, _("共 %(n)d 行") % {"n": line - 1})
    file.seek(0)
    return file


def _write(sheet: Worksheet, line: int, place: int, value: Any, shape: Format | None) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, place, _("是") if value else _("否"))
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, place, float(value), shape)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(line, place, timezone.localtime(value).replace(tzinfo=None), shape)
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, place, dt.datetime.combine(value, dt.time()), shape)
    else:
        sheet.write_string(line, place, str(value)[:32767])
