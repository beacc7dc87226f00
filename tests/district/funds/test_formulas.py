"""A bank whose name begins like a formula is text in every file it leaves in."""

from __future__ import annotations

import csv
import io
import uuid

import pytest
from python_calamine import load_workbook

from district.funds import actions, bank
from district.funds.columns import PAYMENTS
from district.funds.models import Payment
from district.ground.tables import sheets
from tests.district.cases.factories import join
from tests.district.funds.town import Town

NAMES = ["=cmd|' /C calc'!A0", "+86银行", "-1+1银行", "@SUM(A1)银行", "＝示例银行", " =2*3"]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_no_formula_in_any_file(here: Town, name: str) -> None:
    firm = here.firm(1)
    join(here.base.founder, firm)
    payee = actions.enter_payee(
        enterprise=firm, holder=firm.name, bank_name=name, bank_code="102290000000", number="6222000000000001",
        by=here.base.founder, request_key=uuid.uuid4(),
    )  # fmt: skip
    actions.verify_payee(payee=payee, by=here.officer, right=True)
    here.commit(1)
    lines = list(csv.reader(io.StringIO(bank.write(here.sent()).decode("utf-8-sig"))))
    sent = next(line for line in lines if line[0] == "D")
    assert sent[5] == f"'{name.strip()}"
    column = next(each for each in PAYMENTS.columns if each.key == "bank")
    rows = list(Payment.objects.select_related("payee"))
    made = [sheets.Column(str(column.header), column.value)]
    assert f"'{name.strip()}" in "".join(sheets.lines(made, rows))
    book = load_workbook(sheets.book([sheets.Sheet("付款", made, rows, counted=False)]))
    assert [name.strip()] in book.get_sheet_by_index(0).to_python()  # a workbook's cell says that it is text
