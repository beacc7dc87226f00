"""Two experts say yes at once: one has the need; one expert and two who want the same time: one gets it."""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from django.db import transaction

from district.ground import clock
from district.ground.record.moves import MoveRefused
from district.services.advice import actions
from district.services.advice.models import AskedExpert, Encounter, Need
from tests.district.services.advice.core.town import NOW, morning
from tests.district.services.advice.core.town import town as made
from tests.racing import rush

pytestmark = pytest.mark.database


@pytest.mark.usefixtures("keeping_triggers")
def test_of_two_who_say_yes_at_once_one_has_it() -> None:
    with clock.at(NOW):
        town = made()
        for n in range(3):
            town.expert(f"示例专家{n}", "accounting")
        need = town.need()
    offers = list(need.offers.all())
    got = rush([partial(actions.accept, offer=each, by=town.officer) for each in offers], at=NOW, wait=30, join=120)
    assert sum(isinstance(each, Need) for each in got) == 1
    assert sum(isinstance(each, MoveRefused) for each in got) == 2, got
    assert AskedExpert.objects.filter(state="accepted").count() == 1
    need.refresh_from_db()
    assert need.state == "taken" and need.expert == AskedExpert.objects.get(state="accepted").expert


@pytest.mark.usefixtures("keeping_triggers")
def test_of_two_who_want_one_time_one_gets_it() -> None:
    with clock.at(NOW):
        town = made()
        expert = town.expert("示例专家甲", "accounting")
        town.opens(expert)
        needs = [town.taken(expert, by=each) for each in (town.founder, town.other)]

    def plan(need: Need) -> Encounter:
        with transaction.atomic():
            return actions.plan(need=need, mode="clinic", by=town.officer, request_key=uuid.uuid4(), span=morning(1))

    got = rush([partial(plan, each) for each in needs], at=NOW, wait=30, join=120)
    assert sum(isinstance(each, Encounter) for each in got) == 1, got
    assert Encounter.objects.count() == 1
