"""The sheets of a handed-in workbook, through the gate: rows as texts, with the place of each cell."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from district.ground.surveys.xlsform.layout import CHOICES, LANGUAGE, SETTINGS, SURVEY, WORDS, CellFault, language_of
from district.ground.tables.workbooks.reading import MEGABYTE, BadFile, Limits, Workbook, is_workbook, opened

MOST_BYTES = 5 * MEGABYTE
MOST_ROWS, MOST_COLUMNS, LONGEST = 2000, 80, 5000
LIMITS = Limits(unpacked=40 * MEGABYTE, cells=400_000, memory=768 * MEGABYTE, seconds=20)
REFERENCE = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Line:
    """A row of a sheet: its number as the workbook shows it, its filled cells by column."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Sheet:
    """A sheet: its name, the columns of its head by our names (`label::zh`), its rows, what is wrong with cells."""

    name: str
    columns: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)

    def place(self, column: str) -> str:
        """A column as whoever opens the workbook knows it."""
        return self.columns.get(column, column)


def read_sheets(file: Any, name: str) -> dict[str, Sheet]:
    """survey, choices and settings of an uploaded workbook. Raises BadFile for the whole file."""
    if file.size > MOST_BYTES:
        raise BadFile(_("问卷工作簿超过 5 MB，请只保留 survey、choices、settings 三张表。"))
    with tempfile.NamedTemporaryFile(prefix="survey-", suffix=".upload") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        path = Path(kept.name)
        with path.open("rb") as start:
            if not is_workbook(start.read(2000)):
                raise BadFile(_("这不是 Excel 工作簿，请上传 .xlsx 文件。"))
        with opened(path, LIMITS) as book:
            return _sheets(book)


def _sheets(book: Workbook) -> dict[str, Sheet]:
    found = {each.name.strip().lower(): each for each in book.sheets}
    if SURVEY not in found:
        there = "、".join(each.name for each in book.sheets[:8])
        raise BadFile(_("没有叫 survey 的工作表，这份里有：%(there)s。请用模板。") % {"there": there})
    made = {}
    for name in (SURVEY, CHOICES, SETTINGS):
        if name in found:
            if found[name].height > MOST_ROWS:
                raise BadFile(_("工作表 %(sheet)s 超过 %(n)d 行。") % {"sheet": name, "n": MOST_ROWS})
            made[name] = sheet_of(name, [list(row) for row in book.rows(found[name])], found[name].empty)
    return made


def sheet_of(name: str, rows: list[list[object]], empty: Mapping[str, str]) -> Sheet:
    """A sheet from its cells, the head among them; `empty` as `SheetSeen` has it."""
    sheet = Sheet(name)
    head = next((n for n, row in enumerate(rows) if any(cell_text(each) for each in row)), None)
    if head is None:
        return sheet
    places: dict[int, str] = {}
    for place, cell in enumerate(rows[head][:MOST_COLUMNS]):
        if said := cell_text(cell):
            column, why = _column(said)
            letter = xl_col_to_name(place)
            if column in sheet.columns:
                why, column = _("这一列写了两次。"), f"{said}#{place}"
            sheet.columns[column] = f"{letter}（{said}）"
            places[place] = column
            if why:
                sheet.faults.append(CellFault(name, head + 1, sheet.columns[column], why, part=column))
    for number, row in enumerate(rows[head + 1 :], head + 2):
        cells = {places[n]: said for n, each in enumerate(row) if n in places and (said := cell_text(each))}
        if cells:
            sheet.lines.append(Line(number, cells))
    sheet.faults += _hollow(sheet, empty, places, head + 1)
    return sheet


def _hollow(sheet: Sheet, empty: Mapping[str, str], places: Mapping[int, str], head: int) -> Iterator[CellFault]:
    """Cells that look filled and hold nothing: formulas nobody computed, errors."""
    for reference, said in empty.items():
        match = REFERENCE.fullmatch(reference)
        if match is None or int(match[2]) <= head:
            continue
        column = places.get(xl_cell_to_rowcol(reference)[1], match[1])
        why = _("公式没有算出值，请改成文字。") if said == "=" else _("单元格是错误值 %(value)s。") % {"value": said}
        yield CellFault(sheet.name, int(match[2]), sheet.place(column), why, part=column)


def _column(said: str) -> tuple[str, str]:
    """Our name of a column, and what is wrong with its language."""
    match = LANGUAGE.fullmatch(said.strip())
    if match is None:
        plain = said.strip().lower().replace(" ", "_")
        plain = {"relevance": "relevant", "list": "list_name", "constraint_msg": "constraint_message"}.get(plain, plain)
        return (f"{plain}::zh" if plain in WORDS else plain), ""
    column = match["column"].lower()
    language = language_of(match["language"])
    if column in WORDS and language:
        return f"{column}::{language}", ""
    return said.strip(), _("只认中文和英文的 label、hint、constraint_message，例如 label::中文 (zh)。")


def cell_text(value: object) -> str:
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()[:LONGEST]
