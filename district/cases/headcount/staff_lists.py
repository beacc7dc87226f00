"""A staff list workbook as lines: per-row errors, the numbers hashed at once, neither file nor number nor name kept."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from district.cases.headcount.list_spec import MONTH, MOST_MONTHS
from district.cases.headcount.workers import BadNumber, Line, hash_of, masked
from district.enterprises.queries import OF_A_MEMBER, BadFile, is_data, read_sheet
from district.ground import clock

HEADS = {
    "number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号"),
    "name": ("姓名", "职工姓名", "员工姓名"),
    "first": ("起始月份", "开始月份", "起始月", "开始月", "起"),
    "last": ("终止月份", "结束月份", "截止月份", "终止月", "结束月", "止"),
    "month": ("月份", "所属月份"),
}


@dataclass
class StaffList:
    """What a file held: lines that can be registered, and (row number, reason) of those that cannot."""

    lines: list[Line] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)


class _BadCell(ValueError):
    """Why a row cannot be used."""


def read_list(file: Any, name: str) -> StaffList:
    """Read an uploaded file. The copy it is read from is gone when this returns. Raises BadFile."""
    with tempfile.NamedTemporaryFile(prefix="staff-", suffix=".upload") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        heads = [head for each in HEADS.values() for head in each]
        sheet = read_sheet(Path(kept.name), name, heads, OF_A_MEMBER)
    places = _places(sheet.header)
    found, seen = StaffList(), dict[tuple[str, dt.date, dt.date], int]()
    for number, row in enumerate(sheet.rows, sheet.first):
        if not is_data(row):
            continue
        try:
            hollow = next(filter(None, (sheet.hollow(number, place) for place in places.values())), "")
            if hollow:
                raise _BadCell(hollow)
            line = _line(row, places, number)
        except (_BadCell, BadNumber) as error:
            found.errors.append((number, str(error)))
            continue
        earlier = seen.setdefault((line.worker, line.first, line.last), number)
        if earlier != number:
            found.errors.append((number, _("与第 %(n)d 行重复") % {"n": earlier}))
        else:
            found.lines.append(line)
    return found


def _places(header: Sequence[str]) -> dict[str, int]:
    places = {}
    for place, text in enumerate(header):
        for what, heads in HEADS.items():
            if text in heads and what not in places:
                places[what] = place
    if "number" not in places or "name" not in places or ("first" not in places and "month" not in places):
        raise BadFile(_("表头要有“姓名”“身份证号”“起始月份”“终止月份”这几列。"))
    return places


def _line(row: Sequence[object], places: dict[str, int], number: int) -> Line:
    def cell(what: str) -> object:
        place = places.get(what)
        return row[place] if place is not None and place < len(row) else ""

    written = cell("number")
    if isinstance(written, float | int):
        raise _BadCell(_("身份证号被表格改成了数字，末几位已丢失；请把这一列设为文本再填"))
    if not str(cell("name")).strip():
        raise _BadCell(_("没有姓名"))
    worker = hash_of(str(written))
    first = _month(cell("first") or cell("month"))
    last = _month(cell("last")) if cell("last") else first
    if last < first:
        raise _BadCell(_("终止月份早于起始月份"))
    if last > clock.today().replace(day=1):
        raise _BadCell(_("月份还没有到"))
    if (last.year - first.year) * 12 + last.month - first.month >= MOST_MONTHS:
        raise _BadCell(_("一行至多 %(n)d 个月") % {"n": MOST_MONTHS})
    return Line(worker, masked(str(cell("name"))), first, last, number)


def _month(written: object) -> dt.date:
    if isinstance(written, dt.date):
        return dt.date(written.year, written.month, 1)
    text = str(int(written)) if isinstance(written, float) and written.is_integer() else str(written).strip()
    match = MONTH.fullmatch(text)
    if not match or not 1 <= int(match[2]) <= 12 or not 2000 <= int(match[1]) <= 2100:
        raise _BadCell(_("月份应写成 2022-03 或 2022年3月"))
    return dt.date(int(match[1]), int(match[2]), 1)
