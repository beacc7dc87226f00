"""A list as a workbook: the template, the filled file read row by row, every fault by file, row and column."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from district.cases.core.models import Application
from district.cases.decisions import leaving
from district.cases.headcount.list_spec import asked_list
from district.cases.headcount.list_workbook import BadFile, read_workbook, template_of
from district.cases.headcount.models import ListRow
from tests.district.cases.factories import District
from tests.district.cases.intake.heads import HEADINGS, handed_in, number, programme, put, row, state_of, workbook

As = Callable[..., Client]


def send(client: Client, case: Application, file: Any) -> Any:
    return client.post(f"/my/applications/{case.reference}/list/upload/", {"file": file} if file else {})


def asked(paid: District) -> Any:
    return asked_list(paid.programmes["heads"].versions.get().description)


def good(n: int) -> list[Any]:
    return [f"示例员工{n}", number(n), "应届毕业生", 6000, "2022-01", "2022-03"]


def test_the_template_says_what_goes_where(paid: District, as_: As) -> None:
    case = paid.started("heads")
    answer = as_(paid.founder).get(f"/my/applications/{case.reference}/list/template/")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment" in answer["Content-Disposition"] and ".xlsx" in answer["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.get_sheet_by_index(0).to_python()[0] == list(HEADINGS)
    notes = {line[0]: line[1:3] for line in book.get_sheet_by_name("填写说明").to_python() if line[0]}
    assert notes["身份证号"] == ["18 位身份证号", "必填"]
    assert notes["人员类别"] == ["应届毕业生／登记失业人员", "可空"]
    assert notes["月工资"][0] == "数字 ≥ 2000（元）" and notes["起始月份"][0] == "月份，例如 2022-06 ≥ 2022-01"
    sheet = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml").decode()
    assert 'type="list"' in sheet and "应届毕业生,登记失业人员" in sheet
    assert as_(paid.stranger).get(f"/my/applications/{case.reference}/list/template/").status_code == 404


def test_the_template_filled_in_is_read(paid: District) -> None:
    """What a person types into the columns formatted as text comes back whole, identity numbers with all digits."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(template_of(asked(paid))))
    for column, text in enumerate(good(1), 1):
        book.worksheets[0].cell(2, column, str(text))
    kept = io.BytesIO()
    book.save(kept)
    read = read_workbook(SimpleUploadedFile("a.xlsx", kept.getvalue()), "a.xlsx", asked(paid))
    assert read.faults == () and read.rows[0]["身份证号"] == number(1)


def test_right_rows_are_in_and_wrong_ones_are_said(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    rows = [
        good(1),
        ["", number(2), "应届毕业生", 6000, "2022-01", "2022-03"],
        ["示例员工3", number(3)[:-1] + "?", "", "", "2022-01", "2022-03"],
        ["示例员工4", int(number(4)[:17]) * 10.0, "", "", "2022-01", "2022-03"],
        ["示例员工5", number(5), "实习生", "很少", "2022-01", "2022-03"],
        ["示例员工6", number(6), "", 2500.5, dt.datetime(2022, 2, 15), "2022年4月"],
        ["", "", "", "", "", ""],
        ["示例员工1", number(1), "", "", "2022-03", "2022-05"],
        ["示例员工7", number(7), "", "", "2022-05", "2022-04"],
    ]
    answer = send(client, case, workbook(rows, name="六月名单.xlsx"))
    page = answer.content.decode()
    assert answer.status_code == 200 and "“六月名单.xlsx”读到 8 行，其中 6 行要改" in page
    faults = {(fault.row, fault.column): fault.expected for fault in answer.context["read"].faults}
    assert faults == {
        (3, "姓名"): "必填：文字",
        (4, "身份证号"): "身份证号不对（位数、日期或校验位）",
        (5, "身份证号"): "被表格改成了数字，末几位已丢失；请在这里改正，或把这一列设为文本再上传",
        (6, "人员类别"): "应是 应届毕业生、登记失业人员 之一",
        (6, "月工资"): "应是数字",
        (9, "身份证号"): "与第 2 行重复",
        (10, "终止月份"): "早于“起始月份”",
    }
    state = state_of(case)
    assert len(state.rows) == 8 and [each.number for each in state.rows if each.fine] == [1, 6]
    assert dict(state.rows[5].values)["起始月份"] == "2022-02" and state.rows[5].values["月工资"] == "2500.5"
    assert state.given["招用人数"] == 2


def test_a_file_without_faults_says_so(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    answer = client.post(f"/my/applications/{case.reference}/list/upload/", {"file": workbook([good(1), good(2)])},
                         follow=True)  # fmt: skip
    assert answer.redirect_chain and "读到 2 行，都没有问题。" in answer.content.decode()


def test_twice_is_once_and_a_new_file_replaces_the_old(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    for _time in range(2):
        send(client, case, workbook([good(1), good(2)]))
    assert ListRow.objects.count() == 2
    send(client, case, workbook([good(3)]))
    assert [each.values["身份证号"] for each in state_of(case).rows] == [number(3)]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "请选择文件"),
        (SimpleUploadedFile("空.xlsx", b""), "请选择文件|文件是空的"),
        (SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 not a workbook"), "工作簿已损坏"),
        (SimpleUploadedFile("名单.csv", b"\x00\x01\x02"), "认不出这个文件"),
        (workbook([["a", "b"]], head=("姓名", "电话")), "表头里没有“身份证号、起始月份、终止月份”这几列"),
        (workbook([]), "表里没有数据"),
        (workbook([good(n) for n in range(31)]), "至多 30 行，这份有 31 行"),
    ],
    ids=["none", "empty", "broken", "binary", "columns", "no rows", "too many"],
)
def test_a_file_that_cannot_be_used_leaves_the_list_as_it_was(paid: District, as_: As, file: Any, said: str) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    put(case, paid.founder, [row(9)])
    if file:
        file.seek(0)
    answer = send(client, case, file)
    assert answer.status_code == 422
    assert any(each in answer.content.decode() for each in said.split("|")), answer.context["refused"]
    assert [each.values["身份证号"] for each in state_of(case).rows] == [number(9)]


def test_other_files_and_other_headers(paid: District) -> None:
    """A CSV in a Chinese spreadsheet's encoding, columns in another order, a title above, columns nobody asks for."""
    text = f"示例公司招用人员\n终止月份,身份证号,电话,姓名,起始月份\n2022-03,{number(1)},123,示例员工1,202201\n"
    for encoding in ("gb18030", "utf-8-sig"):
        file = SimpleUploadedFile("名单.csv", text.encode(encoding))
        read = read_workbook(file, file.name or "", asked(paid))
        assert read.faults == () and read.unknown == ("电话",)
        assert read.rows[0]["起始月份"] == "202201" and read.rows[0]["姓名"] == "示例员工1"


def test_what_a_file_holds_is_only_ever_text(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    bad = ["<script>alert(1)</script>", number(1), "=1+1", '=HYPERLINK("x")', "2022-01", "2022-03"]
    text = ",".join(HEADINGS) + "\n" + ",".join(f'"{each.replace(chr(34), chr(34) * 2)}"' for each in bad)
    page = send(client, case, SimpleUploadedFile("x<b>.csv", text.encode())).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "x<b>" not in page
    assert state_of(case).rows[0].typed["人员类别"] == "=1+1"


def test_a_file_too_large_is_refused_before_it_is_read(paid: District) -> None:
    file = SimpleUploadedFile("名单.csv", b"x" * (10 * 1024 * 1024 + 1))
    with pytest.raises(BadFile, match="超过 10 MB"):
        read_workbook(file, "名单.csv", asked(paid))


def test_after_handing_in_no_file_is_taken(paid: District, as_: As) -> None:
    case = handed_in(paid, [row(1)])
    assert send(as_(paid.founder), case, workbook([good(2)])).status_code == 404
    leaving.withdraw(application=case, by=paid.founder)
    assert send(as_(paid.founder), case, workbook([good(2)])).status_code == 404
    assert programme().slug == "heads" and ListRow.objects.count() == 1
