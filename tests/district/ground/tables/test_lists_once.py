"""A list described once: page, phone, sort links and workbook say the same."""

from __future__ import annotations

import io
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.template.loader import render_to_string
from lxml import html
from python_calamine import load_workbook

from district.cases.desk.columns import WORKLIST
from district.ground.tables import sheets
from district.ground.tables.columns import Column, Kind, Sort, never
from district.ground.tables.tables import Table
from tests.district.cases.factories import District

ROWS = [{"name": "甲", "yuan": Decimal(100), "invented": True}, {"name": "乙", "yuan": Decimal(50), "invented": False}]
NAME = Column[dict[str, Any]](
    "name", "企业", lambda row: row["name"], href=lambda row: f"/{row['name']}/", small=lambda row: "第二行",
    sort=Sort(("name", "pk"), up="名称"),
)  # fmt: skip
YUAN = Column[dict[str, Any]](
    "yuan", "金额", lambda row: row["yuan"], Kind.MONEY, invented=lambda row: row["invented"],
    sort=Sort(("yuan", "pk"), up="最少", down="最多"),
)  # fmt: skip
TABLE = Table("清单", (NAME, YUAN), page=("yuan", "name"), named="name", default="name")


def test_the_page_shows_the_columns_in_its_order_with_links_to_sort_by() -> None:
    shown = TABLE.shown(ROWS, sort="yuan", address=lambda sort: f"?sort={sort}")
    page = html.fromstring(render_to_string("tables/table.html", {"table": shown}))
    heads = page.findall(".//th")
    assert [head.text_content().strip() for head in heads] == ["金额", "企业"]
    assert heads[0].get("aria-sort") == "ascending" and heads[0].find("a").get("href") == "?sort=-yuan"
    assert heads[1].find("a").get("href") == "?sort=name" and heads[1].get("aria-sort") is None
    first, second = (list(row) for row in page.findall(".//tbody/tr"))
    assert "100.00 元" in first[0].text_content() and "示例参数" in first[0].text_content()
    assert first[0].get("data-label") == "金额" and first[1].get("class") == "hq-first"
    assert first[1].find(".//a").get("href") == "/甲/" and "第二行" in first[1].text_content()
    assert "示例参数" not in second[0].text_content()
    assert len(TABLE.shown(ROWS, without=["yuan"]).heads) == 1


def test_a_sort_nobody_offers_is_the_default() -> None:
    assert TABLE.sorts == {"name": "名称", "yuan": "最少", "-yuan": "最多"}
    assert TABLE.sort_of("-name") == TABLE.sort_of("secret") == TABLE.sort_of(None) == "name"
    assert TABLE.order("-yuan") == ("-yuan", "-pk") and TABLE.order("name") == ("name", "pk")


@pytest.mark.parametrize(
    "slip",
    [
        lambda: Column("yuan", "金额", lambda row: row, Kind.MONEY),
        lambda: sheets.Column("金额", lambda row: row, "money"),
        lambda: Table("清单", (NAME, NAME), page=("name",)),
        lambda: Table("清单", (NAME,), page=("nmae",)),
        lambda: Table("清单", (NAME,), page=("name",), named="nmae"),
        lambda: Table("清单", (NAME,), page=("name",), default="-name"),
    ],
)
def test_a_slip_is_refused_when_the_program_starts(slip: Any) -> None:
    with pytest.raises(ValueError):
        slip()


def test_money_that_rests_on_nothing_invented_says_so() -> None:
    assert Column("yuan", "金额", lambda row: row, Kind.MONEY, invented=never).cell(Decimal(1)).invented is False


def test_invented_amounts_and_their_total_are_marked_in_the_workbook() -> None:
    file = sheets.book([sheets.Sheet("清单", TABLE.sheet, ROWS)]).read()
    with ZipFile(io.BytesIO(file)) as parts:
        styles, page = (parts.read(name).decode() for name in ("xl/styles.xml", "xl/worksheets/sheet1.xml"))
    marked = {int(each) for each in re.findall(r'numFmtId="(\d+)" formatCode="[^"]*示例参数', styles)}
    used = [int(each) for each in re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])]
    styled = {cell: used[int(style)] in marked for cell, style in re.findall(r'<c r="(B\d)" s="(\d+)"', page)}
    assert styled == {"B1": False, "B2": True, "B3": False, "B4": True}  # head, 甲, 乙, the total
    rows = load_workbook(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [100, 50, 150]


@pytest.mark.django_db
def test_the_worklist_is_taken_away_as_it_is_shown(here: District, as_: Any) -> None:
    case = here.submitted()
    client = as_(here.officer)
    page = html.fromstring(client.get("/desk/applications/?sort=-submitted").content.decode())
    heads = {head.text_content().strip() for head in page.findall(".//*[@id='list']//th")}
    answer = client.get("/desk/applications/?sort=-submitted&format=xlsx&for_what=核对数据")
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert heads - {"选择"} <= set(rows[1]) and rows[2][0] == case.reference
    assert "排序：最新提交" in rows[0][0] and "sort=" not in rows[0][0]
    assert page.find(".//th[@aria-sort='descending']/a").get("href").endswith("sort=submitted")
    assert {each.key for each in WORKLIST.columns if not each.book} == {"pick"}


def test_every_list_is_typed() -> None:
    """A slip in a column (`row.amuont`) is found by mypy, not by whoever takes the list away."""
    root = Path(__file__).resolve().parents[4]
    checked = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mypy"]["files"]
    lists = [path for path in (root / "district").rglob("*.py") if "= Table[" in path.read_text(encoding="utf-8")]
    assert len(lists) >= 4 and [str(path) for path in lists if path.relative_to(root).parts[0] not in checked] == []
