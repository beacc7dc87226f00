"""What comes back to the bureau: a workbook with the rows and cells that could not be used, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from district.enterprises.importing.rows import Read
from district.enterprises.importing.sheet import cell_text
from district.ground.tables.sheets import Column, Sheet, book


def write_report(path: Path, header: Sequence[str], problems: Sequence[Read]) -> Path:
    """Three sheets: what this is, rows that could not come in, rows with cells taken as unknown; those are coloured."""
    returned = [each for each in problems if each.returned]
    doubtful = [each for each in problems if not each.returned]
    lines = [
        (_("未能进入企业库的行"), len(returned)),
        (_("有疑问的单元格：按未知处理；名称不同的，没有改名"), sum(len(each.doubts) for each in doubtful)),
        (_("改正后可以只把这些行再次上传，其余不受影响。"), ""),
    ]
    told = [Column(_("项目"), lambda line: line[0], width=48), Column(_("数量"), lambda line: line[1], "number")]
    columns = [
        Column(_("原行号"), lambda each: each.number, "number", 8),
        Column(_("原因"), lambda each: reason(each, header), width=44),
        *(_cell(place, title) for place, title in enumerate(header)),
    ]
    book([
        Sheet(_("说明"), told, lines, counted=False), Sheet(_("退回的行"), columns, returned, counted=False),
        Sheet(_("有疑问的单元格"), columns, doubtful, counted=False),
    ], path).close()  # fmt: skip
    return path


def _cell(place: int, title: str) -> Column:
    """One column of the file as it came, its doubtful cells coloured."""
    return Column(
        title, lambda each: cell_text(each.row[place]) if place < len(each.row) else "",
        doubt=lambda each: each.doubts.get(place, ""),
    )  # fmt: skip


def reason(read: Read, header: Sequence[str]) -> str:
    """The row's reason, or each doubtful cell's."""
    if read.returned:
        return read.returned
    return "；".join(f"{header[place]}：{why}" for place, why in sorted(read.doubts.items()))
