"""The way of a case's money as its enterprise reads it: every step with its day, what went wrong, what comes back."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest

from district.funds import pausing, rechecking, recovering
from district.funds.journey import ENOUGH, Journey, Leg, journeys, journeys_of
from district.funds.models import Award, Instalment, Payee, Payment
from district.ground import clock
from tests.district.funds.town import Town

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 6, 24)


def journey(number: int = 1) -> Journey:
    [found] = journeys_of(f"SB-{number}")
    return found


def leg(number: int = 1) -> Leg:
    found = journey(number).leg
    assert found is not None
    return found


def states(row: Leg) -> list[tuple[str, str]]:
    return [(each.what, each.state) for each in row.steps]


def test_from_decided_to_arrived_each_with_its_day(here: Town) -> None:
    here.payee()
    here.commit()
    assert states(leg()) == [("决定", "done"), ("批次", "now"), ("放行", "next"), ("到账", "next")]
    assert (journey().paid, journey().to_come, journey().account) == (0, Decimal("100000.00"), "")
    with clock.at(dt.date(2022, 6, 27)):
        batch = here.made()
    assert states(leg())[1:] == [("批次", "done"), ("放行", "now"), ("到账", "next")]
    assert (leg().steps[1].on, leg().steps[1].words) == (dt.date(2022, 6, 27), batch.reference)
    with clock.at(dt.date(2022, 6, 28)):
        here.sent(batch)
    assert states(leg())[2:] == [("放行", "done"), ("到账", "now")] and "银行回单" in leg().steps[3].words
    with clock.at(dt.date(2022, 6, 30)):
        here.answer(batch)
    assert (leg().state, leg().arrived, leg().steps[2].on) == ("done", dt.date(2022, 6, 30), dt.date(2022, 6, 28))
    assert (journey().paid, journey().to_come) == (Decimal("100000.00"), 0)


def test_a_failed_payment_is_said_and_the_next_one_too(here: Town) -> None:
    here.payee()
    here.commit()
    here.answer(here.sent(), "failed", "账号户名不符")
    found = leg()
    assert found.state == "now" and [(each.on, each.words) for each in found.missed] == [(DAY, "账号户名不符")]
    Payee.objects.update(state="verified", verified_by=here.officer, verified_at=clock.now())
    here.answer(here.sent())
    assert leg().state == "done" and len(leg().missed) == 1


@pytest.mark.parametrize("result", ["unknown", "refunded"])
def test_what_the_bank_does_not_know_and_what_came_back(here: Town, result: str) -> None:
    here.payee()
    here.commit()
    batch = here.sent()
    here.answer(batch, "paid" if result == "refunded" else result)
    if result == "refunded":
        here.answer(batch, result, "账户已销户")
        assert leg().missed[0].words == "账户已销户" and journey().paid == 0
    else:
        assert states(leg())[3] == ("到账", "wrong") and "核实" in leg().steps[3].words


def test_without_an_account_the_enterprise_is_asked_for_one(here: Town) -> None:
    here.commit()
    assert "还没有收款账户" in journey().account and journey().asks
    here.payee()
    Payee.objects.update(state="pending", verified_by=None)
    assert "正在核验" in journey().account and not journey().asks
    Payee.objects.update(state="refused", reason="户名不符")
    assert "户名不符" in journey().account and journey().asks


def test_instalments_of_years_and_of_milestones(here: Town) -> None:
    here.payee()
    here.commit(slug="milestones")
    here.commit(2, "806.63", "running")
    rows = journey().legs
    assert [(each.serial, each.amount) for each in rows] == [(1, Decimal(50000)), (2, Decimal(50000))]
    assert "验收合格后" in rows[1].steps[1].words and rows[1].due_on is None
    running = journey(2)
    assert len(running.legs) == 36 and "每月 806.63 元 × 36" in running.words
    later = running.legs[-1].steps[1]
    assert later.state == "next" and later.on == running.legs[-1].due_on and "以后年度预算" in later.words
    assert running.leg is not None and running.leg.serial == 1


def test_a_pause_is_said_and_its_end(here: Town) -> None:
    here.payee()
    award = here.commit()
    assert award is not None
    row = pausing.by_hand(award=award, by=here.officer, reason="等核查")
    assert states(leg())[1] == ("批次", "held") and leg().label == "暂停拨付"
    pausing.resume(row=row, why="已核实", by=here.officer)
    assert states(leg())[1] == ("批次", "now")


def test_what_is_asked_back_with_its_plan_and_what_came(here: Town) -> None:
    here.paid()
    assert journey().backs == ()
    plan = [(dt.date(2022, 7, 31), Decimal(1000)), (dt.date(2022, 8, 31), Decimal(2000))]
    case = here.claw_back(yuan=3000, plan=plan)
    [back] = journey().backs
    assert (back.amount, back.left, back.open, back.due) == (3000, 3000, True, dt.date(2022, 7, 31))
    with clock.at(dt.date(2022, 7, 5)):
        recovering.receive(case=case, amount=Decimal(1000), by=here.officer, request_key=uuid.uuid4())
    [back] = journey().backs
    assert (back.left, back.due) == (2000, dt.date(2022, 8, 31))
    assert journey().given == ((dt.date(2022, 7, 5), Decimal("1000.00"), "已退回"),)


def test_what_is_stopped_is_not_to_come(here: Town) -> None:
    here.payee()
    award = here.commit(slug="milestones")
    assert award is not None
    here.answer(here.sent())
    pausing.by_hand(award=award, by=here.officer, reason="项目终止")
    rechecking.end_held(award=award, cause=pausing.BY_HAND, reason="项目终止", by=here.officer)
    assert journey().to_come == 0 and journey().stopped == 50000
    assert journey().legs[1].label == "不再拨付" and journey().legs[0].state == "done"


def test_how_long_it_usually_takes_is_said_from_enough_payments(here: Town) -> None:
    for number in range(1, ENOUGH + 1):
        here.payee(number)
        here.commit(number, 1000)
    with clock.at(DAY + dt.timedelta(days=6)):
        batch = here.sent()
        assert journey(1).usual is None
        here.answer(batch)
    here.commit(ENOUGH + 1, 1000)
    assert journey(ENOUGH + 1).usual == 6


def test_many_awards_cost_no_more_queries_than_one(here: Town, django_assert_max_num_queries: Any) -> None:
    for number in range(1, 9):
        here.payee(number)
        here.commit(number, 1000)
    here.answer(here.sent())
    awards = list(Award.objects.select_related("enterprise"))
    with django_assert_max_num_queries(9):
        assert len(journeys(awards)) == 8


def test_nothing_is_told_of_what_was_never_promised(here: Town) -> None:
    here.hold()
    assert journeys_of("SB-1") == [] and journeys_of("SB-9") == []
    assert Instalment.objects.count() == 0 and Payment.objects.count() == 0
