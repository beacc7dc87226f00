"""What comes back to the bureau: a workbook with the rows and cells that could not be used, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from district.enterprises.importing.rows import Read
from district.enterprises.importing.sheet import cell_text


def write_report(path: Path, header: Sequence[str], problems: Sequence[Read]) -> Path:
    """Two sheets: rows that could not come in, and rows with cells taken as unknown; the cells are coloured."""
    returned = [each for each in problems if each.returned]
    doubtful = [each for each in problems if not each.returned]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E9EFF8", "border": 1})
        red = book.add_format({"bg_color": "#FBEAE8"})
        summary = book.add_worksheet(_("说明"))
        lines = [
            (_("未能进入企业库的行"), len(returned)),
            (_("按未知处理的单元格"), sum(len(each.doubts) for each in doubtful)),
            (_("改正后可以只把这些行再次上传，其余不受影响。"), ""),
        ]
        for place, (label, count) in enumerate(lines):
            summary.write(place, 0, label)
            summary.write(place, 1, count)
        summary.set_column(0, 0, 48)
        for name, rows in ((_("退回的行"), returned), (_("有疑问的单元格"), doubtful)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            for column, text in enumerate([_("原行号"), _("原因"), *header]):
                sheet.write(0, column, text, bold)
            sheet.set_column(1, 1, 44)
            for line, each in enumerate(rows, start=1):
                sheet.write(line, 0, each.number)
                sheet.write_string(line, 1, reason(each, header))
                for column, cell in enumerate(each.row):
                    sheet.write_string(line, column + 2, cell_text(cell), red if column in each.doubts else None)
    return path


def reason(read: Read, header: Sequence[str]) -> str:
    """The row's reason, or each doubtful cell's."""
    if read.returned:
        return read.returned
    return "；".join(f"{header[place]}：{why}" for place, why in sorted(read.doubts.items()))
