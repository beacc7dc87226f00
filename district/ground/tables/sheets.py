"""Any list as a workbook: the page's own rows, one after another, in bounded memory. The only writer of workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from district.ground import clock
from district.ground.tables.purposes import demand

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 1_000_000  # rows; a sheet holds 1,048,576
EXACT = 15  # digits that a spreadsheet keeps of a number
# Text stays text: a name that begins with "=" is no formula, one that looks like an address no link.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS = {"money": "#,##0.00", "number": "#,##0.##", "date": 'yyyy"年"m"月"d"日"', "time": "yyyy-mm-dd hh:mm"}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # what a spreadsheet may take for the start of one
FORBIDDEN = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")  # in a sheet's name


@dataclass(frozen=True)
class Column:
    """A column: its words, how a row's value is read, its kind (text, money in yuan, number, date, time), its width.

    `doubt` says of a row why its cell is doubtful; such a cell is coloured. "" is no doubt. `invented` says of a row
    whether its amount rests on numbers no document confirms (money has to say it): it and its total are marked so.
    """

    title: str | Promise
    read: Callable[[Any], Any]
    kind: str = "text"
    width: int = 18
    doubt: Callable[[Any], str] | None = None
    invented: Callable[[Any], bool] | None = None

    def __post_init__(self) -> None:
        if self.kind == "money" and self.invented is None:
            raise ValueError(f"{self.title}: money says whether it rests on invented numbers")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the line above, its columns and rows; `summed`: money columns end in a total."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    head: str = ""
    summed: bool = True
    counted: bool = True


def asked_for(request: HttpRequest) -> bool:
    """Whether the page is wanted as a workbook: `?format=xlsx`."""
    return request.GET.get("format") == "xlsx"


def answer(
    request: HttpRequest, *, name: str, columns: Iterable[Column], rows: Iterable[Any],
    applied: Iterable[tuple[str | Promise, object]] = (), of_others: bool = True,
) -> FileResponse:  # fmt: skip
    """The rows as a file to keep. Above them: who took it when, and the filters that were applied, in words.

    `applied` are those the page itself applied, as (what, value); what else stands in the address did nothing.
    """
    return file_of(
        book([Sheet(name, list(columns), rows, head_line(request, name, applied, of_others=of_others))]), name
    )


def lines(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    """The rows as CSV, one after another, heads first. Beside an amount that may rest on invented numbers stands a
    column that says whether it does. A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = csv.writer(_Echo())
    heads: list[str] = []
    for column in columns:
        heads += [str(column.title), *([_("%(head)s：示例参数") % {"head": column.title}] if column.invented else [])]
    yield "\ufeff" + str(out.writerow(heads))
    for row in islice(rows, MOST):
        cells: list[str] = []
        for column in columns:
            cells.append(_plain(column.read(row)))
            if column.invented:
                cells.append(_("是") if column.invented(row) else "")
        yield str(out.writerow(cells))


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return as_text(str(value))


def as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula: for every file with commas, whoever writes it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def csv_answer(*, name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """The rows as a CSV file to keep, written while it is read."""
    at = timezone.localtime(clock.now())
    answer = StreamingHttpResponse(lines(columns, rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}-{at:%Y%m%d-%H%M}.csv")
    return answer


def file_of(file: IO[bytes], name: str) -> FileResponse:
    """A workbook as a file to keep, named with the minute it was taken."""
    at = timezone.localtime(clock.now())
    return FileResponse(file, as_attachment=True, filename=f"{name}-{at:%Y%m%d-%H%M}.xlsx", content_type=XLSX)


def head_line(
    request: HttpRequest, name: str, applied: Iterable[tuple[str | Promise, object]] = (), *, of_others: bool = True
) -> str:
    """Who took a list when, narrowed how, and of others' rows for what: every workbook passes here. Raises Unsaid."""
    purpose = demand(request) if of_others else ""
    said = [f"{label}：{value}" for label, value in applied if value not in ("", None)]
    at = f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}"
    words = {"name": name, "who": request.user, "at": at, "words": "；".join(said) or _("全部")}
    line = _("%(name)s，%(who)s于%(at)s导出，条件：%(words)s") % words
    return line + _("；用途：%(purpose)s") % {"purpose": purpose} if purpose else line


def book(sheets: Sequence[Sheet], path: Path | None = None, *, at: dt.datetime | None = None) -> IO[bytes]:
    """The sheets as a file, opened for reading: a temporary one, or at `path`; `at` is when it says it was made."""
    file: IO[bytes] = path.open("w+b") if path else tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with xlsxwriter.Workbook(file, OPTIONS) as made:
        made.set_properties({"created": timezone.localtime(at or clock.now()).replace(tzinfo=None)})
        looks = _Looks(made)
        names: set[str] = set()
        for sheet in sheets:
            _fill(made.add_worksheet(_free_name(sheet.name, names)), sheet, looks)
    file.seek(0)
    return file


class _Looks:
    """The formats of one workbook."""

    def __init__(self, made: xlsxwriter.Workbook) -> None:
        self.head = made.add_format({"bold": True, "bg_color": "#E9EFF8", "bottom": 1, "text_wrap": True})
        self.total = made.add_format({"bold": True, "top": 1})
        self.totals = {kind: made.add_format({"bold": True, "top": 1, "num_format": text})
                       for kind, text in FORMATS.items()}  # fmt: skip
        self.kinds = {kind: made.add_format({"num_format": text}) for kind, text in FORMATS.items()}
        self.mark = _("（示例参数）")
        marked = f'{FORMATS["money"]}"{self.mark}"'
        self.invented = made.add_format({"num_format": marked})
        self.invented_total = made.add_format({"bold": True, "top": 1, "num_format": marked})
        self.right = made.add_format({"align": "right"})
        self.doubt = made.add_format({"bg_color": "#FBEAE8"})


def _fill(page: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    first = 2 if sheet.head else 1
    _set_up(page, sheet, first)
    if sheet.head:
        page.write_string(0, 0, sheet.head)
    for place, column in enumerate(sheet.columns):
        page.write_string(first - 1, place, str(column.title), looks.head)
    sums: dict[int, Decimal] = {}
    invented: set[int] = set()
    line = first - 1
    each = sheet.rows.iterator(chunk_size=1000) if isinstance(sheet.rows, QuerySet) else sheet.rows
    for line, row in enumerate(islice(each, MOST), first):
        for place, column in enumerate(sheet.columns):
            value = column.read(row)
            if column.kind == "money" and isinstance(value, int | float | Decimal):
                sums[place] = sums.get(place, Decimal(0)) + Decimal(str(value))
                if column.invented and column.invented(row):
                    invented.add(place)
            _write(page, line, place, value, _shape(column, row, looks), looks)
    if line >= first:
        page.autofilter(first - 1, 0, line, len(sheet.columns) - 1)
    if sheet.counted:
        _last_line(page, line + 1, line - first + 1, sums if sheet.summed and line > first else {}, looks, invented)


def _shape(column: Column, row: Any, looks: _Looks) -> Format | None:
    if column.doubt and column.doubt(row):
        return looks.doubt
    if column.kind == "money" and column.invented and column.invented(row):
        return looks.invented
    return looks.kinds.get(column.kind)


def _set_up(page: Worksheet, sheet: Sheet, first: int) -> None:
    """As people print it: landscape, one page wide, the heads on every page; on the screen the heads stay."""
    page.freeze_panes(first, 0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(first - 1)
    page.set_footer("&C&P / &N")
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)


def _last_line(
    page: Worksheet, line: int, count: int, sums: dict[int, Decimal], looks: _Looks, invented: set[int]
) -> None:
    page.write_string(line, 0, _("共 %(n)d 行") % {"n": count}, looks.total)
    for place, total in sums.items():
        if place:
            _write(
                page, line, place, total, looks.invented_total if place in invented else looks.totals["money"], looks
            )


def _write(page: Worksheet, line: int, place: int, value: Any, shape: Format | None, looks: _Looks) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_string(line, place, _("是") if value else _("否"), shape)
    elif isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) > EXACT:
        mark = looks.mark if shape in {looks.invented, looks.invented_total} else ""
        text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        page.write_string(line, place, text + mark, looks.right)
        page.write_comment(line, place, _("超过 15 位，按文字写出，一位不差。"))
    elif isinstance(value, int | float | Decimal):
        page.write_number(line, place, float(value), shape)
    elif isinstance(value, dt.datetime):
        page.write_datetime(line, place, timezone.localtime(value).replace(tzinfo=None), shape)
    elif isinstance(value, dt.date):
        page.write_datetime(line, place, dt.datetime.combine(value, dt.time()), shape)
    else:
        page.write_string(line, place, str(value)[:32767], shape)


def _free_name(name: str, taken: set[str]) -> str:
    """A name Excel allows: at most 31 characters, none of its own signs, not twice."""
    plain = FORBIDDEN.sub(" ", name).strip()[:31] or "Sheet"
    found, n = plain, 2
    while found.lower() in taken:
        found, n = f"{plain[:27]} {n}", n + 1
    taken.add(found.lower())
    return found
