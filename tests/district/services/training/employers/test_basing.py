"""Training bases: rooms whose time is given once, sessions in public, a calendar of each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from district.ground.acts.refusing import NotPossible
from district.ground.people.memberships import install
from district.ground.people.models import Organisation, Part, Person
from district.ground.people.permissions import Refused
from district.ground.slots.actions import Taken
from district.ground.slots.queries import Span
from district.services.training.employers import actions, basing
from tests.district.cases.factories import District
from tests.district.conftest import TODAY

ZONE = dt.timezone(dt.timedelta(hours=8))


def base(paid: District) -> tuple[Organisation, Person]:
    row = Organisation.objects.create(
        kind="base", name="示例基地", full="示例公共实训基地", public=True, address="示例路 1 号"
    )
    install(person=paid.founder, organisation=row, role=Part.STEWARD)
    return row, Person.objects.get(pk=paid.founder.pk)


def span(hour: int, hours: int = 2) -> Span:
    starts = dt.datetime.combine(TODAY + dt.timedelta(days=7), dt.time(hour), ZONE)
    return Span(starts, starts + dt.timedelta(hours=hours))


def session(row: Organisation, by: Person, hour: int, **more: Any) -> Any:
    return actions.publish_session(base=row, by=by, title="示例实训", span=span(hour), capacity=2,
                                   request_key=uuid.uuid4(), **more)  # fmt: skip


def test_a_room_is_given_once(paid: District) -> None:
    row, keeper = base(paid)
    room = actions.add_room(base=row, by=keeper, name="示例车间", place="")
    with pytest.raises(NotPossible, match="同名"):
        actions.add_room(base=row, by=keeper, name="示例车间", place="")
    session(row, keeper, 9, rooms=[room])
    with pytest.raises(Taken):
        session(row, keeper, 10, rooms=[room])
    session(row, keeper, 11, rooms=[room])
    assert basing.coming_of([row]) == {row.pk: 2}


def test_only_who_keeps_it_publishes(paid: District) -> None:
    row, _keeper = base(paid)
    for who in (paid.stranger, paid.officer):
        with pytest.raises(Refused):
            session(row, who, 9)


def test_the_public_sees_it_and_subscribes(paid: District, client: Client, as_: Callable[[Person], Client]) -> None:
    row, keeper = base(paid)
    made = session(row, keeper, 9)
    assert "示例公共实训基地" in client.get("/training/bases/").content.decode()
    page = client.get(f"/training/bases/{row.pk}/").content.decode()
    assert "示例实训" in page and "发布场次" not in page
    file = client.get(f"/training/bases/{row.pk}/calendar.ics").content.decode()
    assert "SUMMARY:示例实训" in file and "STATUS:CANCELLED" not in file
    other = Organisation.objects.create(kind="base", name="示例基地乙", full="示例基地乙", public=True)
    assert "示例实训" not in client.get(f"/training/bases/{other.pk}/calendar.ics").content.decode()
    signed = as_(keeper)
    assert "发布场次" in signed.get(f"/training/bases/{row.pk}/").content.decode()
    answer = signed.post(f"/training/bases/sessions/{made.reference}/cancel/", {"reason": "设备检修"})
    assert answer.status_code == 302
    assert "STATUS:CANCELLED" in client.get(f"/training/bases/{row.pk}/calendar.ics").content.decode()
    private = Organisation.objects.create(kind="base", name="示例基地丙", full="示例基地丙")
    assert client.get(f"/training/bases/{private.pk}/calendar.ics").status_code == 404
