"""How many seats a lecture or a themed event has: as many as its keeper says."""

from __future__ import annotations

import pytest

from district.services.advice.models import Encounter
from tests.district.services.advice.core.test_journey import send, signed_in
from tests.district.services.advice.core.town import Town


@pytest.mark.parametrize(("said", "seats"), [({}, 50), ({"capacity": ""}, 50), ({"capacity": "200"}, 200)])
def test_a_lecture_has_the_seats_its_keeper_says(town: Town, said: dict[str, str], seats: int) -> None:
    expert = town.expert("示例甲", "law")
    given = {"mode": "lecture", "topic": "policy", "title": "示例讲座", "experts": [expert.reference],
             "day": "2022-07-01", "begins": "14:00", "length": "120", "place": "示例报告厅"}  # fmt: skip
    send(signed_in(town.officer), "hold_many", **given, **said)
    rows = [each.session.capacity for each in Encounter.objects.select_related("session") if each.session]
    assert rows == [seats]
