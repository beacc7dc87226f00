"""A finding is told, heard, ruled on, and money follows only when a second person approves."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from district.cases.aftercare import actions, amounts
from district.cases.aftercare.actions import NotPossible
from district.cases.aftercare.models import Finding, Statement
from district.cases.aftercare.signals import recovery_approved, top_up_approved
from district.cases.core.models import Decision
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused
from tests.district.cases.aftercare.factories import granted
from tests.district.cases.factories import District, join

SENT = list[dict[str, Any]]


@pytest.fixture
def sent() -> Iterator[SENT]:
    heard: SENT = []

    def hear(**said: Any) -> None:
        heard.append(said)

    recovery_approved.connect(hear)
    top_up_approved.connect(hear)
    yield heard
    recovery_approved.disconnect(hear)
    top_up_approved.disconnect(hear)


def opened(after: District, decision: Decision | None = None, **said: Any) -> Finding:
    fields = {"source": "sampling", "kind": "recovery", "cause": f"t:{uuid.uuid4()}", "say": "名单与实际不符",
              "since_on": clock.today(), "by": after.officer, **said}  # fmt: skip
    return actions.open_finding(decision=decision or granted(after), **fields)


def upheld(after: District, decision: Decision | None = None) -> Finding:
    finding = opened(after, decision)
    actions.tell(finding=finding, by=after.officer)
    actions.state_view(finding=finding, by=after.founder, text="确有此事", request_key=uuid.uuid4())
    return actions.uphold(finding=finding, by=after.officer, reason="企业承认")


def proposed(after: District, amount: str = "100.00", decision: Decision | None = None) -> Finding:
    finding = upheld(after, decision)
    return actions.propose(finding=finding, by=after.officer, amount=Decimal(amount), reason="按一人计")


def test_one_cause_one_finding(after: District) -> None:
    decision = granted(after)
    assert opened(after, decision, cause="x").pk == opened(after, decision, cause="x").pk


def test_the_enterprise_is_told_and_has_five_working_days(after: District) -> None:
    finding = actions.tell(finding=opened(after), by=after.officer)
    assert finding.due_on == dt.date(2022, 7, 1)
    message = Message.objects.filter(to=after.founder, title__contains="请陈述意见").get()
    assert message.needs_action and "2022年7月1日" in message.body


def test_nothing_is_upheld_unheard(after: District) -> None:
    finding = actions.tell(finding=opened(after), by=after.officer)
    with pytest.raises(NotPossible, match="期限"):
        actions.uphold(finding=finding, by=after.officer, reason="x")
    with clock.at(dt.date(2022, 7, 1)), pytest.raises(NotPossible, match="期限"):
        actions.uphold(finding=finding, by=after.officer, reason="x")
    with clock.at(dt.date(2022, 7, 2)):
        assert actions.uphold(finding=finding, by=after.officer, reason="逾期未陈述").state == "upheld"


def test_having_spoken_it_can_be_ruled_on_and_a_double_click_speaks_once(after: District) -> None:
    finding, key = actions.tell(finding=opened(after), by=after.officer), uuid.uuid4()
    for _ in range(2):
        actions.state_view(finding=finding, by=after.founder, text="情况属实", request_key=key)
    assert Statement.objects.count() == 1
    assert actions.uphold(finding=finding, by=after.officer, reason="承认").state == "upheld"
    with pytest.raises(NotPossible, match="期间"):
        actions.state_view(finding=finding, by=after.founder, text="再说", request_key=uuid.uuid4())


def test_only_the_enterprise_speaks_and_only_the_bureau_rules(after: District) -> None:
    finding = opened(after)
    for stranger in (after.colleague, after.founder, after.auditor, after.stranger):
        with pytest.raises(Refused):
            actions.tell(finding=finding, by=stranger)
    actions.tell(finding=finding, by=after.officer)
    with pytest.raises(Refused, match="企业"):
        actions.state_view(finding=finding, by=after.stranger, text="x", request_key=uuid.uuid4())


def test_nobody_rules_on_their_own_enterprise(after: District) -> None:
    finding = opened(after)
    join(after.officer, after.firm)
    with pytest.raises(Refused, match="回避"):
        actions.tell(finding=finding, by=after.officer)


def test_no_money_without_a_second_person(after: District, sent: SENT) -> None:
    finding = proposed(after)
    with pytest.raises(Refused, match="同一个人"):
        actions.approve(finding=finding, by=after.officer)
    assert sent == []
    actions.approve(finding=finding, by=after.leader)
    assert finding.state == "approved" and finding.approved_by == after.leader
    assert [(each["reference"], each["finding"].reference, each["amount"], each["by"]) for each in sent] == [
        (finding.application.reference, finding.reference, Decimal("100.00"), after.leader)
    ]
    assert sent[0]["signal"] is recovery_approved
    assert Message.objects.filter(to=after.founder, title__contains="决定追缴").exists()
    with pytest.raises(MoveRefused):
        actions.approve(finding=finding, by=after.leader)
    assert len(sent) == 1


def test_a_receiver_that_fails_undoes_the_approval(after: District) -> None:
    finding = proposed(after)

    def fails(**_: Any) -> None:
        raise RuntimeError("no budget")

    recovery_approved.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            actions.approve(finding=finding, by=after.leader)
    finally:
        recovery_approved.disconnect(fails)
    finding.refresh_from_db()
    assert finding.state == "proposed"


def test_recoveries_never_exceed_what_was_given(after: District) -> None:
    decision = granted(after)
    assert decision.amount == Decimal("6453.00")
    with pytest.raises(NotPossible, match=r"6,453\.00"):
        proposed(after, "6453.01", decision)
    first, second = proposed(after, "6000.00", decision), proposed(after, "6000.00", decision)
    actions.approve(finding=first, by=after.leader)
    assert amounts.standing_amount(decision) == Decimal("453.00")
    with pytest.raises(NotPossible, match=r"453\.00"):
        actions.approve(finding=second, by=after.leader)


def test_an_amount_of_ones_own_needs_its_reason_and_whole_fen(after: District) -> None:
    finding = upheld(after)
    for amount, reason, says in (("1.005", "x", "分"), ("0.00", "x", "零"), ("10.00", " ", "理由")):
        with pytest.raises(NotPossible, match=says):
            actions.propose(finding=finding, by=after.officer, amount=Decimal(amount), reason=reason)


def test_sent_back_it_is_proposed_anew(after: District) -> None:
    finding = proposed(after)
    actions.send_back(finding=finding, by=after.leader, reason="应按两人计")
    assert (finding.state, finding.amount, finding.proposed_by) == ("upheld", None, None)
    actions.propose(finding=finding, by=after.leader, amount=Decimal("200.00"), reason="两人")
    with pytest.raises(Refused):
        actions.approve(finding=finding, by=after.leader)
    assert actions.approve(finding=finding, by=after.officer).state == "approved"


def test_closing_needs_a_reason_and_is_told_where_it_was_known(after: District) -> None:
    finding = upheld(after)
    with pytest.raises(NotPossible, match="理由"):
        actions.close(finding=finding, by=after.officer, reason=" ")
    actions.close(finding=finding, by=after.officer, reason="已提醒")
    assert finding.state == "closed"
    assert Message.objects.filter(to=after.founder, title__contains="已了结").exists()


@pytest.mark.parametrize(
    "amount, since, expect, words",
    [
        ("500000.00", dt.date(2022, 11, 6), "315068.49", "500,000.00 × 230 ÷ 365 = 315,068.49"),
        ("6453.00", dt.date(2022, 6, 24), "6453.00", "6,453.00 × 365 ÷ 365 = 6,453.00"),
        ("6453.00", dt.date(2022, 1, 1), "6453.00", "6,453.00 × 365 ÷ 365 = 6,453.00"),
        ("6453.00", dt.date(2023, 6, 24), "0.00", "6,453.00 × 0 ÷ 365 = 0.00"),
        ("0.73", dt.date(2023, 6, 23), "0.00", "0.73 × 1 ÷ 365 = 0.00"),
        ("1.83", dt.date(2023, 6, 23), "0.01", "1.83 × 1 ÷ 365 = 0.01"),
    ],
)
def test_pro_rata_to_the_fen(amount: str, since: dt.date, expect: str, words: str) -> None:
    found = amounts.pro_rata(Decimal(amount), dt.date(2022, 6, 24), dt.date(2023, 6, 24), since)
    assert (found.amount, found.sum) == (Decimal(expect), words)


def test_where_the_rule_only_reminds_no_money_is_asked_for(after: District) -> None:
    decision = granted(after)
    row = decision.obligations.get(key="stay")
    row.on_breach = "remind"
    row.save()
    finding = opened(after, decision, source="obligation", obligation=row)
    actions.tell(finding=finding, by=after.officer)
    actions.state_view(finding=finding, by=after.founder, text="x", request_key=uuid.uuid4())
    actions.uphold(finding=finding, by=after.officer, reason="x")
    assert amounts.suggest(finding) is None
    with pytest.raises(NotPossible, match="只提醒"):
        actions.propose(finding=finding, by=after.officer, amount=Decimal("1.00"), reason="x")
    assert actions.close(finding=finding, by=after.officer, reason="请注意").state == "closed"
