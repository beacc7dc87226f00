"""The gate before every workbook: what a hostile or odd file may cost, and what its sender is told."""

from __future__ import annotations

import io
import re
import resource
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from district.enterprises.importing.sheet import read_sheet
from district.ground.tables.workbooks.reading import OF_A_MEMBER, BadFile, Limits, opened

HEADS = ["统一社会信用代码", "企业名称", "从业人员"]
ROW = ["91310110MA00000079", "示例甲科技有限公司", 12]


def book(path: Path, *rows: list[object], name: str = "名册") -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return path


def with_xml(path: Path, change: object) -> Path:
    """The workbook with its first sheet's XML changed by hand."""
    kept = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            data = old.read(each)
            new.writestr(each.filename, change(data) if each.filename.endswith("sheet1.xml") else data)  # type: ignore[operator]
    return path


@pytest.mark.parametrize(
    "far",
    [b'<c r="XFD2"><v>1</v></c>', b"<c r='XFD2'><v>1</v></c>", b'<x:c xmlns:x="a" r="XFD2"/><c r="XFD2"><v>1</v></c>'],
)
def test_one_far_cell_is_refused_in_a_moment(tmp_path: Path, far: bytes) -> None:
    path = book(tmp_path / "a.xlsx", HEADS, ROW)
    last = b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    with_xml(path, lambda xml: xml.replace(b"</row>", far + b"</row>", 1).replace(b"</sheetData>", last))
    assert path.stat().st_size < 10_000
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadFile) as said:
        read_sheet(path, "a.xlsx", limits=OF_A_MEMBER)
    assert re.search("1048576 行 × 16384 列|内存或时间太多", str(said.value))
    assert time.monotonic() - started < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # KiB: nothing of it in this process


def test_what_hides_from_the_look_through_meets_the_memory_limit(tmp_path: Path) -> None:
    """A sheet whose extent the first look does not find: the parser dies in its own process, and the reader goes on."""
    path = book(tmp_path / "a.xlsx", HEADS, ROW)
    hidden = b"<row r = '1048576'><c  r = 'XFD1048576'><v>1</v></c></row></sheetData>"
    with_xml(path, lambda xml: xml.replace(b"</sheetData>", hidden))
    with pytest.raises(BadFile):
        read_sheet(path, "a.xlsx", limits=OF_A_MEMBER)
    assert read_sheet(book(tmp_path / "b.xlsx", HEADS, ROW), "b.xlsx").header == tuple(HEADS)


def test_a_parser_that_does_not_end_is_ended(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADS, *([ROW] * 200))
    with pytest.raises(BadFile, match="内存或时间太多"), opened(path, Limits(seconds=0)) as found:
        time.sleep(1)
        found.rows(found.sheets[0])


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADS, ROW)
    with_xml(path, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + b" " * (80 << 20)))
    with pytest.raises(BadFile, match="异常地大"):
        read_sheet(path, "a.xlsx", limits=OF_A_MEMBER)


@pytest.mark.parametrize(
    "text",
    [b"<html xmlns:x=''><table><tr><td>x</td></tr></table></html>", b"\xef\xbb\xbf <table>", b"<?xml version='1.0'?>"],
)
def test_a_page_called_xls_is_told_what_to_do(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "register.xls"
    path.write_bytes(text)
    with pytest.raises(BadFile, match=r"另存为 \.xlsx"):
        read_sheet(path, "register.xls")


def test_the_visible_sheet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    old = made.active
    assert old is not None
    old.title = "旧名册"
    for row in [HEADS, *([ROW] * 50)]:
        old.append(row)
    old.sheet_state = "hidden"
    new = made.create_sheet("新名册")
    new.append(HEADS)
    new.append(["91310110MA00000087", "示例乙科技有限公司", 3])
    made.save(path)
    sheet = read_sheet(path, "a.xlsx")
    assert (sheet.name, sheet.others, len(sheet.rows)) == ("新名册", ("旧名册",), 1)


def test_only_a_hidden_register_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    front = made.active
    assert front is not None
    front.append(["封面"])
    made.create_sheet("名册").append(HEADS)
    made["名册"].sheet_state = "veryHidden"
    made.save(path)
    with pytest.raises(BadFile, match="隐藏的工作表“名册”"):
        read_sheet(path, "a.xlsx")


def test_errors_and_formulas_without_a_value_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(HEADS)
    sheet.append([ROW[0], ROW[1], "=1+1"])
    sheet.append(["#N/A", "示例乙", "#DIV/0!"])
    for place in ("A3", "C3"):
        sheet[place].data_type = "e"
    made.save(path)
    read = read_sheet(path, "a.xlsx")
    assert "重新计算" in read.hollow(2, 2) and "#N/A" in read.hollow(3, 0) and "#DIV/0!" in read.hollow(3, 2)
    assert read.hollow(2, 0) == ""


@pytest.mark.parametrize("merged", [True, False])
def test_headings_in_two_rows(tmp_path: Path, merged: bool) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(["某区企业名册"])
    sheet.append(["统一社会信用代码", "企业名称", "经营情况（万元）", None, "人员"])
    sheet.append([None, None, "营业收入", "资产总额", "从业人员"])
    sheet.append([ROW[0], ROW[1], 100, 200, 12])
    sheet.append(["91310110MA00000087", "示例乙", 1, 2, 3])
    if merged:
        for cells in ("A2:A3", "B2:B3", "C2:D2"):
            sheet.merge_cells(cells)
    made.save(path)
    read = read_sheet(path, "a.xlsx")
    assert read.header == ("统一社会信用代码", "企业名称", "营业收入（万元）", "资产总额（万元）", "从业人员")
    assert (read.first, len(read.rows)) == (4, 2)


def test_a_first_row_of_words_is_no_second_heading(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ["企业名称", "统一社会信用代码", "注册区"], ["", "", "杨浦区"], [ROW[1], ROW[0], "虹口区"]
    )
    assert read_sheet(path, "a.xlsx").header == ("企业名称", "统一社会信用代码", "注册区")
