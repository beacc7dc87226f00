"""A bureau's file as a table: where the header is, what the note above says, where the data end."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from district.enterprises.values import normal

Cell = object
Row = Sequence[Cell]
MOST_BYTES = 200 * 1024 * 1024
MOST_UNPACKED = 2 * 1024 * 1024 * 1024
MOST_RATIO = 200  # unpacked to packed: a workbook of real rows stays far below
HEADER_WITHIN = 30  # rows
KNOWN_HEADS = ("统一社会信用代码", "社会信用代码", "信用代码", "企业名称", "单位名称", "名称")
AS_OF = re.compile(r"截[至止]\s*(?:日期)?[:：]?\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
ENDS = re.compile(r"^(合计|总计|小计|填表人|制表|审核人?|负责人|备注|说明|注)\s*[:：]?")


class BadFile(ValueError):
    """The file cannot be read as a register; `str()` says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """`header` are the headings as written; `first` is the file's row number of the first data row."""

    header: tuple[str, ...]
    first: int
    rows: list[Row]
    as_of: dt.date | None
    fingerprint: str


def read_sheet(path: Path, name: str, heads: Sequence[str] = KNOWN_HEADS) -> Sheet:
    """The table in an XLSX, XLS, ODS or CSV file; the kind is told by the content, not by the name. Raises BadFile.

    `heads` are the beginnings of headings by which the header row is known.
    """
    size = path.stat().st_size
    if size == 0:
        raise BadFile(_("文件是空的。"))
    if size > MOST_BYTES:
        raise BadFile(_("文件超过 200 MB，请分成几份上传。"))
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        rows = _workbook(path, heads, zipped=start.startswith(b"PK"))
    else:
        rows = list(_csv(path))
    return _table(rows, heads)


def _workbook(path: Path, heads: Sequence[str], *, zipped: bool) -> list[Row]:
    """The rows of the sheet whose header row holds most known headings; of several the longest."""
    if zipped:
        _refuse_bombs(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_index(place) for place in range(len(book.sheet_names))]
        best = max(sheets, key=lambda sheet: (_headings(sheet, heads), sheet.total_height), default=None)
    except (CalamineError, OSError, ValueError) as error:
        raise BadFile(
            _("不是能打开的工作簿：%(why)s。请用 Excel 或 WPS 另存为 .xlsx 再上传。") % {"why": error}
        ) from None
    if best is None:
        raise BadFile(_("工作簿里没有工作表。"))
    return list(best.to_python(skip_empty_area=False))


def _headings(sheet: CalamineSheet, heads: Sequence[str]) -> int:
    """How many headings the best row near the top holds: a template's notes name each too, one below another."""
    rows = sheet.to_python(skip_empty_area=False, nrows=HEADER_WITHIN)
    return max((_known(row, heads) for row in rows), default=0)


def _known(row: Row, heads: Sequence[str]) -> int:
    cells = (normal(str(cell)) for cell in row)
    return sum(any(cell.startswith(head) for head in heads) for cell in cells)


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(each.file_size for each in archive.infolist())
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise BadFile(_("工作簿已损坏，打不开。请重新导出再上传。")) from None
    if not any(name.endswith((".xml", ".bin")) for name in names):
        raise BadFile(_("这是一个压缩包，不是工作簿。请解压后上传里面的表格。"))
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * path.stat().st_size + 10_000_000:
        raise BadFile(_("文件解开后异常地大，已拒绝。"))


def _csv(path: Path) -> Iterator[Row]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                sample = file.read(65_536)
                if "\x00" in sample:
                    break
                file.seek(0)
                delimiter = max(",\t;", key=sample.count)
                yield from list(csv.reader(file, delimiter=delimiter, strict=True))
                return
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise BadFile(_("CSV 有误：%(why)s。多半是引号没有成对。") % {"why": error}) from None
    raise BadFile(_("认不出这个文件。请上传 .xlsx 或 .csv。"))


def _table(rows: list[Row], heads: Sequence[str]) -> Sheet:
    place = _header_place(rows, heads)
    header = tuple(normal(str(cell)) for cell in rows[place])
    above = " ".join(str(cell) for row in rows[:place] for cell in row if cell not in ("", None))
    found = AS_OF.search(normal(above))
    try:
        as_of = dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        as_of = None
    mark = hashlib.sha256("\x1f".join(header).encode()).hexdigest()
    return Sheet(header, place + 2, rows[place + 1 :], as_of, mark)


def _header_place(rows: list[Row], heads: Sequence[str]) -> int:
    """The row with most known headings; a register needs a code column."""
    scored = []
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        filled = sum(bool(normal(str(cell))) for cell in row)
        scored.append((_known(row, heads), filled, -place))
    best = max(scored, default=(0, 0, 0))
    if best[0] == 0:
        if heads is not KNOWN_HEADS:
            raise BadFile(_("没有找到表头：前 30 行里要有一列叫“%(head)s”。") % {"head": heads[0]})
        raise BadFile(_("没有找到表头：前 30 行里要有一列叫“统一社会信用代码”或“企业名称”。"))
    return -best[2]


def is_data(row: Row) -> bool:
    """Whether a row holds an enterprise: not empty, not a totals row, not a signature."""
    cells = [cell for cell in row if cell not in ("", None)]
    if not cells:
        return False
    return not (len(cells) <= 3 and ENDS.match(normal(str(cells[0]))))


def cell_text(cell: Cell) -> str:
    """A cell as it is given back in the report."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell) if cell is not None else ""
