"""Payees, batches, files out and back: paid once, failed back to the worklist, clawed back, offset, written off."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress

from district.enterprises.queries import members_of
from district.funds import actions, bank, handing_out, paying, queries, recovering, verifying, working
from district.funds.checks import NotPossible
from district.funds.models import Award, Batch, Clawback, Instalment, Payee, Payment, Transfer
from district.funds.promise import Promise
from district.ground import clock
from district.ground.messages.models import Delivery
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused
from district.ground.record.secrets import CannotOpen
from tests.district.funds.town import Town

D = Decimal


@pytest.fixture(autouse=True)
def the_ledger_holds(here: Town) -> object:
    yield
    assert verifying.verify() == []


def left(town: Town) -> queries.Balances:
    return queries.balances_of([town.line])[town.line.pk]


def test_an_account_number_is_sealed(here: Town) -> None:
    payee = here.payee()
    assert payee.last4 == "0001" and Payee.objects.get(pk=payee.pk).number == "6222000000000001"
    sealed = Payee.objects.values_list("number", flat=True).get(pk=payee.pk)
    assert "6222" not in sealed
    with pytest.raises(CannotOpen):
        Payee(enterprise_id=0, number=sealed).number  # noqa: B018 - moved to another's row


@pytest.mark.parametrize("wrong", [{"number": "12"}, {"bank_code": "1"}, {"holder": "别人"}])
def test_a_wrong_account_is_refused(here: Town, wrong: dict[str, str]) -> None:
    firm = here.base.firm
    given = {"holder": firm.name, "bank_name": "示例银行", "bank_code": "102290000000", "number": "62220000123"}
    with pytest.raises(actions.NotPossible):
        actions.enter_payee(enterprise=firm, by=here.base.founder, request_key=uuid.uuid4(), **(given | wrong))


def test_a_new_account_takes_the_old_ones_place_when_verified(here: Town) -> None:
    old = here.payee(1)
    firm = here.firm(1)
    new = actions.enter_payee(enterprise=firm, holder=firm.name, bank_name="乙银行", bank_code="102290000000",
                              number="62220000999", by=here.base.founder, request_key=uuid.uuid4())  # fmt: skip
    old.refresh_from_db()
    assert old.state == "verified"
    actions.verify_payee(payee=new, by=here.officer, right=True)
    assert list(Payee.objects.order_by("pk").values_list("state", flat=True)) == ["retired", "verified"]


def test_only_verified_accounts_are_paid(here: Town) -> None:
    here.commit(1)
    with pytest.raises(actions.NotPossible, match="没有到期"):
        here.made()
    here.payee(1)
    here.commit(2)
    assert here.made().count == 1


def test_a_batch_needs_two_people_and_a_checker(here: Town) -> None:
    here.payee()
    here.commit()
    batch = here.made()
    with pytest.raises(Refused):
        paying.check_batch(batch=batch, by=here.finance)
    with pytest.raises(MoveRefused):
        paying.release_first(batch=batch, by=here.treasurer)
    paying.check_batch(batch=batch, by=here.cashier)
    paying.release_first(batch=batch, by=here.treasurer)
    with pytest.raises(Refused, match="两个人"):
        paying.release_second(batch=batch, by=here.treasurer)
    with pytest.raises(Refused, match="负责人"):
        paying.release_second(batch=batch, by=here.cashier)


def test_paid(here: Town) -> None:
    award = here.paid()
    assert award.state == "settled" and left(here).paid == D(100000)
    assert Batch.objects.get().state == "closed"
    assert queries.paid_to(award.enterprise) == D(100000)
    assert queries.paid_to(award.enterprise, year=2021) == D(0)


def test_the_same_return_file_twice_pays_once(here: Town) -> None:
    here.payee()
    here.commit()
    batch = here.sent()
    for _ in range(3):
        here.answer(batch)
    rows = [(each.reference, each.fen, "paid", "再来一次") for each in batch.payments.all()]
    again = bank.answer(batch.reference, rows)  # the same answer in another file
    file, new = paying.take_return(batch=batch, name="x.csv", content=again, by=here.finance)
    assert new and working.apply(file).problems == []
    assert Transfer.objects.filter(verb="settle").count() == 1 and left(here).paid == D(100000)


def test_failed_goes_back_to_the_worklist_and_is_paid_again(here: Town) -> None:
    here.payee()
    award = here.commit()
    assert award is not None
    batch = here.sent()
    here.answer(batch, "failed", "账号户名不符")
    row = queries.worklist().get()
    assert (row.state, row.problem) == ("due", "账号户名不符")
    assert (left(here).committed, left(here).sent, Batch.objects.get().state) == (D(100000), D(0), "closed")
    with pytest.raises(NotPossible, match="账户已核验"):  # not to the same account unseen
        here.made()
    doubted = Payee.objects.get()
    assert (doubted.state, doubted.reason) == ("pending", "银行退回：账号户名不符")
    paying.verify_payee(payee=doubted, by=here.officer, right=True)
    here.answer(here.sent())
    award.refresh_from_db()
    assert award.state == "settled" and left(here).paid == D(100000)


def test_a_failure_that_is_not_about_the_account_is_tried_again(here: Town) -> None:
    here.payee()
    here.commit()
    here.answer(here.sent(), "failed", "系统繁忙")
    here.answer(here.sent())
    assert left(here).paid == D(100000)


def test_money_leaves_only_for_an_account_that_is_verified_then(here: Town) -> None:
    """Made with an account that is replaced before the second release: that payment leaves the batch."""
    for number in (1, 2):
        here.payee(number)
        here.commit(number)
    batch = here.made()
    firm = here.firm(1)
    fresh = paying.enter_payee(
        enterprise=firm, holder=firm.name, bank_name="示例银行", bank_code="102290000000", number="62229999000001",
        by=here.base.founder, request_key=uuid.uuid4(),
    )  # fmt: skip
    paying.verify_payee(payee=fresh, by=here.officer, right=True)
    here.sent(batch)
    states = dict(batch.payments.values_list("payee__enterprise", "state"))
    assert states == {firm.pk: "cancelled", here.firm(2).pk: "sent"}
    file = handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘").decode("utf-8-sig")
    assert "6222000000000001" not in file and here.firm(2).name in file
    row = queries.worklist().get()
    assert row.problem == "放行时收款账户已停用或待重新核验"
    here.answer(batch)
    again = here.sent()
    assert "62229999000001" in handing_out.hand_out(batch=again, by=here.finance, for_what="送盘").decode("utf-8-sig")
    here.answer(again)
    assert left(here).paid == D(200000)


def test_a_partial_return_then_the_rest(here: Town) -> None:
    for number in (1, 2, 3):
        here.payee(number)
        here.commit(number)
    batch = here.sent()
    first, second, third = [each.reference for each in batch.payments.order_by("pk")]
    here.answer(batch, {first: "paid", second: "unknown"})
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["paid", "sent", "unknown"]
    assert Batch.objects.get().state == "sent" and left(here).sent == D(200000)
    here.answer(batch, {second: "paid", third: "failed"})
    assert Batch.objects.get().state == "closed" and left(here).paid == D(200000)


def test_refunded_after_paid(here: Town) -> None:
    award = here.paid()
    here.answer(Batch.objects.get(), "refunded", "账户已销户")
    award.refresh_from_db()
    assert award.state == "committed" and left(here).committed == D(100000) and left(here).paid == D(0)
    here.payee()  # another account, verified
    here.answer(here.sent())
    assert left(here).paid == D(100000)


def test_what_a_return_file_says_wrongly_is_reported_row_by_row(here: Town) -> None:
    here.payee()
    here.commit()
    batch = here.sent()
    reference = batch.payments.get().reference
    content = bank.answer(batch.reference, [("BF-X", 1, "paid", ""), (reference, 1, "paid", "")])
    file, _new = paying.take_return(batch=batch, name="x.csv", content=content, by=here.finance)
    file = working.apply(file)
    assert [row for row, _why in file.problems] == [2, 3]
    assert left(here).sent == D(100000)


@pytest.mark.parametrize("spoil, why", [
    (lambda text: text.replace("100000.00", "100001.00", 1), "总金额不符"),
    (lambda text: text.replace("成功", "可能").replace("paid", "maybe"), "应是 成功"),
    (lambda text: text.replace("\nD,", "\nX,", 1), "明细行"),
    (lambda text: text.replace("\nT,1", "\nT,2"), "笔数不符"),
    (lambda text: text.replace("H,", "H,Z", 1), "另一个批次"),
    (lambda text: text.replace(",\r\n", ",改动\r\n", 1), "校验码不符"),
    (lambda text: "什么", "不是回单文件"),
])  # fmt: skip
def test_a_file_that_does_not_hold_is_not_kept(here: Town, spoil: object, why: str) -> None:
    here.payee()
    here.commit()
    batch = here.sent()
    good = bank.answer(batch.reference, [(batch.payments.get().reference, 10000000, "paid", "")])
    with pytest.raises(bank.BadFile, match=why):
        paying.take_return(batch=batch, name="x", content=spoil(good.decode()).encode(), by=here.finance)  # type: ignore[operator]
    assert left(here).paid == D(0)


def test_the_file_for_the_bank_is_the_same_every_time(here: Town) -> None:
    for number in (1, 2):
        here.payee(number)
        here.commit(number, yuan="12345.67")
    batch = here.sent()
    file = handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘")
    assert file == handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘")
    lines = file.decode("utf-8-sig").splitlines()
    assert lines[0].split(",")[:4] == ["H", batch.reference, "2", "24691.34"]
    assert lines[1].split(",")[2:6] == [f"{batch.reference}-00001", "示例1公司", "6222000000000001", "示例银行杨浦支行"]
    assert lines[3].split(",")[:3] == ["T", "2", "24691.34"]
    end = file.rstrip(b"\r\n").rfind(b"\n") + 1
    assert lines[3].split(",")[3] == bank.sha256(file[:end])


def test_no_file_before_both_releases(here: Town) -> None:
    here.payee()
    here.commit()
    with pytest.raises(actions.NotPossible):
        handing_out.hand_out(batch=here.made(), by=here.finance, for_what="送盘")


def test_a_cancelled_batch_gives_its_payments_back(here: Town) -> None:
    here.payee()
    here.commit()
    batch = here.made()
    with pytest.raises(actions.NotPossible):
        here.made()
    paying.cancel_batch(batch=batch, by=here.finance, reason="示例")
    assert here.made().count == 1


def test_release_waits_for_a_payment_on_its_way(here: Town) -> None:
    here.payee()
    here.commit()
    here.sent()
    with pytest.raises(actions.NotPossible, match="正在拨付"):
        actions.release(reference="SB-1", by=here.officer, reason="撤销")


def test_a_revoked_award_stops_what_is_not_paid(here: Town) -> None:
    award = here.paid(slug="milestones")
    assert award.state == "committed"
    actions.release(reference="SB-1", by=here.officer, reason="撤销")
    award.refresh_from_db()
    assert award.state == "settled" and (left(here).paid, left(here).available) == (D(50000), D(950000))


def clawback(here: Town, yuan: str = "30000", **more: object) -> Clawback:
    return here.claw_back(1, yuan, "示例：三年内迁出", **more)


def test_clawed_back_by_a_plan(here: Town) -> None:
    here.paid()
    plan = [(dt.date(2022, 7, 31), D(10000)), (dt.date(2022, 8, 31), D(20000))]
    case = clawback(here, plan=plan)
    assert (left(here).receivable, left(here).paid) == (D(30000), D(70000))
    key = uuid.uuid4()
    for _ in range(2):
        recovering.receive(case=case, amount=D(10000), by=here.officer, request_key=key)
    assert left(here).receivable == D(20000) and left(here).available == D(910000)
    recovering.receive(case=case, amount=D(20000), by=here.officer, request_key=uuid.uuid4())
    case.refresh_from_db()
    assert case.state == "recovered" and left(here).available == D(930000)


def test_no_more_than_was_paid_is_asked_back(here: Town) -> None:
    here.paid()
    with pytest.raises(actions.NotPossible, match="不能超过"):
        clawback(here, "100000.01")
    with pytest.raises(actions.NotPossible, match="合计"):
        clawback(here, plan=[(dt.date(2022, 7, 31), D(1))])


@pytest.mark.parametrize("owed, sent, paid_again", [("30000", 70000, "settled"), ("100000", 0, "settled")])
def test_kept_in_against_a_later_award(here: Town, owed: str, sent: int, paid_again: str) -> None:
    here.paid()
    case = clawback(here, owed)
    award = actions.commit(reference="SB-2", promise=Promise(D(100000)), by=here.officer, enterprise=here.firm(1),
                           version=here.version())  # fmt: skip
    assert award is not None
    batch = here.sent()
    assert left(here).sent == D(sent)
    if sent:
        here.answer(batch, "failed", "示例")
        assert left(here).committed == D(sent)
        batch = here.sent()
        here.answer(batch)
    case.refresh_from_db()
    award.refresh_from_db()
    assert (case.state, award.state) == ("recovered", paid_again)
    assert left(here).available == D(800000) + D(owed) and left(here).receivable == D(0)


def test_written_off_by_another_leader(here: Town) -> None:
    here.paid()
    case = clawback(here)
    recovering.ask_write_off(case=case, by=here.officer, reason="企业已注销")
    with pytest.raises(Refused):
        recovering.settle_write_off(case=case, by=here.officer, agree=True)
    recovering.settle_write_off(case=case, by=here.treasurer, agree=False)
    recovering.ask_write_off(case=case, by=here.treasurer, reason="企业已注销")
    with pytest.raises(Refused, match="不能自己批准"):
        recovering.settle_write_off(case=case, by=here.treasurer, agree=True)
    recovering.receive(case=case, amount=D(1), by=here.officer, request_key=uuid.uuid4())
    case.refresh_from_db()
    assert case.state == "open"
    recovering.ask_write_off(case=case, by=here.officer, reason="企业已注销")
    recovering.settle_write_off(case=case, by=here.treasurer, agree=True)
    assert (left(here).written_off, left(here).receivable) == (D(29999), D(0))


def test_year_end(here: Town) -> None:
    here.commit(1)
    with clock.at(dt.date(2023, 1, 3)):
        actions.close_line(line=here.line, carry=True, by=here.finance)
        actions.close_line(line=here.line, carry=True, by=here.finance)
        following = queries.Line.objects.get(year=2023)
        assert queries.balances_of([following])[following.pk].available == D(900000)
        found = queries.availability(here.base.programmes["money"], 2022)
        assert found is not None and found.state == "closed"
        here.payee(1)
        here.answer(here.sent())  # what was committed is still paid from the old line
        clawback(here)
        recovering.receive(case=Clawback.objects.get(), amount=D(30000), by=here.officer, request_key=uuid.uuid4())
        here.line.refresh_from_db()
        assert (left(here).available, left(here).lapsed, left(here).paid) == (D(0), D(30000), D(70000))


def test_lapse(here: Town) -> None:
    with pytest.raises(actions.NotPossible, match="还没有结束"):
        actions.close_line(line=here.line, carry=False, by=here.finance)
    with clock.at(dt.date(2022, 12, 31)):
        actions.close_line(line=here.line, carry=False, by=here.finance)
    assert left(here).lapsed == D(1000000)


def test_a_risk_pool_and_a_fund_use_the_same_ledger(here: Town) -> None:
    office = here.line.office
    pool = actions.open_line(year=2020, office=office, name="示例风险池", by=here.finance, sort="pool")
    actions.appropriate(line=pool, level="district", amount=D(500000), by=here.finance)
    actions.hold_on_line(reference="DK-1", enterprise=here.firm(1), line=pool, amount=D(200000), title="示例贷款分担",
                         by=here.finance)  # fmt: skip
    actions.commit(reference="DK-1", promise=Promise(D(80000)), by=here.finance)  # the loss, smaller than the exposure
    found = queries.balances_of([pool])[pool.pk]
    assert (found.available, found.held, found.committed) == (D(420000), D(0), D(80000))
    with pytest.raises(actions.NotPossible, match="不按年度"):
        actions.close_line(line=pool, carry=True, by=here.finance)


def test_a_cut_takes_only_what_is_free(here: Town) -> None:
    here.commit(yuan=900000)
    with pytest.raises(actions.NotPossible, match="最多调减"):
        here.fill("-100000.01")
    here.fill("-100000")
    assert (left(here).appropriated, left(here).available) == (D(900000), D(0))


def test_a_double_click_appropriates_once(here: Town) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        actions.appropriate(line=here.line, level="city", amount=D(5), by=here.finance, request_key=key)
    assert left(here).appropriated == D(1000005)


def test_a_running_award_is_paid_month_by_month_until_it_is_paused(here: Town) -> None:
    from tests.district.cases.factories import know

    here.payee()
    award = here.commit(yuan="806.63", slug="running")
    assert award is not None
    here.answer(here.sent())
    with pytest.raises(actions.NotPossible):
        here.made()  # the next month is not due yet
    with clock.at(dt.date(2022, 7, 24)):
        know(award.enterprise, "注册区", "邻区", since=dt.date(2022, 7, 1))
        with pytest.raises(actions.NotPossible):
            here.made()
    award.refresh_from_db()
    assert award.state == "committed" and left(here).paid == D("806.63")
    assert Instalment.objects.filter(paused=True).count() == 35


def test_what_has_to_be_paid_back_is_looked_at_before_mail_leaves(here: Town) -> None:
    here.paid()
    for person in members_of(Award.objects.get(reference="SB-1").enterprise):
        EmailAddress.objects.create(user=person, email=f"{person.username}@example.com", verified=True, primary=True)
    clawback(here)
    rows = Delivery.objects.filter(kind="recovery")
    assert {(row.state, row.office) for row in rows} == {("held", here.line.office)}


def test_money_leaves_only_to_an_account_that_is_verified_then(here: Town) -> None:
    """Another account is verified between making the batch and its release: nothing goes to the old one."""
    for number in (1, 2):
        here.payee(number)
        here.commit(number)
    batch = here.made()
    Payee.objects.filter(enterprise=here.firm(1)).update(state="retired")
    here.sent(batch)
    states = dict(Payment.objects.values_list("instalment__award__reference", "state"))
    assert states == {"SB-1": "cancelled", "SB-2": "sent"}
    instalment = Instalment.objects.get(award__reference="SB-1")
    assert instalment.state == "due" and "已停用" in instalment.problem
    assert [row.reference for row in bank.sent_payments(batch)] == [Payment.objects.get(state="sent").reference]
    here.answer(batch)
    batch.refresh_from_db()
    assert batch.state == "closed" and verifying.verify() == []
