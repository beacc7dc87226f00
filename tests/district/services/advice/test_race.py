"""Two want the same: one expert for two panels, one time of a clinic, the next number for two desks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from functools import partial
from typing import Any

import pytest

from district.ground import clock
from district.ground.slots.models import Hold
from district.services.advice.clinic import actions as clinics
from district.services.advice.clinic.models import Visitor
from district.services.advice.panels import actions as panels
from district.services.advice.panels.actions import Chair
from district.services.advice.panels.models import Panel
from tests.district.cases.factories import person
from tests.district.services.advice.town import MONDAY, NOW, Place, moment, place, rush

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]


@pytest.fixture
def town(keeping_triggers: None) -> Any:
    with clock.at(NOW):
        yield place()


def test_an_expert_wanted_by_panels_at_once_sits_on_one(town: Place) -> None:
    taker, law = town.expert("示例接单", "technology"), town.expert("示例法律", "law")
    others = [town.expert(f"示例金融{n}", "finance") for n in range(4)]
    need = town.need(taker)

    def book(finance: Any) -> Panel:
        chairs = [Chair("finance", finance), Chair("law", law)]
        return panels.book(need=need, kind="joint", chairs=chairs, starts=moment(MONDAY, "09:00"), length=60,
                           brief="示例", by=town.officer, request_key=uuid.uuid4())  # fmt: skip

    found = rush([partial(book, each) for each in others], at=NOW)
    assert Counter(isinstance(each, Panel) for each in found) == {True: 1, False: 3}, found
    assert Panel.objects.count() == 1 and need.encounters.count() == 1
    assert Hold.objects.standing().filter(kind="appointment").count() == 2  # all of one, none of the others


def test_a_time_wanted_by_many_is_given_once_and_numbers_are_never_the_same(town: Place) -> None:
    clinic = town.clinic(town.expert("示例甲"))
    people = [person(f"p{n}") for n in range(6)]
    book = [partial(clinics.book, clinic=clinic, at=moment(MONDAY, "09:20"), by=each, request_key=uuid.uuid4())
            for each in people]  # fmt: skip
    found = rush(book, at=NOW)
    assert Counter(isinstance(each, Visitor) for each in found) == {True: 1, False: 5}, found
    now = moment(MONDAY, "09:00")
    take = [partial(clinics.take_number, clinic=clinic, by=None, request_key=uuid.uuid4()) for _n in range(5)]
    rush(take, at=now)
    walked = Visitor.objects.filter(kind="walk").order_by("number")
    assert [each.number for each in walked] == list(range(1, len(walked) + 1)) and len(walked) >= 4


def test_two_desks_call_two_people(town: Place) -> None:
    experts = [town.expert("示例甲"), town.expert("示例乙")]
    clinic = town.clinic(*experts)
    now = moment(MONDAY, "09:00")
    with clock.at(now):
        for _n in range(2):
            clinics.take_number(clinic=clinic, by=None, request_key=uuid.uuid4())
    call = [partial(clinics.call_next, clinic=clinic, by=town.officer, expert=each) for each in experts]
    found = rush(call, at=now + dt.timedelta(minutes=1))
    assert sorted(each.number for each in found) == [1, 2], found
