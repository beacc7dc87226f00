"""The papers of a batch: sums by programme, every payment, the bank file's own checksum, lines to sign on."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader
from python_calamine import load_workbook

from district.funds import bank, batch_papers
from district.funds.models import Batch
from district.ground.people.models import Person
from tests.district.funds.town import Town


def committed(town: Town, *numbers: int) -> Batch:
    for number in numbers:
        town.payee(number)
        town.commit(number)
    return town.sent()


def test_the_paper_of_a_sent_batch_adds_up_and_names_the_banks_file(here: Town) -> None:
    batch = committed(here, 1, 2, 3)
    letter = batch_papers.letter_of(batch)
    text = "\n".join(letter.lines())
    assert "共人民币300,000.00元（大写：叁拾万元整）" in text
    assert bank.sha256(bank.write(batch)) in text
    assert text.count("100,000.00") == 3 and text.count("300,000.00") == 6
    assert "62220000" not in text and "****" in text
    assert all(f"{each}（签名）：" in text for each in ("经办", "复核", "一级放行", "二级放行"))


def test_officials_take_it_and_members_do_not(here: Town, as_: Callable[[Person], Client]) -> None:
    batch = committed(here, 1)
    for kind in ("pdf", "docx"):
        address = reverse("funds:batch_paper", args=[batch.reference, kind])
        assert as_(here.base.founder).get(address).status_code in (302, 403, 404)
        answer = as_(here.officer).get(address)
        assert answer.status_code == 200
        if kind == "pdf":
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        else:
            text = "".join(
                cell.text for row in Document(io.BytesIO(answer.content)).tables[1].rows for cell in row.cells
            )
        assert batch.payments.get().reference in text.replace("\n", "")
    assert as_(here.officer).get(reverse("funds:batch_paper", args=[batch.reference, "exe"])).status_code == 404


def test_batches_and_their_payments_as_workbooks(here: Town, as_: Callable[[Person], Client]) -> None:
    for number in (1, 2):
        here.payee(number)
        here.commit(number, 1000 * number)
    batch = here.sent()
    first, second = batch.payments.order_by("pk")
    here.answer(batch, {first.reference: "paid", second.reference: "failed"}, "账号不符")
    client = as_(here.finance)
    rows = _book(client.get("/desk/payments/?format=xlsx&for_what=核对数据"))
    assert rows[1][0] == "批次" and rows[2][0] == batch.reference and rows[2][6] == 3000
    address = f"/desk/batches/{batch.reference}/?format=xlsx&for_what=核对数据"
    rows = _book(client.get(f"{address}&state=failed"))
    assert "结果：未付成" in rows[0][0] and [row[0] for row in rows[2:-1]] == [second.reference]
    assert (rows[2][9], rows[2][10]) == ("未付成", "账号不符")
    rows = _book(client.get(f"{address}&state=nothing"))
    assert len(rows) == 5 and "条件：全部" in rows[0][0]
    assert as_(here.base.founder).get(address).status_code == 403


def _book(answer: Any) -> list[list[Any]]:
    made = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    found: list[list[Any]] = made.get_sheet_by_index(0).to_python()
    return found
