"""The pages of this room: who comes in, what they show, what the forms do, how many queries a page costs."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from district.funds import actions, bank, queries
from district.funds.models import Batch, Clawback, Line, Payee, Payment
from district.funds.recovering import Ground
from district.funds.states import AWARD_MOVES, AWARD_STATES, BATCH_MOVES, BATCH_STATES, CLAWBACK_MOVES, CLAWBACK_STATES
from district.ground.record.models import LogEntry
from district.ground.record.moves import dead_ends
from tests.district.enterprises.registers import licence
from tests.district.funds.town import Town

DESK = ["/desk/funds/", "/desk/payments/", "/desk/payees/", "/desk/clawbacks/", "/desk/reconcile/"]
TABLES = [(AWARD_STATES, AWARD_MOVES), (BATCH_STATES, BATCH_MOVES), (CLAWBACK_STATES, CLAWBACK_MOVES)]


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("number", range(3))
def test_the_tables_of_moves_have_no_dead_end(number: int) -> None:
    assert dead_ends(*TABLES[number]) == []


@pytest.mark.parametrize("address", DESK)
def test_officials_only(here: Town, as_: Any, address: str) -> None:
    assert as_(here.base.founder).get(address).status_code == 403
    assert as_(here.base.auditor).get(address).status_code == 200


def many(here: Town, lines: int) -> None:
    for number in range(lines):
        line = actions.open_line(year=2022, office=here.line.office, name=f"示例{number}", by=here.finance)
        actions.appropriate(line=line, level="district", amount=Decimal(100), by=here.finance)


def test_the_overview(here: Town, as_: Any, django_assert_max_num_queries: Any) -> None:
    many(here, 30)
    here.commit()
    client = as_(here.finance)
    with django_assert_max_num_queries(12):  # saved views and the bureaus to choose from among them
        page = client.get("/desk/funds/")
    assert "安排 100.30 万元" in text(page) and "新增指标" in text(page)
    assert page.content.decode().count("data-office=") == 31  # the chart's table has every line, the list a page of 25
    assert "新增指标" not in text(as_(here.officer).get("/desk/funds/"))
    narrowed = text(client.get("/desk/funds/?q=专项"))
    assert "示例专项" in narrowed and "示例29" not in narrowed


def test_the_workbook_says_what_the_page_says(here: Town, as_: Any) -> None:
    here.commit(yuan="12345.67")
    answer = as_(here.finance).get("/desk/funds/export/?year=2022")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    head, titles, line, total = book.get_sheet_by_index(0).to_python()
    assert "2022" in head[0] and total[0] == "共 1 行"
    named = dict(zip(titles, line, strict=True))
    assert (named["安排"], named["待付"], named["可用"]) == (1000000, 12345.67, 987654.33)


def test_a_line_and_its_entries(here: Town, as_: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        here.hold(number, yuan=100)
    client = as_(here.finance)
    with django_assert_max_num_queries(13):
        page = client.get(f"/desk/funds/{here.line.reference}/")
    assert "示例29公司" in text(page) and "安排 100.00 万元" in text(page)
    assert "示例29公司" not in text(client.get(f"/desk/funds/{here.line.reference}/?verb=appropriate"))
    assert "预算由财政部门安排" in text(as_(here.officer).get(f"/desk/funds/{here.line.reference}/"))


def test_appropriating_by_the_form(here: Town, as_: Any) -> None:
    client, key = as_(here.finance), uuid.uuid4()
    given = {"level": "city", "amount": "20,000.50", "note": "示例〔2022〕1号", "request_key": str(key)}
    for _ in range(2):
        client.post(f"/desk/funds/{here.line.reference}/appropriate/", given)
    assert queries.balances_of([here.line])[here.line.pk].appropriated == Decimal("1020000.50")
    wrong = client.post(f"/desk/funds/{here.line.reference}/appropriate/", {**given, "amount": "1.001"})
    assert wrong.status_code == 422
    refused = as_(here.officer).post(
        f"/desk/funds/{here.line.reference}/appropriate/", {**given, "request_key": uuid.uuid4()}
    )
    assert refused.status_code == 403


def test_a_line_by_the_form(here: Town, as_: Any) -> None:
    given = {"year": 2022, "office": here.line.office_id, "name": "示例新专项", "sort": "pool", "hold_days": 30}
    answer = as_(here.finance).post("/desk/funds/new/", given)
    assert answer.status_code == 302 and Line.objects.get(name="示例新专项").sort == "pool"
    assert as_(here.officer).get("/desk/funds/new/").status_code == 403


def test_a_batch_from_the_worklist_to_the_bank_and_back(here: Town, as_: Any) -> None:
    for number in (1, 2):
        here.payee(number)
        here.commit(number)
    client: Client = as_(here.finance)
    page = client.get("/desk/payments/")
    key = re.search(r'name="request_key" value="([^"]+)"', page.content.decode())
    assert key
    for _ in range(2):  # a double click makes one batch
        made = client.post("/desk/payments/make/", {"line": here.line.reference, "request_key": key[1]})
    batch = Batch.objects.get()
    assert made["Location"] == f"/desk/batches/{batch.reference}/"
    address = made["Location"]
    assert "组批的人不能自己复核" in text(client.get(address))
    for person, verb in ((here.cashier, "check"), (here.finance, "first-release"), (here.treasurer, "second-release")):
        said = {"verb": verb, "reason": "示例：财政部门只有三个人"}
        as_(person).post(f"{address}go-on/", said)
        as_(person).post(f"{address}go-on/", said)  # a second click finds it done
    batch.refresh_from_db()
    assert batch.state == "sent"
    client = as_(here.finance)
    assert "请用几个字写明用途" in text(client.post(f"{address}download/", follow=True))
    file = client.post(f"{address}download/", {"for_what": "送国库"})
    assert LogEntry.objects.get(verb="hand-out").data["for_what"] == "送国库"
    assert file["Content-Disposition"] == f'attachment; filename="{batch.reference}.csv"'
    assert file.content.decode("utf-8-sig").startswith(f"H,{batch.reference},2,200000.00")
    rows = [(each.reference, each.fen, "paid", "") for each in batch.payments.order_by("pk")]
    bad = SimpleUploadedFile("坏.csv", bank.answer(batch.reference, rows).replace(b"T,2", b"T,3"))
    refused = client.post(f"{address}return/", {"file": bad})
    assert refused.status_code == 422 and "笔数不符" in text(refused) and "全部未动" in text(refused)
    for _ in range(2):
        good = SimpleUploadedFile("好.csv", bank.answer(batch.reference, rows))
        client.post(f"{address}return/", {"file": good})
    assert set(Payment.objects.values_list("state", flat=True)) == {"paid"}
    done = text(client.get(address))
    assert "已对清" in done and "62220000" not in done and "**** 0001" in done


def test_a_long_batch_costs_few_queries(here: Town, as_: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        here.payee(number)
        here.commit(number, yuan=100)
    batch = here.made()
    client = as_(here.finance)
    for address, most in ((f"/desk/batches/{batch.reference}/", 14), ("/desk/payments/", 11), ("/desk/reconcile/", 10)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_payees_are_verified_on_the_desk(here: Town, as_: Any) -> None:
    firm = here.base.firm
    client = as_(here.base.founder)
    given = {"holder": firm.name, "bank_name": "示例银行", "bank_code": "102290000000", "number": "6222 0000 123",
             "request_key": str(uuid.uuid4())}  # fmt: skip
    for _ in range(2):
        paper = licence("示例开户证明.png")
        assert client.post(f"/my/enterprises/{firm.uscc}/funds/", {**given, "certificate": paper}).status_code == 302
    payee = Payee.objects.get()
    wrong = client.post(f"/my/enterprises/{firm.uscc}/funds/", {**given, "number": "1", "certificate": licence()})
    assert wrong.status_code == 422
    client = as_(here.officer)
    assert "**** 0123" in text(client.get("/desk/payees/"))
    client.post("/desk/payees/settle/", {"payee": payee.pk, "right": "no"})
    payee.refresh_from_db()
    assert payee.state == "pending"  # a refusal needs its reason
    client.post("/desk/payees/settle/", {"payee": payee.pk, "right": "yes"})
    payee.refresh_from_db()
    assert payee.state == "verified" and payee.verified_by == here.officer


def test_one_account_of_two_enterprises_is_pointed_out(here: Town, as_: Any) -> None:
    from tests.district.cases.factories import join

    for number in (1, 2):
        firm = here.firm(number)
        join(here.base.founder, firm)
        actions.enter_payee(enterprise=firm, holder=firm.name, bank_name="示例", bank_code="1" * 12, number="6" * 16,
                            by=here.base.founder, request_key=uuid.uuid4())  # fmt: skip
    assert "同一账号也由这些企业填写过：示例2公司" in text(as_(here.officer).get("/desk/payees/"))


def test_an_enterprises_own_statement(here: Town, as_: Any, django_assert_max_num_queries: Any) -> None:
    award = here.paid(slug="milestones")
    here.claw_back()
    client = as_(here.base.founder)
    with django_assert_max_num_queries(27):
        page = text(client.get(f"/my/enterprises/{award.enterprise.uscc}/funds/"))
    assert "4.90 万元" in page and "5.00 万元" in page and "应退回 1,000.00 元" in page and "验收合格后" in page
    assert as_(here.base.stranger).get(f"/my/enterprises/{award.enterprise.uscc}/funds/").status_code == 404


def test_no_official_asks_money_back_alone(here: Town, as_: Any) -> None:
    """The short door is closed: there is no form, and the action asks for a finding that another proposed."""
    here.paid()
    client = as_(here.finance)
    assert client.post("/desk/clawbacks/new/", {"reference": "SB-1", "amount": "30000"}).status_code in {404, 405}
    assert "clawbacks/new" not in client.get("/desk/clawbacks/").content.decode()
    for ground in (Ground("", here.cashier), Ground("HC2022-1", None), Ground("HC2022-1", here.officer)):
        with pytest.raises(actions.NotPossible):
            here.claw_back(ground=ground)
    assert not Clawback.objects.exists()


def test_a_clawback_by_the_forms(here: Town, as_: Any) -> None:
    here.paid()
    client = as_(here.finance)
    plan = ((dt.date(2022, 7, 31), Decimal(10000)), (dt.date(2022, 8, 31), Decimal(20000)))
    case = here.claw_back(1, 30000, plan=plan)
    address = f"/desk/clawbacks/{case.reference}/"
    assert case.steps.count() == 2 and "HC2022-XXXXXX" in text(client.get(address))
    receipt = {"amount": "10000", "note": "示例凭证", "request_key": str(uuid.uuid4())}
    for _ in range(2):
        client.post(f"{address}receive/", receipt)
    client.post(f"{address}ask/", {"reason": "示例：已注销"})
    as_(here.treasurer).post(f"{address}settle/", {"agree": "yes"})
    case.refresh_from_db()
    assert case.state == "written-off" and queries.balances_of([here.line])[here.line.pk].written_off == 20000
    assert "已核销" in text(as_(here.finance).get(address))


def test_what_is_left_shows_on_the_programmes_page(here: Town, client: Client) -> None:
    here.commit(yuan=400000)
    page = text(client.get("/policies/money/"))
    assert "有余额" in page and "还可决定 60.00 万元" in page
    assert "2022 年未安排预算" in text(client.get("/policies/unplanned/"))
    assert "今年资金" not in text(client.get("/policies/hiring/"))


def test_a_broken_ledger_is_said_on_the_reconciliation_page(here: Town, as_: Any) -> None:
    from district.funds.models import Account

    client = as_(here.base.auditor)
    assert "账目相符" in text(client.get("/desk/reconcile/?check=1"))
    Account.objects.filter(kind="available", fen__gt=0).update(fen=1)
    assert "账目有" in text(client.get("/desk/reconcile/?check=1"))


def test_an_award_its_milestone_and_its_end(here: Town, as_: Any, django_assert_max_num_queries: Any) -> None:
    here.paid(slug="milestones")
    client, address = as_(here.officer), "/desk/awards/SB-1/"
    with django_assert_max_num_queries(16):
        page = text(client.get(address))
    assert "验收合格后" in page and "一人核验、另一人确认" in page and "在途 → 已付" in page
    assert client.post(f"{address}reach/", {"at": "acceptance"}).status_code == 404  # one person's door is closed
    actions.reach(reference="SB-1", at="acceptance", by=here.officer, found_by=here.finance)
    assert "一人核验、另一人确认" not in text(client.get(address)) and queries.worklist().count() == 1
    client.post(f"{address}stop/", {"reason": "示例"})
    assert queries.worklist().count() == 1  # what was decided is not stopped by one click
    client.post(f"{address}pause/", {"reason": ""})
    assert queries.worklist().count() == 1  # a reason is needed
    client.post(f"{address}pause/", {"reason": "示例：待核实"})
    assert queries.worklist().count() == 0 and queries.award_of("SB-1").state == "committed"  # type: ignore[union-attr]
    page = text(client.get(address))
    assert "暂停拨付，自 2022年6月24日 起" in page and "示例：待核实" in page and "怎样恢复" in page
    assert "示例：待核实" in text(as_(here.finance).get("/desk/payments/"))
    client = as_(here.officer)


def test_the_enterprise_is_told(here: Town) -> None:
    from district.ground.messages.queries import messages_for

    here.payee()
    here.commit()
    here.answer(here.sent(), "failed", "账户已销户")
    here.payee()
    here.answer(here.sent())
    here.claw_back()
    told = messages_for(here.base.founder).filter(room="funds").order_by("pk")
    name, title = here.firm().name, here.version().programme.name
    assert [each.title for each in told] == [
        f"{name}：收款账户已核验",
        f"{name}：“{title}”一笔拨付没有付成",
        f"{name}：收款账户已核验",
        f"{name}：“{title}”需退回已拨付的资金",
    ]
    assert "账户已销户" in told[1].body and "1,000.00 元" in told[3].body
