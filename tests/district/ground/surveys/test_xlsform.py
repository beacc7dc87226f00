"""XLSForm in and out: the same content back, everything else refused by its cell and nothing valid lost."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from district.ground import clock
from district.ground.surveys.answering import read
from district.ground.surveys.checking import checked
from district.ground.surveys.conditions import reading as conditions
from district.ground.surveys.conditions.holding import holds
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.conditions.writing import text_of
from district.ground.surveys.questions import Choice, Content, Kind, Question, Words
from district.ground.surveys.samples import HIRING, RATING
from district.ground.surveys.xlsform.reading import ReadForm, read_form, read_workbook
from district.ground.surveys.xlsform.sheets import sheet_of
from district.ground.surveys.xlsform.standard import convert as convert_rows
from district.ground.surveys.xlsform.writing import COLUMNS, rows, workbook
from district.ground.surveys.xlsform.xpath import Names, to_feel
from district.ground.tables.workbooks.reading import BadFile
from tests.district.ground.surveys.generated import answers, contents

HEAD = ["type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "constraint", "required"]


def uploaded(data: bytes, name: str = "问卷.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def book(survey: list[list[Any]], choices: list[list[Any]] | None = None, *, formula: str = "") -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet("survey")
        for place, row in enumerate(survey):
            sheet.write_row(place, 0, row)
        if formula:
            sheet.write_formula(formula, "=1+1", None, "")
        other = made.add_worksheet("choices")
        for place, row in enumerate([["list_name", "name", "label"], *(choices or [])]):
            other.write_row(place, 0, row)
    return out.getvalue()


def came(survey: list[list[Any]], choices: list[list[Any]] | None = None) -> ReadForm:
    return read_workbook(uploaded(book([HEAD, *survey], choices)), "问卷.xlsx")


def out_and_back(content: Content) -> ReadForm:
    """As a workbook would carry it, without the file: the gate takes a second for each."""
    made = rows(content, key="any", title="示例")
    convert_rows(made)
    cells = {
        name: [list(COLUMNS[name]), *([row.get(each, "") for each in COLUMNS[name]] for row in made[name])]
        for name in made
    }
    return read_form({name: sheet_of(name, each, {}) for name, each in cells.items()})


@settings(max_examples=40, deadline=None)
@given(contents())
def test_out_and_back_is_the_same(content: Content) -> None:
    content = checked(content).content
    back = out_and_back(content)
    assert back.faults == () and back.content == content


@pytest.mark.parametrize("content", [HIRING, RATING])
def test_the_standards_own_reader_takes_what_we_write(content: Content) -> None:
    content = checked(content).content
    made = workbook(content, key="any", title="示例")
    assert "<h:title>示例</h:title>" in convert(made, file_type=".xlsx").xform
    assert read_workbook(uploaded(made), "a.xlsx").content == content


def test_what_is_refused_is_told_by_its_cell_and_the_rest_is_kept() -> None:
    found = came(
        [
            ["integer", "staff", "几人", "How many", "", ". >= 1", "yes"],
            ["geopoint", "where", "在哪", "", "", "", ""],
            ["calculate", "twice", "", "", "", "", ""],
            ["select_one trades", "trade", "行业", "", "${staff} > 5", "", ""],
            ["select_one nowhere", "lost", "没有", "", "", "", ""],
            ["text", "why", "为什么", "", "regex(${trade}, 'a+')", "", ""],
            ["text", "a b", "空格", "", "", "", ""],
            ["text", "last", "还有", "", "selected(${trade}, 'food') and not(${staff} > 9)", "", "perhaps"],
        ],
        [["trades", "food", "餐饮"], ["trades", "soft", "软件"], ["trades", "food", "又是"]],
    )
    assert [each.key for each in found.content] == ["staff", "trade", "why", "last"]
    assert list(found.content)[3].when == 'trade = "food" and (staff = null or staff <= 9)'
    told = {(each.sheet, each.row, re.sub("（.*", "", each.column)): each.why for each in found.faults}
    assert set(told) == {
        ("survey", 3, "A"),
        ("survey", 4, "A"),
        ("survey", 6, "A"),
        ("survey", 7, "E"),
        ("survey", 8, "B"),
        ("survey", 9, "G"),
        ("choices", 4, "B"),
    }
    assert "geopoint" in told["survey", 3, "A"] and "select_multiple" in told["survey", 3, "A"]
    assert "regex" in told["survey", 7, "E"] and "selected()" in told["survey", 7, "E"]


def test_groups_repeats_and_columns_out_of_place() -> None:
    found = came(
        [
            ["begin group", "g", "页", "", "", "", ""],
            ["begin group", "inner", "里", "", "", "", ""],
            ["text", "lost", "丢", "", "", "", ""],
            ["end group", "", "", "", "", "", ""],
            ["begin_repeat", "posts", "岗位", "", "", "", ""],
            ["text", "post", "名", "", "", "", "yes"],
            ["select_multiple a", "many", "多", "", "", "", ""],
            ["end_repeat", "", "", "", "", "", ""],
            ["end group", "", "", "", "", "", ""],
            ["end group", "", "", "", "", "", ""],
            ["begin_repeat", "open", "没完", "", "", "", ""],
        ],
        [["a", "x", "甲"]],
    )
    [page] = found.content.pages[:1]
    assert (page.key, [each.key for each in page.questions]) == ("g", ["posts"])
    assert [each.key for each in page.questions[0].columns] == ["post"]
    assert [each.row for each in found.faults if each.sheet == "survey"] == [3, 8, 11, 12]


def test_a_column_or_language_that_is_not_known_is_told() -> None:
    data = book([["type", "name", "label", "label::Français (fr)", "calculation"], ["text", "a", "甲", "un", "1+1"]])
    told = {each.column: each.row for each in read_workbook(uploaded(data), "a.xlsx").faults}
    assert told == {"D（label::Français (fr)）": 1, "E（calculation）": 2}


def test_a_formula_nobody_computed_is_told_by_its_cell() -> None:
    data = book([HEAD, ["text", "a", "甲", "", "", "", ""]], formula="C2")
    [fault] = read_workbook(uploaded(data), "a.xlsx").faults[:1]
    assert (fault.row, fault.column[0]) == (2, "C") and "公式" in fault.why


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (60 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    "data, why",
    [
        (b"type,name\ntext,a\n", "不是 Excel"),
        (b"<html><table></table></html>", "网页"),
        (b"PK\x03\x04broken", "损坏|打不开"),
        (bomb(), "异常地大"),
        (b"PK\x03\x04" + b"0" * (5 << 20), "5 MB"),
    ],
    ids=["csv", "html", "broken", "bomb", "large"],
)
def test_hostile_files_are_refused_whole(data: bytes, why: str) -> None:
    with pytest.raises(BadFile, match=why):
        read_workbook(uploaded(data), "a.xlsx")


def test_a_workbook_without_a_survey_sheet_is_refused() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        made.add_worksheet("名单").write(0, 0, "x")
    with pytest.raises(BadFile, match="survey"):
        read_workbook(uploaded(out.getvalue()), "a.xlsx")


NAMES = {
    "n": Question("n", Kind.NUMBER, Words("数")),
    "c": Question("c", Kind.CHOICE, Words("选"), choices=(Choice("a", Words("甲")),)),
    "m": Question("m", Kind.SEVERAL, Words("多"), choices=(Choice("a", Words("甲")), Choice("b", Words("乙")))),
    "y": Question("y", Kind.YES_NO, Words("是否")),
    "d": Question("d", Kind.DATE, Words("日")),
}


def feel(text: str, own: str = "") -> str:
    scope = Scope.of(NAMES.values(), NAMES.get(own))
    return text_of(to_feel(text, Names(NAMES, {}, own=own), scope))


@pytest.mark.parametrize(
    "xpath, expected",
    [
        ("${n} > 5", "n > 5"),
        ("5 < ${n}", "n > 5"),
        ("${n} div 2 >= 3", "n / 2 >= 3"),
        ("(${n} + 1) * 2 = 4", "(n + 1) * 2 = 4"),
        ("selected(${m}, 'a')", 'list contains(m, "a")'),
        ("not(selected(${m}, 'a'))", 'not(list contains(m, "a"))'),
        ("selected(${c}, 'a')", 'c = "a"'),
        ("${c} = ''", "c = null"),
        ("${m} != ''", "count(m) != 0"),
        ("${y} = 'no'", "y = false"),
        ("not(${n} > 5)", "n = null or n <= 5"),
        ("${n} > 1 and (${c} = 'a' or ${y} = 'yes')", 'n > 1 and (c = "a" or y = true)'),
        ("count-selected(${m}) >= 2", "count(m) >= 2"),
        ("${d} <= today()", "d <= today()"),
        ("${d} > date('2022-01-31')", 'd > date("2022-01-31")'),
    ],
)
def test_expressions_of_the_subset(xpath: str, expected: str) -> None:
    assert feel(xpath) == expected


@pytest.mark.parametrize(
    "xpath, why",
    [
        ("${x} > 5", "没有“x”"),
        ("${n}", "比较"),
        ("${n} > 'a'", "两个数字"),
        ("${c} = 'zz'", "没有选项"),
        ("${n} mod 2 = 0", "比较|读不懂"),
        ("position(..) = 1", "不能用|读不懂"),
        ("concat(${c}, 'a') = 'aa'", "不能用"),
        ("${n} > 5 xor ${n} < 3", "读不懂"),
        ("(${n} > 5) = (${n} > 3)", "真假"),
        ("${n} > ", "结尾"),
        ("not(" * 50 + "${n} > 1" + ")" * 50, "太深"),
        ("(" * 200 + "${n}" + ")" * 200 + " > 1", "太深"),
        ("+".join(["1"] * 900) + " > ${n}", "太深"),
        ("${n} > 1 " * 400, "太长"),
        ("+".join(["1"] * 280) + " > ${n}", "200 层"),
        ("-".join(["1"] * 201) + " > ${n}", "200 层"),
        (" and ".join(["not(${n}>5)"] * 120), "太长"),
        ("instance('x')/root = 1", "不能用|读不懂"),
    ],
)
def test_expressions_beyond_the_subset_say_why(xpath: str, why: str) -> None:
    with pytest.raises(Wrong, match=why):
        feel(xpath)


@pytest.mark.parametrize("count", [1, 100, 195])
def test_what_is_read_from_a_form_can_be_read_again(count: int) -> None:
    text = feel("+".join(["1"] * count) + " > ${n}")
    assert text_of(conditions.read(text, Scope.of(NAMES.values()))) == text


def test_a_limit_speaks_of_its_own_answer() -> None:
    assert feel(". >= 1 and . < ${n}", own="n") == "n >= 1 and n < n"


def xpath_by_hand(n: int | None, c: str, m: list[str], y: str) -> dict[str, bool]:
    """The same conditions as XPath has them: an empty answer is no number, and not() knows two values."""
    more = n is not None and n > 3
    return {
        "not(${n} > 3)": not more,
        "${n} > 3 or not(${c} = 'a')": more or c != "a",
        "not(${n} > 3 and selected(${m}, 'b'))": not (more and "b" in m),
        "not(not(${n} <= 3) or ${y} != 'yes')": not (not (n is not None and n <= 3) or y != "yes"),
        "${n} != 3": n != 3,
        "not(${n} + 1 >= 4)": not (n is not None and n + 1 >= 4),
    }


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([None, 0, 3, 4]),
    st.sampled_from(["", "a"]),
    st.sampled_from([[], ["a"], ["a", "b"]]),
    st.sampled_from(["", "yes", "no"]),
)
def test_expressions_hold_where_the_standard_says(n: int | None, c: str, m: list[str], y: str) -> None:
    known = {"n": n, "c": c or None, "m": m, "y": {"": None, "yes": True, "no": False}[y], "d": None}
    for text, expected in xpath_by_hand(n, c, m, y).items():
        assert holds(feel(text), known, dt.datetime(2022, 6, 24)) is expected, (text, known)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_came_back_branches_as_what_went_out(data: Any) -> None:
    with clock.at(dt.date(2022, 6, 24)):
        content = checked(data.draw(contents())).content
        typed = answers(data.draw, content)
        back = out_and_back(content).content
        assert read(back, typed).shown == read(content, typed).shown


def test_a_name_used_twice_is_refused_by_its_cell_and_the_first_is_kept() -> None:
    read_ = came(
        [["text", "a", "甲"], ["text", "a", "乙"], ["begin_group", "a", "组"], ["text", "b", "丙"], ["end_group"]]
    )
    assert [(each.row, each.column) for each in read_.faults] == [(3, "B（name）"), (4, "B（name）")]
    assert [(each.key, each.label.zh) for each in read_.content] == [("a", "甲")]


def test_types_are_read_as_people_write_them() -> None:
    read_ = came([["Text ", "a", "甲"], ["SELECT  ONE yesno", "b", "乙"]], [["yesno", "x", "是"], ["yesno", "y", "否"]])
    assert read_.faults == () and [each.key for each in read_.content] == ["a", "b"]
