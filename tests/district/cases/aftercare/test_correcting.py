"""Corrected facts: the decision judged again as it should have been; top-up, recovery, or nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest

from district.cases.aftercare import actions, amounts, correcting
from district.cases.aftercare.models import Finding
from district.cases.core import knowledge
from district.cases.core.models import Decision
from district.cases.review import actions as review_actions
from district.ground import clock
from tests.district.cases import deciding
from tests.district.cases.aftercare.factories import granted, second_firm
from tests.district.cases.factories import District, know

LATER = dt.date(2022, 8, 10)


def corrected(here: District, staff: int, since: dt.date = dt.date(2022, 6, 10), on: dt.date = LATER) -> None:
    with clock.at(on):
        know(here.firm, "从业人员", staff, since=since)


def look(decision: Decision, on: dt.date = LATER) -> Finding | None:
    with clock.at(on):
        return correcting.look_again(decision.pk)


def test_fewer_than_thought_is_a_recovery_of_the_difference(after: District) -> None:
    decision = granted(after)
    corrected(after, 6)
    finding = look(decision)
    assert finding is not None
    assert (finding.kind, finding.source, finding.state) == ("recovery", "correction", "opened")
    assert (finding.details["amount_then"], finding.details["amount_now"]) == ("6453.00", "4839.75")
    assert finding.details["facts"] == [
        {"name": "从业人员", "then": "8", "now": "6", "unit": "人", "source": "示例登记", "valid_from": "2022-06-10"}
    ]
    assert finding.details["then"]["eligible"] is True and finding.details["now"]["eligible"] is True
    suggested = amounts.suggest(finding)
    assert suggested == amounts.Suggested(Decimal("1613.25"), "6,453.00 − 4,839.75 = 1,613.25")


def test_more_than_thought_is_a_top_up_without_a_hearing(after: District) -> None:
    decision = granted(after)
    corrected(after, 9)
    finding = look(decision)
    assert finding is not None and finding.kind == "top_up"
    with pytest.raises(actions.NotPossible, match="直接确认"):
        actions.tell(finding=finding, by=after.officer)
    actions.recognise(finding=finding, by=after.officer, reason="社保数据已更正")
    suggested = amounts.suggest(finding)
    assert suggested is not None and suggested.amount == Decimal("806.63")
    actions.propose(finding=finding, by=after.officer, amount=suggested.amount, reason="")
    actions.approve(finding=finding, by=after.leader)
    assert amounts.standing_amount(decision) == Decimal("7259.63")
    assert look(decision) is None  # what was wrong has been put right


def test_no_longer_eligible_is_a_recovery_of_all(after: District) -> None:
    decision = granted(after)
    corrected(after, 2)
    finding = look(decision)
    assert finding is not None and finding.details["now"]["eligible"] is False
    suggested = amounts.suggest(finding)
    assert suggested is not None and suggested.amount == Decimal("6453.00")


def test_refused_and_now_entitled_is_a_top_up(after: District) -> None:
    firm = second_firm(after, 失信被执行=False)
    case = after.accepted(firm)
    review_actions.answer_condition(application=case, by=after.officer, condition="plan", value=True)
    with clock.at(dt.date(2022, 6, 24)):
        know(firm, "失信被执行", True, since=dt.date(2022, 6, 20))
        review_actions.read_anew(application=case, by=after.officer, request_key=uuid.uuid4())
    decision = deciding.decide(application=case, by=after.leader, outcome="refused")
    assert look(decision) is None
    with clock.at(LATER):
        know(firm, "失信被执行", False, since=dt.date(2022, 6, 21))
    finding = look(decision)
    assert finding is not None and finding.kind == "top_up"
    assert (finding.details["amount_then"], finding.details["amount_now"]) == ("0.00", "6453.00")


def test_nothing_when_the_same(after: District) -> None:
    decision = granted(after)
    assert look(decision) is None
    corrected(after, 8)  # the same value, known to hold later
    assert look(decision) is None
    with clock.at(LATER):
        know(after.firm, "营业收入", 5, since=dt.date(2022, 6, 1))  # learnt, and of no weight
    assert look(decision) is None
    assert not Finding.objects.exists()


def test_what_became_true_later_is_no_correction(after: District) -> None:
    decision = granted(after)
    corrected(after, 2, since=dt.date(2022, 7, 1))
    assert look(decision) is None
    assert list(correcting.touched()) == []
    with clock.at(LATER):  # the older row is replaced, and still tells of June
        assert knowledge.known(after.firm, dt.date(2022, 6, 24))["从业人员"]["value"] == "8"
        assert knowledge.known(after.firm, LATER)["从业人员"]["value"] == "2"


def test_unknown_is_no_certain_answer(after: District) -> None:
    decision = granted(after)
    found = correcting._difference(decision, {})
    assert found is None


def test_looking_twice_opens_one(after: District) -> None:
    decision = granted(after)
    corrected(after, 6)
    assert look(decision) == look(decision)
    assert Finding.objects.count() == 1


def test_corrected_back_the_finding_is_closed(after: District) -> None:
    decision = granted(after)
    corrected(after, 6)
    look(decision)
    corrected(after, 8, on=dt.date(2022, 8, 11))
    assert look(decision, dt.date(2022, 8, 11)) is None
    assert Finding.objects.get().state == "closed"
    corrected(after, 6, on=dt.date(2022, 8, 12))
    assert look(decision, dt.date(2022, 8, 12)) is not None
    assert sorted(Finding.objects.values_list("state", flat=True)) == ["closed", "opened"]


def test_corrected_again_the_newer_difference_stands(after: District) -> None:
    decision = granted(after)
    corrected(after, 6)
    look(decision)
    corrected(after, 5, on=dt.date(2022, 8, 11))
    finding = look(decision, dt.date(2022, 8, 11))
    assert finding is not None and finding.details["amount_now"] == "4033.13"
    assert Finding.objects.filter(state="opened").count() == 1


def test_what_was_dismissed_is_not_opened_again(after: District) -> None:
    decision = granted(after)
    corrected(after, 6)
    finding = look(decision)
    assert finding is not None
    actions.dismiss(finding=finding, by=after.officer, reason="社保漏报，已核实为八人")
    assert look(decision) is None
    assert Finding.objects.count() == 1


def test_the_signal_leaves_it_to_the_worker(after: District, django_capture_on_commit_callbacks: Any) -> None:
    granted(after)
    with django_capture_on_commit_callbacks(execute=True):
        corrected(after, 6)
    assert Finding.objects.filter(source="correction").count() == 1


def test_only_decisions_that_may_be_touched_are_judged(after: District, django_assert_num_queries: Any) -> None:
    for n in range(3):
        granted(after, second_firm(after, n))
    with django_assert_num_queries(1):
        assert correcting.look_again_at_all() == 0


def test_what_must_not_be_speaks_against_when_it_holds() -> None:
    clauses = [
        {"kind": "none", "children": [{"kind": "condition", "id": "a", "say": "失信", "value": True}]},
        {"kind": "condition", "id": "b", "say": "在本区", "value": True},
        {"kind": "none", "children": [{"kind": "none", "children": [{"id": "c", "say": "x", "value": True}]}]},
        {"kind": "none", "children": [{"kind": "condition", "id": "d", "say": "y", "value": None}]},
    ]
    assert [(each["id"], each["good"], each["never"]) for each in correcting._reasons(clauses, never=False)] == [
        ("a", False, True), ("b", True, False), ("c", True, False), ("d", None, True),
    ]  # fmt: skip
