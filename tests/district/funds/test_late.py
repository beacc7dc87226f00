"""What turns out later: paid after all, paid twice, come back; and what must not leave with the file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from district.funds import actions, bank, handing_out, late, pausing, paying, queries, recovering, verifying
from district.funds.checks import NotPossible
from district.funds.models import Award, Batch, Clawback, Instalment, Payment
from district.funds.recovering import Ground
from tests.district.funds.town import Town


@pytest.fixture(autouse=True)
def the_ledger_holds(here: Town) -> Iterator[None]:
    yield
    assert verifying.verify() == []


def balances(here: Town) -> queries.Balances:
    assert verifying.verify() == []
    return queries.balances_of([here.line])[here.line.pk]


def failed(here: Town) -> Payment:
    here.payee()
    here.commit()
    batch = here.sent()
    here.answer(batch, "failed", "系统忙")
    return batch.payments.get()


def twice(here: Town) -> Clawback:
    """The first failed, the second was paid, and then the first turns out to have been paid as well."""
    first = failed(here)
    here.answer(here.sent())
    here.answer(first.batch, "paid", "更正：已入账")
    return Clawback.objects.get()


def ground(here: Town) -> Ground:
    return Ground("HC2022-XXXXXX", here.cashier)


def test_paid_after_all_before_it_was_paid_again(here: Town) -> None:
    first = failed(here)
    here.answer(first.batch, "paid", "更正：已入账")
    first.refresh_from_db()
    assert (first.state, first.instalment.state) == ("paid", "paid") and balances(here).paid == 100000
    assert not Clawback.objects.exists() and Award.objects.get().state == "settled"


def test_paid_after_all_while_the_second_waits_in_a_batch(here: Town) -> None:
    first = failed(here)
    again = here.made()
    here.answer(first.batch, "paid", "更正：已入账")
    assert again.payments.get().state == "cancelled" and balances(here).paid == 100000
    here.sent(again)
    assert balances(here).sent == 0 and not Clawback.objects.exists()


def test_paid_twice_is_booked_apart_and_asks_nothing_yet(here: Town) -> None:
    before = (here.line.accounts.get(level="district", kind="available").fen, 1)
    case = twice(here)
    found = balances(here)
    assert (found.overpaid, found.advanced, found.receivable, found.paid) == (100000, -100000, 0, 100000)
    assert found.available == 900000 and found.appropriated == 1000000 and before[0] == 100000000
    assert case.state == "booked" and case.left == case.fen == 10000000 and not case.steps.exists()
    assert Payment.objects.filter(state="twice").count() == 1
    here.commit(2, 50000)
    here.payee(2)
    with pytest.raises(NotPossible, match="还没有认定"):
        recovering.receive(case=case, amount=Decimal(1), by=here.officer, request_key=uuid.uuid4())
    assert Award.objects.get(reference="SB-1").state == "settled"  # the award itself was paid once, and rightly


def test_the_same_file_again_changes_nothing(here: Town) -> None:
    case = twice(here)
    assert case.payment is not None
    here.answer(case.payment.batch, "paid", "再说一次")
    assert Clawback.objects.count() == 1 and balances(here).overpaid == 100000


def test_asked_back_only_as_another_agrees_and_then_recovered(here: Town) -> None:
    case = twice(here)
    with pytest.raises(NotPossible, match="同一个人"):
        late.demand(case=case, by=here.officer, reason="", ground=Ground("HC2022-1", here.officer))
    late.demand(case=case, by=here.officer, reason="", ground=ground(here))
    assert case.state == "open" and case.steps.count() == 1
    recovering.receive(case=case, amount=Decimal(40000), by=here.officer, request_key=uuid.uuid4())
    assert (balances(here).overpaid, balances(here).advanced, balances(here).available) == (60000, -60000, 900000)
    here.payee(2)
    Payment.objects.filter(state="x")
    recovering.receive(case=case, amount=Decimal(60000), by=here.officer, request_key=uuid.uuid4())
    assert (case.state, balances(here).overpaid, balances(here).advanced) == ("recovered", 0, 0)


def test_kept_in_against_a_later_payment(here: Town) -> None:
    case = twice(here)
    late.demand(case=case, by=here.officer, reason="", ground=ground(here))
    firm = here.firm(1)
    actions.commit(reference="SB-9", promise=here.promise("money", 30000), by=here.officer, enterprise=firm,
                   version=here.version())  # fmt: skip
    here.sent()
    case.refresh_from_db()
    assert case.left == 7000000 and balances(here).advanced == -70000


def test_written_off_the_loss_stays_to_be_seen(here: Town) -> None:
    case = twice(here)
    late.demand(case=case, by=here.officer, reason="", ground=ground(here))
    recovering.ask_write_off(case=case, by=here.officer, reason="已注销")
    recovering.settle_write_off(case=case, by=here.treasurer, agree=True)
    assert (balances(here).written_off, balances(here).advanced, balances(here).appropriated) == (
        100000, -100000, 1000000)  # fmt: skip


def test_the_bank_returns_it_by_itself(here: Town) -> None:
    case = twice(here)
    assert case.payment is not None
    here.answer(case.payment.batch, "refunded", "已退回")
    case.refresh_from_db()
    assert case.state == "recovered" and (balances(here).advanced, balances(here).paid) == (0, 100000)


def test_it_had_not_left_twice(here: Town) -> None:
    case = twice(here)
    late.void(case=case, by=here.officer, reason="银行更正：并未入账")
    assert case.state == "void" and balances(here).advanced == 0
    assert Payment.objects.get(pk=case.payment_id).state == "failed"


def test_of_what_was_returned_two_people_say_that_it_was_paid(here: Town) -> None:
    """Cumulative return files say 成功 of what came back later: that is no news."""
    here.paid()
    batch = Batch.objects.get()
    here.answer(batch, "refunded", "账户已销户")
    file = here.answer(batch, "paid", "累计回单")
    assert "两人登记" in file.problems[0][1] and Payment.objects.get().state == "refunded"


class TestTheFileLeaves:
    def replaced(self, here: Town, number: int) -> None:
        firm = here.firm(number)
        fresh = paying.enter_payee(
            enterprise=firm, holder=firm.name, bank_name="示例银行", bank_code="102290000000",
            number="62229999000001", by=here.base.founder, request_key=uuid.uuid4(),
        )  # fmt: skip
        paying.verify_payee(payee=fresh, by=here.officer, right=True)

    def test_not_for_an_account_replaced_since_the_release(self, here: Town) -> None:
        for number in (1, 2):
            here.payee(number)
            here.commit(number)
        batch = here.sent()
        self.replaced(here, 1)
        file = handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘").decode("utf-8-sig")
        assert "6222000000000001" not in file and "62229999000001" not in file and here.firm(2).name in file
        row = queries.worklist().get()
        assert row.award.reference == "SB-1" and row.problem == "出盘时收款账户已停用或待重新核验"
        assert (balances(here).sent, balances(here).committed) == (100000, 100000)
        assert handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘").decode("utf-8-sig") == file
        here.answer(batch)
        again = here.sent()
        assert "62229999000001" in handing_out.hand_out(batch=again, by=here.finance, for_what="送盘").decode(
            "utf-8-sig"
        )

    def test_nor_for_an_award_paused_since(self, here: Town) -> None:
        here.payee()
        award = here.commit()
        assert award is not None
        batch = here.sent()
        pausing.by_hand(award=award, by=here.officer, reason="示例")
        with pytest.raises(NotPossible, match="没有可送的款项"):
            handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘")
        batch.refresh_from_db()
        assert batch.state == "closed" and balances(here).committed == 100000 and bank.sent_payments(batch) == []
        assert Instalment.objects.get().state == "due" and not paying.due(here.line).exists()

    def test_what_left_before_stays_in_the_file(self, here: Town) -> None:
        here.payee()
        here.commit()
        batch = here.sent()
        file = handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘")
        self.replaced(here, 1)
        assert handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘") == file


class TestPaused:
    def test_a_batch_in_preparation_loses_the_line(self, here: Town, as_: Any) -> None:
        for number in (1, 2):
            here.payee(number)
            here.commit(number)
        batch = here.made()
        pausing.by_hand(award=Award.objects.get(reference="SB-1"), by=here.officer, reason="示例：待核实")
        states = dict(batch.payments.values_list("instalment__award__reference", "state"))
        assert states == {"SB-1": "cancelled", "SB-2": "queued"}
        here.answer(here.sent(batch))
        assert balances(here).paid == 100000 and balances(here).committed == 100000
        with pytest.raises(NotPossible):
            here.made()

    def test_resumed_it_is_due_again(self, here: Town) -> None:
        here.payee()
        award = here.commit()
        assert award is not None
        row = pausing.by_hand(award=award, by=here.officer, reason="示例")
        pausing.resume(row=row, why="查明无误", by=here.officer)
        here.answer(here.sent())
        assert balances(here).paid == 100000
