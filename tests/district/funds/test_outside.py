"""What other offices gave: by hand, from a workbook, once only, voided with a reason."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal as D
from typing import Any

import pytest
import xlsxwriter

from district.funds import outside, queries
from district.funds.checks import NotPossible
from district.funds.models import OutsideGrant
from district.ground.people.permissions import Refused
from tests.district.cases.factories import person
from tests.district.funds.town import Town

DAY = dt.date(2022, 3, 1)
HEADS = ["统一社会信用代码", "给付部门", "项目", "金额（元）", "给付日期", "来源"]


def entered(here: Town, **other: Any) -> tuple[OutsideGrant, bool]:
    given = {"enterprise": here.firm(), "office": "市科委", "name": "示例money", "amount": D("1000.50"),
             "granted_on": DAY, "source": "沪科公示", "by": here.officer}  # fmt: skip
    return outside.enter(**{**given, **other})


def test_it_is_entered_once_and_known_by_its_programme(here: Town) -> None:
    row, new = entered(here)
    assert new and row.slug == "money" and row.amount == D("1000.50")
    assert entered(here) == (row, False)
    assert entered(here, name="别处的项目")[0].slug == ""
    found = queries.outside_given(here.firm())
    assert [(each.slug, each.by_year) for each in found if each.slug] == [("money", {2022: D("1000.50")})]


def test_voided_it_counts_no_more_and_may_be_entered_anew(here: Town) -> None:
    row, _new = entered(here)
    with pytest.raises(NotPossible, match="理由"):
        outside.void(grant=row, by=here.officer, reason=" ")
    outside.void(grant=row, by=here.officer, reason="录错了企业")
    assert queries.outside_given(here.firm()) == []
    assert entered(here)[1]


@pytest.mark.parametrize(
    "wrong", [{"office": " "}, {"source": ""}, {"amount": D(-1)}, {"granted_on": dt.date(2022, 12, 31)}]
)
def test_what_cannot_be(here: Town, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        entered(here, **wrong)


def test_who_may(here: Town) -> None:
    for who in (here.base.founder, here.base.auditor):
        with pytest.raises(Refused):
            entered(here, by=who)


def test_a_workbook_is_entered_row_by_row_and_what_is_wrong_is_said(here: Town, as_: Any) -> None:
    code, page = here.firm().uscc, "/desk/outside-grants/"
    client = as_(here.officer)
    rows = [[code, "市科委", "示例money", "1,000.50", "2022年3月1日", "公示"],
            [code, "市科委", "示例quota", 20, "20220301", "公示"],
            ["911", "市科委", "x", 1, "2022-03-01", "公示"], [code, "市科委", "x", "一千", "2022-03-01", "公示"],
            [code, "市科委", "x", 1, "三月", "公示"]]  # fmt: skip
    for made in (2, 0):
        answer = client.post(f"{page}file/", {"file": workbook(rows)})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert f"登记 {made} 笔，已登记过 {2 - made} 笔" in text
        assert "企业库里没有“911”" in text and "“一千”" in text and "“三月”" in text
    assert sorted(each.amount for each in OutsideGrant.objects.all()) == [D(20), D("1000.50")]
    assert "示例quota" in client.get(page).content.decode()
    assert client.post(f"{page}file/", {"file": workbook([["a"]], heads=["甲"])}, follow=True).status_code == 200


def workbook(rows: list[list[Any]], heads: list[str] | None = None) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(
            [heads or ["统一社会信用代码", "给付部门", "项目", "金额（元）", "给付日期", "来源"], *rows]
        ):
            sheet.write_row(number, 0, row)
    out.seek(0)
    out.name = "市级给付.xlsx"
    return out


def test_a_row_is_voided_by_the_bureau_that_entered_it(here: Town) -> None:
    row, _new = entered(here)
    assert row.bureau.name == "区人社局"
    with pytest.raises(Refused, match="由区人社局登记"):
        outside.void(grant=row, by=here.base.colleague, reason="不对")
    mate = person("mate", officer="区人社局")
    outside.void(grant=row, by=mate, reason="金额不对")
    row.refresh_from_db()
    assert row.voided_by == mate
