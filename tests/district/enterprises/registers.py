"""Registers as bureaus send them, made here: a title and a note above the header, units in headings, totals below."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from stdnum.cn import uscc

HEADER = ("序号", "统一社会信用代码", "企业名称", "成立日期", "从业人员（人）", "营业收入（万元）", "联系人")
NOTE = "填报单位：示例区市场监督管理局　数据截至 2022年5月31日"
Row = tuple[object, ...]


def code(number: int) -> str:
    """A valid 统一社会信用代码."""
    body = f"91310110MA1{number:06d}"
    return body + uscc.calc_check_digit(body)


def good(number: int) -> Row:
    return (number, code(number), f"示例{number}号贸易有限公司", "2019年3月5日", 12 + number % 7, 300.5, "张某")


def faulty(seed: int = 7) -> tuple[list[Row], dict[str, int]]:
    """Forty rows, faults of every kind among them in random places; how many are returned and how many doubtful."""
    rows = [good(number) for number in range(1, 29)]
    wrong_digit = code(101)[:-1] + ("0" if code(101)[-1] != "0" else "1")
    rows += [
        (101, wrong_digit, "示例校验位错误公司", "2019-01-01", 3, 10, ""),
        (102, code(102)[:15], "示例代码过短公司", "2019-01-01", 3, 10, ""),
        (103, "", "示例没有代码公司", "2019-01-01", 3, 10, ""),
        (104, code(104), "", "2019-01-01", 3, 10, ""),
        (105, code(105), "示例日期不存在公司", "2019年2月30日", 3, 10, ""),
        (106, code(106), "示例未来成立公司", "2031-01-01", 3, 10, ""),
        (107, code(107), "示例人数为负公司", "2019-01-01", -3, 10, ""),
        (108, code(108), "示例收入文字公司", "2019-01-01", 3, "暂无", ""),
        (109, f" {code(109).lower()} ", "示例小写空格公司", "２０１９．１．３１", "１２", "1，234.50", ""),
        (110, code(110), "示例数字日期公司", "20190131", "7", "0", ""),
        (111, code(111), "=HYPERLINK(1)公司", "2019/1/31", 7, 0, ""),
    ]
    random.Random(seed).shuffle(rows)
    rows.append((112, code(1), "示例同码异名公司", "2019-01-01", 3, 10, ""))  # after the row whose code it repeats
    return rows, {"in": 35, "returned": 5, "cells": 4}


def workbook(path: Path, rows: Sequence[Row]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("名录")
        sheet.write(0, 0, "示例区企业名录")
        sheet.write(1, 0, NOTE)
        sheet.write_row(3, 0, HEADER)
        for place, row in enumerate(rows, start=4):
            for column, cell in enumerate(row):
                writing = sheet.write_string if isinstance(cell, str) else sheet.write
                writing(place, column, cell)
        end = 4 + len(rows)
        sheet.write_row(end + 1, 0, ["合计", "", "", "", 999, 12345])
        sheet.write(end + 2, 0, "填表人：示例填表人")
    return path


def csv_file(path: Path, rows: Sequence[Row], encoding: str = "gb18030") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["示例区企业名录"])
        writer.writerow([NOTE])
        writer.writerow(HEADER)
        writer.writerows(rows)
        writer.writerow(["合计", "", "", "", 999])
    return path


def licence(name: str = "示例执照.png") -> SimpleUploadedFile:
    """A picture of a licence, as somebody photographs it."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")
