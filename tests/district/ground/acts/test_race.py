"""Threads on a real database: a form sent many times at once is done once, and every answer is the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from district.ground import clock
from district.ground.acts.acts import Done, perform
from district.ground.acts.models import Answered
from district.ground.people.models import Bureau
from tests.district.cases.factories import District, district
from tests.district.cases.test_concurrency import DAY, rush
from tests.district.ground.acts.things import RENAME

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]


@pytest.fixture
def town(keeping_triggers: None) -> Iterator[District]:
    with clock.at(DAY):
        yield district()


def test_eight_clicks_are_one_act(town: District) -> None:
    bureau = Bureau.objects.get(memberships__person=town.leader, memberships__role="leader")
    Bureau.objects.filter(pk=bureau.pk).update(phone="")
    found = rush([
        lambda: perform(RENAME, by=town.leader, thing=bureau, data={"contact": "甲"}, key="one") for _n in range(8)
    ])  # fmt: skip
    assert all(isinstance(each, Done) for each in found), found
    assert sorted(each.again for each in found) == [False] + [True] * 7  # type: ignore[attr-defined]
    assert {str(each.says[0].text) for each in found} == {"已改为“甲”。"}  # type: ignore[attr-defined]
    assert Bureau.objects.get(pk=bureau.pk).phone == "甲" and Answered.objects.count() == 1


def test_eight_keys_are_eight_acts(town: District) -> None:
    bureau = Bureau.objects.get(memberships__person=town.leader, memberships__role="leader")
    Bureau.objects.filter(pk=bureau.pk).update(phone="")
    rush([
        lambda n=n: perform(RENAME, by=town.leader, thing=bureau, data={"contact": "甲"}, key=str(n)) for n in range(8)
    ])  # fmt: skip
    assert Bureau.objects.get(pk=bureau.pk).phone == "甲" * 8
