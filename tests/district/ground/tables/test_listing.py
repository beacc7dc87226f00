"""What an address asks of a list: read or passed over, counted in one query, taken away without formulas."""

from __future__ import annotations

import csv
import dataclasses
import io
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.cases.desk.columns import WORKLIST
from district.enterprises.columns import REGISTER
from district.ground.tables import sheets
from district.ground.tables.columns import Column, Kind, never
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.listing import listed
from district.ground.tables.tables import PUBLIC, Empty, Table
from tests.district.cases.desk.bulk.test_jobs import cases
from tests.district.cases.factories import District

PLAIN = Table[dict[str, Any]](
    "清单", (Column("name", "名称", lambda row: row["name"]),), page=("name",), key="plain", door=PUBLIC,
    rows=lambda _user, asked: [{"name": f"{asked.get('of', '')}{n}"} for n in range(60)], of=("of",),
    filters=(
        Filter("q", "搜索", Asks.WORDS, narrow=lambda rows, text, _user: [row for row in rows if text in row["name"]]),
        Filter("year", "年度", choices=[("2021", "二〇二一"), ("2022", "二〇二二")], needed=True),
        Filter("state", "状态", choices=[("a", "甲")], narrow=lambda rows, _value, _user: rows[:1]),
        Filter("day", "日期", Asks.DAY), Filter("who", "何人", Asks.KEY), Filter("all", "全部", Asks.FLAG),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "chosen", "ignored"),
    [
        ({}, {}, ()),
        ({"state": "b", "nonsense": "1", "sort": "name"}, {}, ("state", "nonsense", "sort")),
        ({"state": "a", "day": "2022-02-30", "who": "1e9", "all": "yes"}, {"state": "a"}, ("day", "who", "all")),
        ({"who": "٣", "q": " 5 "}, {"q": "5"}, ("who",)),
        ({"day": "2022-02-28", "who": "007", "all": "1"}, {"day": "2022-02-28", "who": "7", "all": "1"}, ()),
        ({"year": "1999"}, {}, ()),
        ({"day": "0001-01-01"}, {}, ("day",)),
        ({"day": "9999-12-31"}, {}, ("day",)),
        ({"who": "9" * 40}, {}, ("who",)),
    ],
)  # fmt: skip
def test_what_cannot_be_read_narrows_nothing_and_is_told(
    said: dict[str, str], chosen: dict[str, str], ignored: tuple[str, ...]
) -> None:
    found = listed(PLAIN, user=AnonymousUser(), params={**said, "of": "甲"})
    assert found.chosen == {"year": said.get("year") if said.get("year") == "2022" else "2021", **chosen}
    assert set(ignored) <= set(found.ignored) and not set(chosen) & set(found.ignored)
    assert found.asked.address().count("year") == 0  # what is usual need not be said
    for page in ("0", "-1", "abc", "9" * 30, ""):
        shown = listed(PLAIN, user=AnonymousUser(), params={"of": "甲", "page": page})
        assert len(shown.rows) in (25, 10) and shown.total == 60 and shown.pages == 3


def test_the_path_is_not_the_addresss_to_change() -> None:
    found = listed(PLAIN, user=AnonymousUser(), params={"of": "乙"}, of={"of": "甲"})
    assert found.rows[0] == {"name": "甲0"} and "of" not in found.chosen
    assert [record["name"] for record in listed(PLAIN, user=AnonymousUser(), params={"of": "丙"}, size=2).records] == [
        "丙0", "丙1",
    ]  # fmt: skip


def test_two_things_of_one_name_are_refused_when_the_program_starts() -> None:
    for taken in ("page", "sort", "format", "for_what", "of"):
        with pytest.raises(ValueError, match="two things"):
            dataclasses.replace(PLAIN, filters=(Filter(taken, "x", Asks.WORDS),))
    with pytest.raises(ValueError, match="two things"):
        dataclasses.replace(PLAIN, tabs=Tabs((Tab("", "全部"),), key="q"))


@pytest.mark.django_db
def test_tabs_and_saved_views_are_counted_in_one_query(here: District) -> None:
    cases(here)
    found = listed(WORKLIST, user=here.officer, params={"state": "submitted"})
    assert found.kept == []
    with CaptureQueriesContext(connection) as asked:
        counts = {tab.key: tab.count for tab in found.tallies}
    assert len(asked) == 1 and counts[""] == found.total == 3 and set(counts) > {"mine", "overdue", "done"}
    narrowed = listed(WORKLIST, user=here.officer, params={"state": "submitted", "q": "没有这家"})
    assert narrowed.total == 0 and {tab.count for tab in narrowed.tallies} == {0}
    assert [each.words for each in narrowed.narrowing] == ["没有这家", "待受理"]


@pytest.mark.django_db
def test_a_page_says_how_it_is_sorted_and_a_phone_can_sort(here: District, as_: Any) -> None:
    page = as_(here.officer).get(reverse("enterprises:register"), {"sort": "-founded"}).content.decode()
    assert 'aria-sort="descending"' in page and 'name="sort"' in page
    assert f'<option value="-founded" selected>{REGISTER.sorts["-founded"]}</option>' in page


def test_a_csv_has_no_formulas_and_says_what_is_invented() -> None:
    columns = [
        sheets.Column("名称", lambda row: row[0]),
        sheets.Column("金额", lambda row: row[1], "money", invented=lambda row: row[2]),
    ]
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "  =1", "甲，乙", 'a"b', "甲\n乙"]
    rows = [(name, Decimal("1234567890123456.78"), n == 0) for n, name in enumerate(names)]
    text = "".join(sheets.lines(columns, rows))
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert text.startswith("\ufeff") and found[0] == ["名称", "金额", "金额：示例参数"]
    assert [row[0] for row in found[1:]] == [*(f"'{name}" for name in names[:7]), *names[7:]]
    assert [row[1:] for row in found[1:3]] == [["1234567890123456.78", "是"], ["1234567890123456.78", ""]]


def test_an_empty_list_says_so() -> None:
    table = dataclasses.replace(PLAIN, rows=lambda _user, _asked: [], empty=Empty("没有", "会列在这里。"))
    found = listed(table, user=AnonymousUser(), params={"of": "甲"})
    assert (found.total, found.pages, found.rows, found.records) == (0, 1, [], [])
    yuan = Column[dict[str, Any]]("yuan", "金额", lambda row: row["yuan"], Kind.MONEY, invented=never)
    assert yuan.cell({"yuan": None}).value is None
