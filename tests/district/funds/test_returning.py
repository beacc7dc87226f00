"""Return files: hostile numbers are messages; tables of any bank, CSV and XLSX, columns chosen once and remembered."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from district.funds import bank, paying, returning, working
from district.funds.models import Batch, Payment, ReturnColumns, ReturnFile
from district.funds.money import NotMoney, to_fen
from tests.district.funds.town import Town

HEAD = ["序号", "业务编号", "收款人", "交易金额（元）", "交易状态", "附言"]


@pytest.fixture
def sent(here: Town) -> Batch:
    for number in (1, 2):
        here.payee(number)
        here.commit(number, "1234.50")
    return here.sent()


def rows_of(batch: Batch, *results: str) -> list[tuple[str, int, str, str]]:
    payments = Payment.objects.filter(batch=batch).order_by("pk")
    return [(each.reference, each.fen, result, "") for each, result in zip(payments, results, strict=True)]


def table(batch: Batch, *results: str, head: list[str] | None = None) -> list[list[object]]:
    """A bank's own table: a title, headings, rows, a total."""
    rows = [[place, ref, "示例", fen / 100, result, "户名不符" if "失败" in result else ""]
            for place, (ref, fen, result, _why) in enumerate(rows_of(batch, *results), 1)]  # fmt: skip
    return [["示例银行批量支付结果"], head or HEAD, *rows, ["合计", 2469.0]]


def xlsx(lines: list[list[object]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate(lines):
            sheet.write_row(place, 0, line)
    return file.getvalue()


def text(lines: list[list[object]], encoding: str = "gb18030") -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode(encoding)


def take(here: Town, batch: Batch, content: bytes, name: str = "回单.xlsx", **more: Any) -> ReturnFile:
    file, _new = paying.take_return(batch=batch, name=name, content=content, by=here.finance, **more)
    return working.apply(file)


@pytest.mark.parametrize(
    "amount", ["Infinity", "-Infinity", "NaN", "sNaN", "1E999999", "1E30", "9" * 40, "9" * 200_000, "1_000", "", "-",
               "0.001", "１２", "99999999999999999999.99"],
)  # fmt: skip
@pytest.mark.parametrize("where", ["row", "total"])
def test_a_hostile_number_is_a_message(here: Town, sent: Batch, as_: Any, amount: str, where: str) -> None:
    """In the own form and in a table: the page says the line, nothing is kept, nothing breaks."""
    content = bank.answer(sent.reference, rows_of(sent, "paid", "paid")).decode().replace("\ufeff", "")
    old, new = ("1234.50,paid", f"{amount},paid") if where == "row" else ("2469.00", amount)
    content = re.sub(r",[0-9a-f]{64}\r\n$", "\r\n", content.replace(old, new, 1))
    client = as_(here.finance)
    answer = client.post(reverse("funds:batch_return", args=[sent.reference]), {
        "file": SimpleUploadedFile("r.csv", content.encode())})  # fmt: skip
    assert answer.status_code == 422
    assert "回单没有入账，全部未动" in answer.content.decode()
    assert not ReturnFile.objects.exists()


@pytest.mark.parametrize("amount", ["Infinity", "1E999999", "NaN", "100000000000000.01"])
def test_the_ledger_takes_no_such_number_from_anybody(amount: str) -> None:
    with pytest.raises(NotMoney):
        to_fen(Decimal(amount))


def test_a_table_asks_for_its_columns_once(here: Town, sent: Batch, as_: Any) -> None:
    client = as_(here.finance)
    address = reverse("funds:batch_return", args=[sent.reference])
    asked = client.post(address, {"file": SimpleUploadedFile("结果.xlsx", xlsx(table(sent, "交易成功", "交易失败")))},
                        follow=True)  # fmt: skip
    form = asked.context["form"]
    assert (form["reference"].initial, form["amount"].initial, form["result"].initial) == ("1", "3", "4")
    assert form.words == ["交易成功", "交易失败"]
    chosen = {"reference": "1", "amount": "3", "result": "4", "reason": "5", "unit": "元"}
    page = asked.redirect_chain[-1][0]
    missing = client.post(page, {**chosen, "word-0": "paid"})
    assert missing.status_code == 422 and "交易失败" in missing.content.decode()
    client.post(page, {**chosen, "word-0": "paid", "word-1": "failed"})
    states = list(Payment.objects.filter(batch=sent).order_by("pk").values_list("state", "reason"))
    assert states == [("paid", ""), ("failed", "户名不符")]
    assert ReturnColumns.objects.count() == 1


def test_the_next_file_with_that_header_is_read_at_once(here: Town, sent: Batch) -> None:
    columns = returning.Columns(1, 3, 4, 5, "元", {"S": "paid", "F": "failed"})
    take(here, sent, text(table(sent, "S", "F")), "r.csv", columns=columns)
    here.commit(3, "10")
    here.payee(3)
    batch = here.sent()
    take(here, batch, xlsx(table(batch, "S", "S")))
    assert set(Payment.objects.filter(batch=batch).values_list("state", flat=True)) == {"paid"}
    with pytest.raises(returning.ColumnsWanted):  # a word nobody has given a meaning
        returning.read(xlsx(table(batch, "S", "?")), "r.xlsx", batch.reference)


def test_the_unit_is_minded(here: Town, sent: Batch) -> None:
    lines = table(sent, "成功", "成功", head=[*HEAD[:3], "交易金额（分）", *HEAD[4:]])
    for row in lines[2:4]:
        row[3] = 123450
    found = returning.table_of(text(lines), "r.csv")
    assert returning.unit_of(found, 3) == "分"
    take(here, sent, text(lines), columns=returning.Columns(1, 3, 4, None, "分", {"成功": "paid"}))
    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}


@pytest.mark.parametrize(
    "places, words, why",
    [({"reference": 1, "amount": 3}, {}, "还没有指定"), ({"reference": 1, "amount": 1, "result": 4}, {}, "同一列"),
     ({"reference": 1, "amount": 3, "result": 99}, {}, "同一列"),
     ({"reference": 1, "amount": 3, "result": 4}, {"成功": "gone"}, "意思")],
)  # fmt: skip
def test_a_choice_that_makes_no_sense_is_said(
    sent: Batch, places: dict[str, int], words: dict[str, str], why: str
) -> None:
    with pytest.raises(bank.BadFile, match=why):
        returning.choose(returning.table_of(text(table(sent, "成功", "成功")), "r.csv"), places, "元", words)


class TestSavedInWps:
    """The own form opened and saved once: cells padded, amounts rewritten, another encoding, or a workbook."""

    def lines(self, batch: Batch) -> list[list[str]]:
        content = bank.answer(batch.reference, rows_of(batch, "成功", "成功")).decode("utf-8-sig")
        return [row + [""] * (5 - len(row)) for row in csv.reader(io.StringIO(content))]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_as_csv(self, here: Town, sent: Batch, encoding: str) -> None:
        lines = self.lines(sent)
        for line in lines:
            line[2] = line[2].replace("1234.50", "1234.5").replace("2469.00", "2469")
        take(here, sent, text(lines, encoding), "r.csv")  # type: ignore[arg-type]
        assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}

    def test_as_a_workbook(self, here: Town, sent: Batch) -> None:
        lines: list[list[object]] = [list(row) for row in self.lines(sent)]
        for line in lines[1:]:
            line[2] = float(str(line[2]))
        lines[0][2], lines[-1][1] = 2, 2
        take(here, sent, xlsx(lines))
        assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}

    def test_what_was_changed_is_still_found(self, sent: Batch) -> None:
        lines = self.lines(sent)
        lines[1][3] = "失败"
        with pytest.raises(bank.BadFile, match=r"第 4 行.*校验码不符.*原文件"):
            returning.read(text(lines), "r.csv", sent.reference)  # type: ignore[arg-type]

    def test_numbers_in_scientific_notation_are_named(self, here: Town, sent: Batch) -> None:
        lines = table(sent, "成功", "成功")
        lines[2][1] = "6.22E+18"
        columns = returning.Columns(1, 3, 4, None, "元", {"成功": "paid"})
        with pytest.raises(bank.BadFile, match=r"第 3 行.*科学记数"):
            take(here, sent, text(lines), columns=columns)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04junk", b"\xff\xfe\x00\x01", b"a,b\n1,2\n", b'H,"x\n', b"H\n"])
def test_what_is_no_return_file_is_said(sent: Batch, content: bytes) -> None:
    with pytest.raises(bank.BadFile):
        returning.read(content, "r.csv", sent.reference)
