"""The demonstration's clinic that runs: it is there at whatever hour it is loaded."""

from __future__ import annotations

import pytest

from district.ground import clock
from district.ground.people.queries import Topic
from district.services.advice.clinic import demo, states
from district.services.advice.clinic.models import Clinic
from tests.district.services.advice.town import MONDAY, Place, moment

HOURS = ("00:00", "00:05", "07:50", "12:00", "19:59", "20:30", "21:00", "21:50", "21:59", "22:25", "22:59", "23:00",
         "23:30", "23:59")  # fmt: skip


@pytest.mark.parametrize("hour", HOURS)
def test_somebody_is_called_and_others_wait_at_every_hour(house: Place, hour: str) -> None:
    now = moment(MONDAY, hour)
    expert = house.expert("示例甲", topic=Topic.SERVICES)
    with clock.at(now):
        demo._running({Topic.SERVICES: [expert]}, house.office, house.officer)
    clinic = Clinic.objects.get()
    assert clinic.starts <= now and clinic.day == MONDAY
    rows = list(clinic.visitors.order_by("number"))
    assert [row.state for row in rows] == [states.CALLED, *[states.WAITING] * (len(demo.ABOUT) - 1)]
    assert all(clinic.starts <= row.taken_at <= now for row in rows)
