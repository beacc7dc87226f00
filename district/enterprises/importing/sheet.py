"""A bureau's file as a table: where the header is, what the note above says, where the data end."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_cell_to_rowcol

from district.enterprises.importing.columns import UNITS, split_heading
from district.enterprises.values import normal
from district.ground.tables.workbooks.reading import OF_A_MEMBER, BadFile, Limits, Row, SheetSeen, is_workbook, opened

__all__ = ["OF_AN_OFFICE", "OF_A_MEMBER", "BadFile", "Limits", "Row", "Sheet", "is_data", "read_sheet"]

Cell = object
MOST_BYTES = 200 * 1024 * 1024
OF_AN_OFFICE = Limits()
NUMERIC = re.compile(r"^[\d.,%-]+$|\d{4}")
HEADER_WITHIN = 30  # rows
KNOWN_HEADS = ("统一社会信用代码", "社会信用代码", "信用代码", "企业名称", "单位名称", "名称")
AS_OF = re.compile(r"截[至止]\s*(?:日期)?[:：]?\s*(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})")
ENDS = re.compile(r"^(合计|总计|小计|填表人|制表|审核人?|负责人|备注|说明|注|共 ?\d+ ?行)\s*[:：]?")


@dataclass(frozen=True)
class Sheet:
    """`header` are the headings as written; `first` is the file's row number of the first data row.

    `name` is the workbook's sheet that was read and `others` those that were not; `empty`: (row number, column place)
    of cells that look filled and hold nothing → what stands there, "=" for a formula that was never computed.
    """

    header: tuple[str, ...]
    first: int
    rows: list[Row]
    as_of: dt.date | None
    fingerprint: str
    name: str = ""
    others: tuple[str, ...] = ()
    empty: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def hollow(self, number: int, place: int) -> str:
        """Why the cell in a row (by the file's number) and column holds nothing although it looks filled; or ""."""
        found = self.empty.get((number, place))
        if found is None:
            return ""
        return (
            _("公式没有算出值，请在 Excel 里重新计算并保存")
            if found == "="
            else _("这一格是错误值 %(e)s") % {"e": found}
        )


def read_sheet(path: Path, name: str, heads: Sequence[str] = KNOWN_HEADS, limits: Limits = OF_AN_OFFICE) -> Sheet:
    """The table in an XLSX, XLS, ODS or CSV file; the kind is told by the content, not by the name. Raises BadFile.

    `heads` are the beginnings of headings by which the header row is known; `limits` what the file may cost.
    """
    size = path.stat().st_size
    if size == 0:
        raise BadFile(_("文件是空的。"))
    if size > MOST_BYTES:
        raise BadFile(_("文件超过 200 MB，请分成几份上传。"))
    with path.open("rb") as file:
        start = file.read(512)
    if is_workbook(start):
        return _workbook(path, heads, limits)
    return _table(list(_csv(path, limits)), heads, {})


def _workbook(path: Path, heads: Sequence[str], limits: Limits) -> Sheet:
    """The visible sheet with most known headings in its header row, of several the longest; no hidden one."""
    with opened(path, limits) as book:
        best = max((each for each in book.sheets if each.visible), default=None,
                   key=lambda each: (_headings(each, heads), each.height))  # fmt: skip
        if best is None:
            raise BadFile(_("工作簿里没有可见的工作表。"))
        hidden = next((each for each in book.sheets if not each.visible and _headings(each, heads)), None)
        if not _headings(best, heads) and hidden is not None:
            raise BadFile(_("表头只在隐藏的工作表“%(name)s”里。请取消隐藏后再上传。") % {"name": hidden.name})
        sheet = _table(book.rows(best), heads, _merged_over(best))
        others = tuple(each.name for each in book.sheets if each is not best and each.height)
        return replace(
            sheet, name=best.name, others=others, empty={_place(ref): text for ref, text in best.empty.items()}
        )


def _headings(sheet: SheetSeen, heads: Sequence[str]) -> int:
    """How many headings the best row near the top holds: a template's notes name each too, one below another."""
    return max((_known(row, heads) for row in sheet.top), default=0)


def _known(row: Row, heads: Sequence[str]) -> int:
    cells = (normal(str(cell)) for cell in row)
    return sum(any(cell.startswith(head) for head in heads) for cell in cells)


def _merged_over(sheet: SheetSeen) -> dict[tuple[int, int], int]:
    """(row, column) of a merged heading → the last column it stands over."""
    return {first: last[1] for first, last in sheet.merged if last[1] > first[1] and first[0] < HEADER_WITHIN}


def _place(reference: str) -> tuple[int, int]:
    """`B7` → (7, 1): the file's row number, and the column from nought."""
    row, column = xl_cell_to_rowcol(reference)
    return row + 1, column


def _csv(path: Path, limits: Limits) -> Iterator[Row]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                sample = file.read(65_536)
                if "\x00" in sample:
                    break
                file.seek(0)
                delimiter = max(",\t;", key=sample.count)
                yield from _counted(csv.reader(file, delimiter=delimiter, strict=True), limits.cells)
                return
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise BadFile(_("CSV 有误：%(why)s。多半是引号没有成对。") % {"why": error}) from None
    raise BadFile(_("认不出这个文件。请上传 .xlsx 或 .csv。"))


def _counted(rows: Iterator[list[str]], most: int) -> list[Row]:
    found: list[Row] = []
    for row in rows:
        found.append(row)
        most -= len(row)
        if most < 0:
            raise BadFile(_("文件里的格子太多，请只保留需要的列和行。"))
    return found


def _table(rows: list[Row], heads: Sequence[str], merged: Mapping[tuple[int, int], int]) -> Sheet:
    place = _header_place(rows, heads)
    header = tuple(normal(str(cell)) for cell in rows[place])
    first = place + 1
    if (below := _second_row(rows, place, heads)) is not None:
        header, first = _joined(header, below, place, merged), place + 2
    above = " ".join(str(cell) for row in rows[:place] for cell in row if cell not in ("", None))
    found = AS_OF.search(normal(above))
    try:
        as_of = dt.date(*map(int, found.groups())) if found else None
    except ValueError:
        as_of = None
    mark = hashlib.sha256("\x1f".join(header).encode()).hexdigest()
    return Sheet(header, first + 1, rows[first:], as_of, mark)


def _second_row(rows: list[Row], place: int, heads: Sequence[str]) -> tuple[str, ...] | None:
    """The row below the header row, where it goes on there: words only, and nothing under a known heading."""
    if place + 1 >= len(rows):
        return None
    header = [normal(str(cell)) for cell in rows[place]]
    below = tuple(normal(str(cell)) if isinstance(cell, str) else "" for cell in rows[place + 1])
    filled = [at for at, cell in enumerate(rows[place + 1]) if cell not in ("", None)]
    known = {at for at, cell in enumerate(header) if any(cell.startswith(head) for head in heads)}
    if not filled or known & set(filled) or any(not below[at] or NUMERIC.search(below[at]) for at in filled):
        return None
    return below if len(filled) > 1 or (len(rows) > place + 2 and not header[filled[0]]) else None


def _joined(
    header: Sequence[str], below: Sequence[str], place: int, merged: Mapping[tuple[int, int], int]
) -> tuple[str, ...]:
    """Two rows of headings as one: the lower says what it is, the upper's unit goes with each of its columns."""
    made, group, until = [], "", -1
    for at in range(max(len(header), len(below))):
        upper = header[at] if at < len(header) else ""
        lower = below[at] if at < len(below) else ""
        if upper:
            group, until = upper, merged.get((place, at), at if merged else len(below))
        over = upper or (group if lower and at <= until else "")
        unit = split_heading(over)[1] if lower and not split_heading(lower)[1] else ""
        made.append((f"{lower}（{unit}）" if unit in UNITS else lower) or upper)
    return tuple(made)


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
