"""Who follows a filing up: a plan from the day it is acknowledged, a stand-in while away, an heir when they go."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.absences import enter_absence
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.services.training.employers import actions
from district.services.training.employers.models import Filing
from district.services.training.employers.queries import stands_in, touches_of
from district.services.training.employers.todo import SOURCES
from tests.district.cases.factories import District
from tests.district.conftest import TODAY
from tests.district.services.training.employers.town import ENDS, STARTS, filed

DUE = {each.key: each for each in SOURCES}["training_touch"]


def known(paid: District) -> Filing:
    filing = filed(paid)
    return actions.acknowledge(filing=filing, by=paid.officer)


def test_the_plan_follows_the_class(paid: District) -> None:
    filing = known(paid)
    days = [each.due_on for each in filing.touches.all()]
    assert days == [STARTS, dt.date(2022, 7, 1), ENDS, dt.date(2022, 7, 22)]
    assert [each.due_on for each in DUE.rows(paid.officer, TODAY)] == [STARTS, dt.date(2022, 7, 1)]
    actions.acknowledge(filing=_changed(filing, paid), by=paid.officer)
    assert filing.touches.count() == 4  # a change lays out no second plan


def _changed(filing: Filing, paid: District) -> Filing:
    from tests.district.services.training.employers.town import planned

    actions.change(filing=filing, plan=planned(trainer="示例讲师乙"), by=paid.founder)
    return filing


def test_a_step_is_done_once_and_says_what_comes_next(paid: District) -> None:
    filing = known(paid)
    touch = filing.touches.all()[0]
    with pytest.raises(NotPossible):
        actions.touched(touch=touch, by=paid.officer, note=" ")
    actions.touched(touch=touch, by=paid.officer, note="示例：已电话", next_on=TODAY + dt.timedelta(days=5))
    actions.touched(touch=touch, by=paid.officer, note="示例：第二次")
    touch.refresh_from_db()
    assert touch.note == "示例：已电话" and filing.touches.count() == 5
    with pytest.raises(Refused):
        actions.touched(touch=filing.touches.all()[1], by=paid.founder, note="示例")


def test_a_stand_in_has_the_steps_and_the_firm_reads_who_it_is(paid: District, as_: Callable[[Person], Client]) -> None:
    filing = known(paid)
    enter_absence(person=paid.officer, substitute=paid.leader, first=TODAY, last=TODAY + dt.timedelta(days=3),
                  by=paid.officer, request_key=uuid.uuid4())  # fmt: skip
    colleague = Person.objects.get(pk=paid.leader.pk)
    assert touches_of(colleague).filter(filing=filing).count() == 4
    assert stands_in(paid.officer, TODAY) == colleague
    page = as_(paid.founder).get(f"/my/training/{filing.reference}/").content.decode()
    assert paid.officer.name in page and f"由 {colleague.name} 代理" in page
    with clock.at(TODAY + dt.timedelta(days=5)):
        assert stands_in(paid.officer, clock.today()) is None
        assert not touches_of(Person.objects.get(pk=colleague.pk)).exists()


def test_another_takes_over_and_who_leaves_hands_over(paid: District) -> None:
    filing = known(paid)
    with pytest.raises(NotPossible, match="为什么"):
        actions.assign(filing=filing, by=paid.officer, officer=paid.leader, reason="")
    actions.assign(filing=filing, by=paid.officer, officer=paid.leader, reason="分工调整")
    assert filing.officer == paid.leader
    with pytest.raises(NotPossible, match="由谁接手"):
        actions.hand_over(person=paid.leader, heir=None, by=paid.leader)
    assert "1 件" in actions.hand_over(person=paid.leader, heir=paid.officer, by=paid.leader)
    filing.refresh_from_db()
    assert filing.officer == paid.officer
    with pytest.raises(Refused):
        actions.assign(filing=filing, by=paid.leader, officer=paid.stranger, reason="示例")
