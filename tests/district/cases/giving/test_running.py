"""Awards paid by the month: one figure everywhere, corrected and recovered period by period, following the facts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import pytest

from district.cases.aftercare import actions as findings
from district.cases.aftercare import correcting
from district.cases.aftercare.models import Finding
from district.cases.core import outcomes
from district.cases.core.models import Decision
from district.cases.letters.writing import decision_letter
from district.funds import queries, rechecking, verifying
from district.funds.models import Award, Clawback, Instalment
from district.ground import clock
from tests.district.cases.deciding import correct
from tests.district.cases.factories import know, person
from tests.district.cases.giving.rules import DAY, granted, limited
from tests.district.funds.town import Town

LATER = dt.date(2022, 9, 5)


@pytest.fixture
def here(db: None) -> Iterator[Town]:
    with clock.at(DAY):
        made = limited()
        yield made
        assert verifying.verify() == []


@pytest.fixture
def paid(here: Town) -> Decision:
    """8 heads × 100 a month × 36, of which June, July and August are paid."""
    decision = granted(here, "heads")
    payee(here)
    for month in (6, 7, 8):
        with clock.at(dt.date(2022, month, 24)):
            here.answer(here.sent())
    return decision


def payee(here: Town) -> None:
    from district.funds import actions

    made = actions.enter_payee(
        enterprise=here.base.firm, holder=here.base.firm.name, bank_name="示例银行", bank_code="102290000000",
        number="6222000012345678", by=here.base.founder, request_key=uuid.uuid4(),
    )  # fmt: skip
    actions.verify_payee(payee=made, by=here.officer, right=True)


def replaced(here: Town, old: Decision, heads: int) -> Decision:
    know(here.base.firm, "从业人员", heads, since=dt.date(2022, 2, 1))
    leader = person(f"leader{heads}", leader="区人社局")
    return correct(decision=old, by=leader, outcome="granted", note="人数更正", anew=True, request_key=uuid.uuid4())


def unpaid() -> set[int]:
    return set(Instalment.objects.filter(state__in=["due", "planned"], at="decision").values_list("fen", flat=True))


def test_one_figure_everywhere(here: Town) -> None:
    decision = granted(here, "heads")
    words = "每月 800.00 元 × 36 = 28,800.00 元"
    award = Award.objects.get()
    assert (decision.amount, decision.times, decision.total) == (D(800), 36, D(28800))
    assert (award.each, award.times, award.fen, award.words, decision.words) == (80000, 36, 2880000, words, words)
    assert decision.application.amount == D(28800) == queries.to_come(here.base.firm)
    assert outcomes.outcomes({"heads"}, None, None)["heads"].decided == D(28800)
    text = "".join(part.text for part in decision_letter(decision).parts)
    assert "28,800.00元" in text and words in text
    assert queries.given_by_year(award.reference) == {2022: D(5600), 2023: D(9600), 2024: D(9600), 2025: D(4000)}


@pytest.mark.parametrize("heads, asked", [(4, D(1200)), (7, D(300))])
def test_corrected_down_every_month_falls_and_the_paid_ones_are_asked_back(
    here: Town, paid: Decision, heads: int, asked: D
) -> None:
    with clock.at(LATER):
        new = replaced(here, paid, heads)
        assert new.total == D(heads * 100 * 36) == Award.objects.get().amount
        assert unpaid() == {heads * 10000}
        assert not Clawback.objects.exists()  # nothing is asked back before the firm was heard
        assert verifying.verify() == []
        finding = Finding.objects.get(source="replaced")
        assert finding.state == "opened" and finding.details["over"] == f"{asked:.2f}"
        ruled(here, finding, asked)
        assert [each.amount for each in Clawback.objects.all()] == [asked]
        assert sum(queries.given_by_year(paid.application.reference).values()) == new.total


def test_corrected_up_every_month_rises_and_what_was_paid_short_is_added_once(here: Town, paid: Decision) -> None:
    with clock.at(LATER):
        new = replaced(here, paid, 10)
        assert new.total == D(36000) == Award.objects.get().amount
        assert unpaid() == {100000}
        assert Instalment.objects.get(at="more").amount == D(600)
        assert not Clawback.objects.exists() and queries.to_come(here.base.firm) == D(36000 - 2400)


def test_corrected_again_and_revoked_nothing_is_left(here: Town, paid: Decision) -> None:
    with clock.at(LATER):
        down = replaced(here, paid, 4)
        up = replaced(here, down, 9)
        assert Award.objects.get().amount == D(32400) and verifying.verify() == []
        leader = person("leader99", leader="区人社局")
        correct(decision=up, by=leader, outcome="refused", note="查实不符", anew=False, request_key=uuid.uuid4())
        assert queries.to_come(here.base.firm) == 0 and verifying.verify() == []
        assert Award.objects.get().state == "settled"
        finding = Finding.objects.get(source="replaced", state="opened")
        ruled(here, finding, D(2400))
        assert queries.paid_to(here.base.firm) == 0


def ruled(here: Town, finding: Finding, amount: D) -> None:
    if finding.kind == "recovery":
        findings.tell(finding=finding, by=here.officer)
        with clock.at(clock.today() + dt.timedelta(days=30)):
            findings.uphold(finding=finding, by=here.base.leader, reason="属实")
    else:
        findings.recognise(finding=finding, by=here.officer, reason="属实")
    findings.propose(finding=finding, by=here.officer, amount=amount, reason="按规则")
    findings.approve(finding=finding, by=person(f"approver{finding.pk}", leader="区人社局"))


@pytest.mark.parametrize("heads, change", [(4, D(14400)), (9, D(3600))])
def test_an_approved_finding_changes_every_month(here: Town, paid: Decision, heads: int, change: D) -> None:
    with clock.at(LATER):
        know(here.base.firm, "从业人员", heads, since=dt.date(2022, 2, 1))
        finding = correcting.look_again(paid.pk)
        assert finding is not None
        ruled(here, finding, change)
        assert unpaid() == {heads * 10000}
        assert Award.objects.get().amount == D(heads * 3600)


def test_an_approved_recovery_of_another_sum_comes_off_what_is_unpaid(here: Town, paid: Decision) -> None:
    with clock.at(LATER):
        know(here.base.firm, "从业人员", 4, since=dt.date(2022, 2, 1))
        finding = correcting.look_again(paid.pk)
        assert finding is not None
        ruled(here, finding, D(330))
        assert Award.objects.get().left == D(28800 - 330)
        assert not Clawback.objects.exists()


def test_fewer_heads_lower_the_months_to_come_and_more_raise_them_to_what_was_decided(here: Town) -> None:
    granted(here, "heads")
    award = Award.objects.get()
    for heads, each in ((2, 20000), (5, 50000), (14, 80000)):
        know(here.base.firm, "从业人员", heads, since=clock.today())
        assert unpaid() == {each}
        assert verifying.verify() == []
    award.refresh_from_db()
    assert (award.fallen, award.state, award.amount) == (0, "committed", D(28800))


def test_what_was_paid_too_much_is_a_finding_and_asked_back(here: Town, paid: Decision) -> None:
    with clock.at(LATER):
        know(here.base.firm, "从业人员", 2, since=dt.date(2022, 7, 10))
        finding = Finding.objects.get(source="running")
        assert [each["serial"] for each in finding.details["periods"]] == [2, 3]
        assert unpaid() == {20000}
        rechecking.recheck(rechecking.running())
        assert Finding.objects.count() == 1
        ruled(here, finding, D(1200))
        assert [each.amount for each in Clawback.objects.all()] == [D(1200)]
        rechecking.recheck(rechecking.running())
        assert unpaid() == {20000} and Finding.objects.filter(source="running").count() == 1


def test_facts_put_right_end_the_finding(here: Town, paid: Decision) -> None:
    with clock.at(LATER):
        know(here.base.firm, "从业人员", 2, since=dt.date(2022, 7, 10))
        know(here.base.firm, "从业人员", 8, since=dt.date(2022, 7, 10))
        assert Finding.objects.get(source="running").state == "closed"
        assert unpaid() == {80000}


def test_the_enterprise_and_the_desk_read_the_same(here: Town, as_: Any) -> None:
    decision = granted(here, "heads")
    words = "每月 800.00 元 × 36 = 28,800.00 元"
    reference, uscc = decision.application.reference, here.base.firm.uscc
    for who, address in (
        (here.base.founder, f"/my/applications/{reference}/"), (here.base.founder, f"/my/enterprises/{uscc}/funds/"),
        (here.officer, f"/desk/awards/{reference}/"), (here.officer, f"/desk/applications/{reference}/"),
    ):  # fmt: skip
        assert words in as_(who).get(address).content.decode(), address
