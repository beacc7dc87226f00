"""The one writer of workbooks: what stands above, how it prints, exact money, totals, names, nothing that runs."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook

from district.ground import clock
from district.ground.tables.sheets import Column, Sheet, book, head_line

D = Decimal
COLUMNS = [
    Column("企业", lambda row: row[0], width=30),
    Column("金额（元）", lambda row: row[1], "money", invented=lambda _row: False),
    Column("日期", lambda row: row[2], "date"),
]  # fmt: skip
ROWS = [("示例甲", D("12600.00"), dt.date(2026, 1, 2)), ("=1+1", D("0.10"), dt.date(2026, 1, 3))]


def opened(*sheets: Sheet) -> Any:
    return load_workbook(io.BytesIO(book(sheets).read()))


def test_it_prints_landscape_one_page_wide_with_its_head_on_every_page() -> None:
    sheet = opened(Sheet("申报办理", COLUMNS, ROWS, "谁导出的")).active
    assert sheet.title == "申报办理" and sheet["A1"].value == "谁导出的"
    assert sheet.freeze_panes == "A3" and sheet.print_title_rows == "$2:$2"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.auto_filter.ref == "A2:C4"  # the last line, the total, is not filtered away


def test_money_ends_in_its_total_and_text_never_runs() -> None:
    sheet = opened(Sheet("甲", COLUMNS, ROWS)).active
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert (sheet["A4"].value, sheet["B4"].value) == ("共 2 行", 12600.1)
    assert sheet["B4"].number_format == "#,##0.00"


@pytest.mark.parametrize("amount", [D("1234567890123456.78"), D("-9999999999999999.99"), D("0.1234567890123456")])
def test_money_of_more_digits_than_a_spreadsheet_keeps_is_text_with_a_note(amount: Decimal) -> None:
    cell = opened(Sheet("甲", COLUMNS, [("x", amount, None)])).active["B2"]
    assert Decimal(cell.value.replace(",", "")) == amount
    assert "15 位" in cell.comment.text


def test_an_exact_sum_of_many_is_exact() -> None:
    rows = [("x", D("9007199254740.99"), None)] * 300
    cell = opened(Sheet("甲", COLUMNS, rows)).active["B302"]
    assert Decimal(cell.value.replace(",", "")) == D("9007199254740.99") * 300


@pytest.mark.parametrize(
    ("names", "shown"),
    [(["a/b:c?[x]"], ["a b c  x"]), (["名" * 40], ["名" * 31]), (["甲", "甲"], ["甲", "甲 2"]), ([""], ["Sheet"])],
)
def test_a_sheet_is_named_as_excel_allows(names: list[str], shown: list[str]) -> None:
    assert opened(*(Sheet(name, COLUMNS, []) for name in names)).sheetnames == shown


def test_a_doubtful_cell_is_coloured() -> None:
    column = Column("街道", lambda row: row, doubt=lambda row: "没有这个街道" if row == "乙" else "")
    sheet = opened(Sheet("甲", [column], ["甲", "乙"])).active
    assert sheet["A3"].fill.bgColor.rgb != sheet["A2"].fill.bgColor.rgb or sheet["A3"].fill.fgColor.rgb == "FFFBEAE8"


def test_what_stands_above_says_only_what_was_applied() -> None:
    request: Any = SimpleNamespace(user="李示例")
    with clock.at(dt.date(2026, 3, 2)):
        head = head_line(request, "企业库", [("状态", "待受理"), ("搜索", ""), ("部门", None)])
    assert head.startswith("企业库，李示例于2026-03-02") and head.endswith("条件：状态：待受理")
    assert head_line(request, "企业库").endswith("条件：全部")
