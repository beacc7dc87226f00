"""Filed before it starts, from the day it was handed in; asked back, changed, acknowledged, finished, withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused, dead_ends
from district.services.training.employers import actions, states
from district.services.training.employers.models import Plan
from district.services.training.employers.queries import in_force
from tests.district.cases.factories import District
from tests.district.conftest import TODAY
from tests.district.services.training.employers.town import AFTER, ENDS, STARTS, filed, people, planned


def test_it_holds_from_the_day_it_was_handed_in(paid: District) -> None:
    filing = filed(paid)
    with clock.at(TODAY + dt.timedelta(days=1)):  # acknowledged when it has started already
        actions.acknowledge(filing=filing, by=paid.officer)
    filing.refresh_from_db()
    assert (filing.filed_on, filing.state, filing.officer) == (TODAY, "known", paid.officer)


@pytest.mark.parametrize("starts", [TODAY, TODAY - dt.timedelta(days=1), TODAY - dt.timedelta(days=30)])
def test_after_the_start_it_is_refused_with_the_reason(paid: District, starts: dt.date) -> None:
    with pytest.raises(NotPossible, match="开班之前备案"):
        filed(paid, starts=starts)


def test_tomorrow_is_early_enough_and_four_months_too_early(paid: District) -> None:
    assert filed(paid, starts=TODAY + dt.timedelta(days=1)).state == "filed"
    with pytest.raises(NotPossible, match="3 个月内"):
        filed(paid, starts=dt.date(2022, 9, 25), ends=dt.date(2022, 9, 30))


def test_all_that_is_wrong_is_said_at_once(paid: District) -> None:
    with pytest.raises(NotPossible) as why:
        filed(paid, ends=STARTS - dt.timedelta(days=3), hours=9, platform="", trainer=" ")
    for word in ("结束日期早于", "不到 10", "平台", "授课人"):
        assert word in str(why.value)
    with pytest.raises(NotPossible, match="上课地点"):
        filed(paid, mode="attended")


def test_the_same_form_twice_is_one(paid: District) -> None:
    key = uuid.uuid4()
    one, two = (
        actions.file(enterprise=paid.firm, programme=paid.programmes["online-training"], plan=planned(),
                     by=paid.founder, request_key=key) for _n in range(2)
    )  # fmt: skip
    assert one == two and Plan.objects.count() == 1


def test_a_change_before_the_start_is_a_version_and_after_it_is_refused(paid: District) -> None:
    filing = filed(paid)
    actions.acknowledge(filing=filing, by=paid.officer)
    actions.change(filing=filing, plan=planned(trainer="示例讲师乙"), by=paid.founder)
    assert filing.state == "filed" and filing.filed_on == TODAY  # looked at again, filed as before
    assert in_force(filing).number == 2 and in_force(filing).trainer == "示例讲师乙"
    assert actions.change(filing=filing, plan=planned(trainer="示例讲师乙"), by=paid.founder).number == 2
    with clock.at(STARTS), pytest.raises(NotPossible, match="开班后不能再变更"):
        actions.change(filing=filing, plan=planned(trainer="示例讲师丙"), by=paid.founder)
    for broken in ({"trainer": "x"}, {"starts": TODAY}):
        with pytest.raises(DatabaseError), transaction.atomic():
            filing.plans.filter(number=1).update(**broken)


def test_asked_back_and_answered(paid: District) -> None:
    filing = filed(paid)
    with pytest.raises(NotPossible, match="请写明"):
        actions.ask(filing=filing, by=paid.officer, asked=" ")
    actions.ask(filing=filing, by=paid.officer, asked="请补充平台的检测报告编号")
    assert Message.objects.filter(to=paid.founder, needs_action=True, title__contains="请补充培训备案").exists()
    with pytest.raises(MoveRefused):
        actions.acknowledge(filing=filing, by=paid.officer)
    actions.answer(filing=filing, by=paid.founder, answer="报告编号示例 001")
    assert not Message.objects.filter(to=paid.founder, needs_action=True).exists()
    actions.acknowledge(filing=filing, by=paid.officer)
    assert filing.state == "known" and filing.filed_on == TODAY


def test_it_is_finished_after_its_end_and_with_learners(paid: District) -> None:
    filing = filed(paid)
    actions.acknowledge(filing=filing, by=paid.officer)
    with pytest.raises(NotPossible, match="结束之后"):
        actions.finish(filing=filing, by=paid.founder)
    with clock.at(ENDS), pytest.raises(NotPossible, match="没有学员名单"):
        actions.finish(filing=filing, by=paid.founder)
    actions.bring_learners(filing=filing, by=paid.founder, file=people(1))
    with clock.at(AFTER):
        actions.finish(filing=filing, by=paid.founder)
    assert filing.finished_on == AFTER


def test_others_may_not(paid: District) -> None:
    with pytest.raises(Refused):
        filed(paid, by=paid.stranger)
    filing = filed(paid)
    for who in (paid.founder, paid.stranger, paid.auditor):
        with pytest.raises(Refused):
            actions.acknowledge(filing=filing, by=who)
    with pytest.raises(Refused):
        actions.withdraw(filing=filing, by=paid.officer)


def test_withdrawn_nobody_of_it_counts(paid: District) -> None:
    filing = filed(paid)
    actions.bring_learners(filing=filing, by=paid.founder, file=people(1, 2))
    actions.withdraw(filing=filing, by=paid.founder)
    assert not filing.learners.filter(live=True).exists()
    with pytest.raises(NotPossible):
        actions.bring_learners(filing=filing, by=paid.founder, file=people(3))


@pytest.mark.parametrize(
    ("table", "moves"),
    [
        (states.STATES, states.MOVES), (states.COURSE_STATES, states.COURSE_MOVES),
        (states.AUDIT_STATES, states.AUDIT_MOVES), (states.ITEM_STATES, states.ITEM_MOVES),
    ],
)  # fmt: skip
def test_no_state_is_a_dead_end(table: dict, moves: dict) -> None:  # type: ignore[type-arg]
    assert dead_ends(table, moves) == []
