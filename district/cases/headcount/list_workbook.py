"""A list as a workbook: the empty one to fill in, and the filled one read back, row by row."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from district.cases.headcount.list_spec import LOST, Column, ListAsked, Row, Typed, Written, read_rows
from district.enterprises.queries import OF_A_MEMBER, BadFile, is_data, read_sheet

__all__ = ["BadFile", "Fault", "ReadList", "read_workbook", "template_of"]

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell: the file's row number, the column, what was expected."""

    row: int
    column: str
    expected: str


@dataclass(frozen=True)
class ReadList:
    """What a file (by its `name`) held: rows as written, in order, the same as they were `read`, with the file's row
    numbers, and what is wrong with which."""

    name: str
    rows: tuple[Typed, ...]
    faults: tuple[Fault, ...]
    unknown: tuple[str, ...]
    read: tuple[Row, ...] = ()


def template_of(asked: ListAsked) -> bytes:
    """An empty workbook with the list's headings; a second sheet says what each column should hold."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(asked.name[:31])
        for place, column in enumerate(asked.columns):
            sheet.set_column(place, place, 24 if column.type == "id_number" else 16, text)
            sheet.write_string(0, place, column.name, head)
            if column.choices:
                allowed = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(1, place, asked.most, place, allowed)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet(_("填写说明"))
        notes.set_column(0, 2, 28)
        notes.write_row(0, 0, [_("列"), _("应填"), _("是否必填")], head)
        for place, column in enumerate(asked.columns, 1):
            notes.write_row(place, 0, [column.name, column.expects, _("必填") if column.required else _("可空")])
        notes.write_string(
            len(asked.columns) + 2, 0, _("至多 %(n)d 行。上传会替换页面上已有的名单。") % {"n": asked.most}
        )
    return out.getvalue()


def read_workbook(file: Any, name: str, asked: ListAsked) -> ReadList:
    """Read an uploaded file; the copy it is read from is gone when this returns. Raises BadFile for the whole file."""
    if file.size > MOST_BYTES:
        raise BadFile(_("名单文件超过 10 MB，请只保留名单这一张表。"))
    with tempfile.NamedTemporaryFile(prefix="list-", suffix=".upload") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        sheet = read_sheet(Path(kept.name), name, [column.name for column in asked.columns], OF_A_MEMBER)
    places = {text: place for place, text in reversed(list(enumerate(sheet.header)))}
    lacking = [column.name for column in asked.columns if column.required and column.name not in places]
    if lacking:
        raise BadFile(_("表头里没有“%(names)s”这几列，请用模板填写。") % {"names": "、".join(lacking)})
    numbered = [(number, row) for number, row in enumerate(sheet.rows, sheet.first) if is_data(row)]
    if not numbered:
        raise BadFile(_("表里没有数据。"))
    if len(numbered) > asked.most:
        raise BadFile(_("名单至多 %(n)d 行，这份有 %(m)d 行。") % {"n": asked.most, "m": len(numbered)})
    written = [Written(number, _typed(row, places, asked.columns)) for number, row in numbered]
    read = read_rows(asked, written)
    names = {column.name for column in asked.columns}
    hollow = [
        Fault(number, name, why) for number, _row in numbered for name, place in places.items()
        if name in names and (why := sheet.hollow(number, place))
    ]  # fmt: skip
    named = {(each.row, each.column) for each in hollow}
    faults = [*hollow, *(each for each in faults_of(read) if (each.row, each.column) not in named)]
    return ReadList(
        name=Path(name).name[:120], rows=tuple(each.typed for each in written),
        faults=tuple(sorted(faults, key=lambda each: each.row)),
        unknown=tuple(text for text in sheet.header if text and text not in names), read=tuple(read),
    )  # fmt: skip


def faults_of(rows: Sequence[Row]) -> list[Fault]:
    return [Fault(row.number, column, expected) for row in rows for column, expected in row.wrong.items()]


def _typed(row: Sequence[object], places: dict[str, int], columns: Sequence[Column]) -> dict[str, str]:
    """A row's cells as texts, the way a person would have typed them."""
    cells = {}
    for column in columns:
        place = places.get(column.name)
        cell = row[place] if place is not None and place < len(row) else ""
        cells[column.name] = _text(cell, column)[:200]
    return cells


def _text(cell: object, column: Column) -> str:
    if isinstance(cell, dt.datetime):
        return (cell if column.type == "moment" else cell.date()).isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        plain = str(int(cell)) if float(cell).is_integer() else repr(cell)
        return LOST + plain if column.type == "id_number" else plain  # a number keeps fifteen digits of eighteen
    return "" if cell is None else str(cell).strip()
