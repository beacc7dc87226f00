"""One row of a register: whose it is, why it is returned, which cells are doubtful, what is read the same way twice."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from district.enterprises.importing.columns import CODE, NAME, Column
from district.enterprises.importing.rows import CODE_FORM, RowReader, wrong_code
from district.enterprises.importing.sheet import Sheet
from district.enterprises.models import FactKind
from tests.district.enterprises.registers import code

AS_OF = dt.date(2022, 5, 31)
KINDS = {
    "从业人员": FactKind(name="从业人员", type="number", unit="人", places=0),
    "营业收入": FactKind(name="营业收入", type="number", unit="元", places=2),
    "成立日期": FactKind(name="成立日期", type="date"),
    "经营状态": FactKind(name="经营状态", type="string", choices=["存续", "注销"]),
    "行业代码": FactKind(name="行业代码", type="string"),
    "失信被执行": FactKind(name="失信被执行", type="boolean"),
}
HEADER = (CODE, NAME, *KINDS)
COLUMNS = [
    Column(place, fact, fact, "", Decimal(10_000) if fact == "营业收入" else Decimal(1))
    for place, fact in enumerate(HEADER)
]


def reader(empty: dict[tuple[int, int], str] | None = None) -> RowReader:
    sheet = Sheet(HEADER, 2, [], AS_OF, "print", empty=empty or {})
    return RowReader(COLUMNS, KINDS, AS_OF, sheet)


def row(code_: object = "", name: object = "示例甲公司", **facts: object) -> list[object]:
    return [code_ or code(1), name, *(facts.get(fact, "") for fact in KINDS)]


def read(**facts: object) -> Any:
    return reader().read(2, row(**facts))


def test_a_good_row_is_read_whole() -> None:
    found = read(
        从业人员="12", 营业收入="300.5", 成立日期="2019年3月5日", 经营状态="存续", 行业代码=6513.0, 失信被执行="否"
    )
    assert (found.returned, found.doubts) == ("", {})
    assert found.facts == {
        "从业人员": "12", "营业收入": "3005000.00", "成立日期": "2019-03-05", "经营状态": "存续", "行业代码": "6513",
        "失信被执行": "false",
    }  # fmt: skip


def test_empty_cells_are_unknown_and_no_fault() -> None:
    found = read(从业人员=None, 成立日期=" ")
    assert found.facts == {} and found.doubts == {}


@pytest.mark.parametrize(("written", "why"), [
    ("", "没有统一社会信用代码"), ("91310110MA1", "代码应为 18 位，写了 11 位"), (code(1)[:-1] + "#", "不该有的字符"),
    (code(1) + "0", "代码应为 18 位，写了 19 位"),
])  # fmt: skip
def test_a_code_that_is_none_returns_the_row(written: str, why: str) -> None:
    found = reader().read(2, [written, "示例甲公司"])
    assert why in found.returned and found.facts == {}


def test_a_slip_of_one_digit_is_found() -> None:
    right = code(7)
    wrong = [right[:-1] + char for char in "0123456789" if char != right[-1]]
    assert {wrong_code(each) for each in wrong} == {"代码的校验位不对"}
    assert wrong_code(right) == "" and CODE_FORM.fullmatch(right)


def test_letters_that_look_like_digits_are_found() -> None:
    assert wrong_code("9131O110MA1000001X")  # the letter O in the place of a nought
    assert wrong_code("I" * 18)


def test_case_spaces_and_full_width_are_forgiven() -> None:
    found = reader().read(2, row(f" {code(1).lower()[:9]} {code(1).lower()[9:]} ", " 示例　甲公司 "))
    assert (found.code, found.name, found.returned) == (code(1), "示例 甲公司", "")


def test_a_code_with_what_nobody_sees_is_returned_by_name() -> None:
    assert "零宽空格" in reader().read(2, row(code(1)[:4] + "\u200b" + code(1)[4:])).returned


def test_a_row_without_a_name_is_returned() -> None:
    assert reader().read(2, row(name=" ")).returned == "没有企业名称"
    assert reader().read(2, [code(1)]).returned == "没有企业名称"


def test_the_same_code_twice_is_returned_the_second_time() -> None:
    rows = reader()
    assert rows.read(2, row()).returned == ""
    assert rows.read(3, row()).returned == "与第 2 行重复"
    assert rows.read(4, row(name="示例乙公司")).returned == "与第 2 行“示例甲公司”的代码相同、名称不同"
    assert rows.read(5, row(code(2))).returned == ""


@pytest.mark.parametrize(("fact", "cell", "why"), [
    ("从业人员", "-3", "不能是负数"), ("从业人员", "12.5", "应是整数"), ("从业人员", "约十人", "应是数字"),
    ("营业收入", "暂无", "应是数字"), ("成立日期", "2022-06-01", "晚于数据截止日 2022年5月31日"),
    ("成立日期", "2022-02-30", "没有这一天"), ("经营状态", "倒闭", "应是 存续、注销 之一"),
    ("失信被执行", "也许", "应是"),
    ("行业代码", "9999", "行业代码"),
])  # fmt: skip
def test_a_doubtful_cell_leaves_its_fact_unknown_and_the_rest_stands(fact: str, cell: str, why: str) -> None:
    found = read(**{"从业人员": "3", fact: cell})
    assert found.returned == "" and fact not in found.facts
    assert why in found.doubts[HEADER.index(fact)]
    assert fact == "从业人员" or found.facts["从业人员"] == "3"


def test_a_loss_is_a_number() -> None:
    assert read(营业收入="-30").facts["营业收入"] == "-300000.00"  # yuan may be lost, people not


def test_a_letter_before_a_choice_is_passed_over() -> None:
    assert read(经营状态="A 存续").facts["经营状态"] == "存续"
    assert HEADER.index("经营状态") in read(经营状态="AB 存续").doubts


def test_a_formula_that_was_never_reckoned_is_told_as_such() -> None:
    at = HEADER.index("从业人员")
    found = reader({(2, at): "="}).read(2, row())
    assert "公式没有算出值" in found.doubts[at]
    assert "错误值 #REF!" in reader({(2, at): "#REF!"}).read(2, row()).doubts[at]
    assert "公式没有算出值" in reader({(2, 0): "="}).read(2, row()).returned


def test_a_short_row_lacks_what_is_not_there() -> None:
    found = reader().read(2, [code(1), "示例甲公司", "12"])
    assert found.facts == {"从业人员": "12"} and found.doubts == {}


def test_what_is_read_once_is_read_the_same_again() -> None:
    rows = reader()
    first = rows.read(2, row(从业人员="1,234", 经营状态="倒闭"))
    again = rows.read(3, row(code(2), "示例乙公司", 从业人员="1,234", 经营状态="倒闭"))
    assert (first.facts, first.doubts) == (again.facts, again.doubts)
    assert rows.kept[HEADER.index("从业人员")] == {(str, "1,234"): ("1234", "")}


def test_a_number_and_a_text_are_not_confused() -> None:
    rows = reader()
    assert rows.read(2, row(失信被执行=1)).facts["失信被执行"] == "true"
    assert rows.read(3, row(code(2), 失信被执行=True)).facts["失信被执行"] == "true"
    assert HEADER.index("从业人员") in rows.read(4, row(code(3), 从业人员=True)).doubts
    assert rows.read(5, row(code(4), 从业人员=1)).facts["从业人员"] == "1"
