"""A register comes in as bureaus send it: good rows go in, bad ones come back with reasons, twice changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from district.enterprises import queries, storing
from district.enterprises.actions import facts_changed
from district.enterprises.importing import run as importing
from district.enterprises.importing.columns import Column
from district.enterprises.importing.sheet import BadFile, read_sheet
from district.enterprises.models import ColumnMapping, Enterprise, Fact, ImportRun
from district.ground import clock
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.record.models import LogEntry
from district.policies.actions import publish as publish_catalogue
from tests.district.cases.factories import person, publish
from tests.district.enterprises.registers import HEADER, code, csv_file, faulty, good, workbook

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT.parent / "shared" / "samples" / "register-2022.xlsx"


@pytest.fixture
def officer(db: None, settings: Any, tmp_path: Path) -> Iterator[Person]:
    settings.MEDIA_ROOT = tmp_path / "media"
    with clock.at(dt.date(2022, 6, 24)):
        publish()
        yield person("importer", officer="区人社局")


def uploaded(path: Path, by: Person) -> ImportRun:
    with path.open("rb") as file:
        return importing.upload(file=file, name=path.name, source="区市场监管局", by=by)


def confirmed(path: Path, by: Person) -> ImportRun:
    run = uploaded(path, by)
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    return importing.confirm(run=run, columns=columns, as_of=run.as_of, by=by)


def imported(path: Path, by: Person) -> ImportRun:
    run = confirmed(path, by)
    importing.work(run)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_good_rows_go_in_and_bad_ones_come_back(officer: Person, tmp_path: Path, kind: str) -> None:
    rows, expected = faulty()
    path = tmp_path / f"register.{kind}"
    (workbook if kind == "xlsx" else csv_file)(path, rows)
    run = imported(path, officer)
    assert run.state == ImportRun.State.DONE, run.error
    assert {
        "in": run.rows_in,
        "returned": run.rows_returned,
        "cells": run.cells_reported - run.rows_returned,
    } == expected
    assert run.as_of == dt.date(2022, 5, 31)
    assert Enterprise.objects.count() == run.rows_created == expected["in"]

    facts = queries.facts_of(Enterprise.objects.get(uscc=code(109)), dt.date(2022, 6, 24))
    assert facts["成立日期"].value == dt.date(2019, 1, 31)
    assert facts["从业人员"].value == 12
    assert facts["营业收入"].value == Decimal("12345000.00")  # 1,234.50 万元
    assert (facts["从业人员"].source, facts["从业人员"].valid_from) == ("区市场监管局", dt.date(2022, 5, 31))
    assert "营业收入" not in queries.facts_of(Enterprise.objects.get(uscc=code(108)), dt.date(2022, 6, 24))


def test_the_report_names_row_and_reason(officer: Person, tmp_path: Path) -> None:
    rows, expected = faulty()
    run = imported(workbook(tmp_path / "register.xlsx", rows), officer)
    book = CalamineWorkbook.from_path(run.report_path)
    returned = {row[4]: row for row in book.get_sheet_by_name("退回的行").to_python()[1:]}
    doubtful = {row[4]: row for row in book.get_sheet_by_name("有疑问的单元格").to_python()[1:]}
    assert (len(returned), len(doubtful)) == (expected["returned"], expected["cells"])
    line = next(place for place, row in enumerate(rows) if row[0] == 101)
    assert returned["示例校验位错误公司"][0] == 5 + line  # the row number that a spreadsheet shows
    reasons = {name: row[1] for name, row in {**returned, **doubtful}.items()}
    assert reasons["示例校验位错误公司"] == "代码的校验位不对"
    assert reasons["示例代码过短公司"] == "代码应为 18 位，写了 15 位"
    assert reasons["示例没有代码公司"] == "没有统一社会信用代码"
    assert "示例1号贸易有限公司" in reasons["示例同码异名公司"]
    assert reasons[""] == "没有企业名称"
    assert reasons["示例日期不存在公司"].startswith("成立日期：")
    assert reasons["示例未来成立公司"] == "成立日期：晚于数据截止日 2022年5月31日"
    assert reasons["示例人数为负公司"].endswith("不能是负数")
    assert reasons["示例收入文字公司"].startswith("营业收入")


def test_importing_twice_changes_nothing(officer: Person, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx", faulty()[0])
    imported(path, officer)
    before = list(Fact.objects.order_by("pk").values_list())
    again = imported(path, officer)
    assert (again.rows_created, again.rows_changed) == (0, 0)
    assert again.rows_in == 35
    assert list(Fact.objects.order_by("pk").values_list()) == before


def test_a_later_value_closes_the_earlier_one(officer: Person, tmp_path: Path) -> None:
    imported(workbook(tmp_path / "may.xlsx", [good(1), good(2)]), officer)
    with clock.at(dt.date(2022, 7, 8)):
        row = list(good(1))
        row[4] = 30
        run = confirmed(workbook(tmp_path / "june.xlsx", [tuple(row), good(2)]), officer)
        ImportRun.objects.filter(pk=run.pk).update(as_of=dt.date(2022, 6, 30))
        importing.work(run)
        firm = Enterprise.objects.get(uscc=code(1))
        assert queries.facts_of(firm, dt.date(2022, 7, 8))["从业人员"].value == 30
        assert queries.facts_of(firm, dt.date(2022, 6, 1), clock.now() - dt.timedelta(days=3))["从业人员"].value == 13
        assert [each.value for each in queries.history_of(firm, "从业人员", officer)] == ["30", "13"]


def test_the_mapping_is_remembered_by_header(officer: Person, tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx", [good(1)])
    run = uploaded(path, officer)
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    assert [each.fact for each in columns] == ["", "__code", "__name", "成立日期", "从业人员", "营业收入", ""]
    without = [Column(each.place, each.heading, "" if each.fact == "从业人员" else each.fact, each.unit, each.factor)
               for each in columns]  # fmt: skip
    importing.confirm(run=run, columns=without, as_of=run.as_of, by=officer)
    assert ColumnMapping.objects.count() == 1
    assert "从业人员" not in [each["fact"] for each in uploaded(path, officer).mapping["columns"]]


def test_columns_that_nobody_confirmed_bring_nothing_in(officer: Person, tmp_path: Path) -> None:
    run = uploaded(workbook(tmp_path / "register.xlsx", [good(1)]), officer)
    assert importing.cancel(run=run, by=officer)
    with pytest.raises(Refused, match="确认列对应"):
        importing.resume(run=run, by=officer)
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    run = importing.confirm(run=run, columns=columns, as_of=run.as_of, by=officer)  # stopped is not lost
    importing.work(run)
    run.refresh_from_db()
    assert (run.state, run.rows_in) == ("done", 1)


def test_a_mapping_needs_the_code_and_no_fact_twice(officer: Person, tmp_path: Path) -> None:
    run = uploaded(workbook(tmp_path / "register.xlsx", [good(1)]), officer)
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    with pytest.raises(BadFile, match="统一社会信用代码"):
        importing.confirm(run=run, columns=columns[2:], as_of=run.as_of, by=officer)
    with pytest.raises(BadFile, match="从业人员"):
        importing.confirm(run=run, columns=[*columns, columns[4]], as_of=run.as_of, by=officer)


def test_stopped_and_taken_up_again(officer: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after the second of five chunks; what is in stays in; taken up again, it ends as if never stopped."""
    monkeypatch.setattr(importing, "CHUNK", 8)
    run = confirmed(workbook(tmp_path / "register.xlsx", faulty()[0]), officer)
    chunks = []
    once = importing._chunk

    def stopping(run: ImportRun, read: Any, changed: list[int]) -> None:
        once(run, read, changed)
        chunks.append(1)
        if len(chunks) == 2:
            importing.cancel(run=run, by=officer)

    monkeypatch.setattr(importing, "_chunk", stopping)
    importing.work(run)
    run.refresh_from_db()
    assert (run.state, run.done) == (ImportRun.State.CANCELLED, 16)
    assert Enterprise.objects.count() == run.rows_in
    importing.resume(run=run, by=officer)
    importing.work(run)
    run.refresh_from_db()
    assert (run.state, run.rows_in, run.rows_returned) == (ImportRun.State.DONE, 35, 5)
    assert Enterprise.objects.count() == 35


def test_killed_in_the_middle_of_a_chunk(officer: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk is one transaction: killed within it, nothing of it stays and the next run does it whole."""
    monkeypatch.setattr(importing, "CHUNK", 8)
    run = confirmed(workbook(tmp_path / "register.xlsx", faulty()[0]), officer)
    stored = []

    def dying(*args: Any, **kwargs: Any) -> int:
        done = storing.store_facts(*args, **kwargs)
        stored.append(1)
        if len(stored) == 3:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(importing, "store_facts", dying)
    with pytest.raises(KeyboardInterrupt):
        importing.work(run)
    run.refresh_from_db()
    assert (run.done, Enterprise.objects.count()) == (16, run.rows_in)
    importing.work(run)
    run.refresh_from_db()
    assert (run.state, run.rows_in, Enterprise.objects.count()) == (ImportRun.State.DONE, 35, 35)


def test_a_fault_breaks_the_whole_and_whoever_died_told_nobody(
    officer: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chunk that breaks is not passed over: taken up again it comes in; and all whose facts changed are told of."""
    monkeypatch.setattr(importing, "CHUNK", 8)
    run = confirmed(workbook(tmp_path / "register.xlsx", faulty()[0]), officer)
    told: list[int] = []

    def hears(enterprise_ids: list[int], **_: Any) -> None:
        told.extend(enterprise_ids)

    facts_changed.connect(hears)
    once, stored = storing.store_facts, []

    def breaking(*args: Any, **kwargs: Any) -> int:
        stored.append(1)
        if len(stored) == 3:
            raise OSError
        return once(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(importing, "store_facts", breaking)
        patched.setattr(importing.Register, "leave", lambda self: None)  # as if the process had died
        importing.work(run)
    assert (run.state, run.done, "系统出错" in run.error) == (ImportRun.State.FAILED, 16, True)
    assert not told
    assert importing.resume(run=run, by=officer)
    importing.work(run)
    facts_changed.disconnect(hears)
    assert (run.state, run.rows_in, run.failed) == (ImportRun.State.DONE, 35, 0)
    assert set(told) == set(Enterprise.objects.values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 not a workbook at all", "损坏"),
        ("甲,乙\n1,2\n".encode(), "没有找到表头"),
        ('企业名称,统一社会信用代码\n"甲,1\n'.encode(), "引号"),
        (b"\x00\x01\x02\x03" * 20, "认不出"),
    ],
)
def test_a_file_that_is_no_register(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=says):
        read_sheet(path, "file")


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    path = workbook(tmp_path / "register.xlsx", [good(number) for number in range(1, 200)])
    path.write_bytes(path.read_bytes()[:-900])
    with pytest.raises(BadFile, match="损坏"):
        read_sheet(path, path.name)


def test_only_officers_import(officer: Person) -> None:
    with pytest.raises(Refused, match="经办人"):
        importing.upload(file=BytesIO(b""), name="a.csv", source="甲", by=person("nobody"))


def test_an_import_is_its_bureaus_own(officer: Person, tmp_path: Path, as_: Any) -> None:
    """Another bureau neither sees, confirms, stops nor takes it up; who uploaded, stopped and took it up is logged."""
    run = uploaded(csv_file(tmp_path / "register.csv", [good(1)], "utf-8-sig"), officer)
    other, mate = person("other", officer="区科委"), person("mate", officer="区人社局")
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    with pytest.raises(Refused, match="属于区人社局"):
        importing.confirm(run=run, columns=columns, as_of=run.as_of, by=other)
    for act in (importing.cancel, importing.resume):
        with pytest.raises(Refused, match="属于区人社局"):
            act(run=run, by=other)
    address = f"/desk/imports/{run.reference}/"
    assert as_(other).get(address).status_code == 404
    assert run.reference not in as_(other).get("/desk/imports/").content.decode()
    assert as_(mate).get(address).status_code == 200
    importing.cancel(run=run, by=mate)
    importing.confirm(run=run, columns=columns, as_of=run.as_of, by=officer)
    lines = list(LogEntry.objects.filter(subject=run.reference).order_by("number"))
    assert [(line.verb, line.by) for line in lines] == [
        ("upload", officer), ("cancel-import", mate), ("confirm-import", officer), ("resume-import", officer)
    ]  # fmt: skip
    assert lines[0].data["office"] == "区人社局" and lines[0].data["sha256"] == run.file_hash


def test_headings_are_shown_as_written(officer: Person, tmp_path: Path) -> None:
    run = uploaded(csv_file(tmp_path / "register.csv", [good(1)], "utf-8-sig"), officer)
    assert [each["heading"] for each in run.mapping["columns"]] == [each.replace("（", "(").replace("）", ")")
                                                                  for each in HEADER]  # fmt: skip


@pytest.mark.skipif(not SAMPLE.exists(), reason="the bureau's sample register is not here")
def test_the_bureaus_sample(officer: Person) -> None:
    """8,000 firms: 7,788 come in, 212 rows and 171 cells come back; a second time nothing changes."""
    publish_catalogue(path=ROOT / "catalogue" / "yangpu")
    run = imported(SAMPLE, officer)
    assert (run.total, run.rows_in, run.rows_returned, run.cells_reported) == (8000, 7788, 212, 383)
    assert Enterprise.objects.count() == 7788
    facts = Fact.objects.count()
    again = imported(SAMPLE, officer)
    assert (again.rows_in, again.rows_created, again.rows_changed) == (7788, 0, 0)
    assert Fact.objects.count() == facts


def test_cells_that_only_look_filled_are_reported(officer: Person, tmp_path: Path) -> None:
    """Dates typed as numbers are read; invisible characters, error values and formulas never computed are named."""
    path = tmp_path / "odd.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["统一社会信用代码", "企业名称", "成立日期", "从业人员"])
    sheet.append([code(1), "示例数字日期公司", 20190301, 5])
    sheet.append([code(2)[:9] + "\u200b" + code(2)[9:], "示例零宽代码公司", "2019-03-01", 5])
    sheet.append([code(3), "示例零宽\ufeff名称公司", "2019-03-01", "5\u200b"])
    sheet.append([code(4), "示例没算公司", "2019-03-01", "=2+3"])
    sheet.append([code(5), "示例错误公司", "2019-03-01", "#N/A"])
    sheet["D6"].data_type = "e"
    sheet.append(["=A2", "示例代码没算公司", "2019-03-01", 5])
    book.save(path)
    run = imported(path, officer)
    assert (run.rows_in, run.rows_returned, run.cells_reported) == (4, 2, 5)
    facts = queries.facts_of(Enterprise.objects.get(uscc=code(1)), dt.date(2022, 6, 24))
    assert facts["成立日期"].value == dt.date(2019, 3, 1)
    assert Enterprise.objects.get(uscc=code(3)).name == "示例零宽名称公司"
    report = openpyxl.load_workbook(run.report_path)
    said = " ".join(str(cell) for sheet in report for row in sheet.iter_rows(values_only=True) for cell in row)
    for words in ("零宽空格 U+200B", "公式没有算出值", "#N/A"):
        assert words in said
    assert "示例代码没算公司" in said


def test_the_page_says_which_sheet_was_read(officer: Person, tmp_path: Path, client: Any) -> None:
    client.force_login(officer)
    run = uploaded(workbook(tmp_path / "a.xlsx", [good(1)]), officer)
    assert "读的是工作表“名录”" in client.get(f"/desk/imports/{run.reference}/").content.decode()
