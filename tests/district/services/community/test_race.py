"""Many at once, on both databases: one seat each, one lending a slot, one check-in a seat."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest

from district.ground import clock
from district.ground.people.models import Person
from district.ground.slots import states as seats
from district.ground.slots.models import Hold, Seat
from district.ground.slots.times import Span, at, minutes
from district.services.community import door, meeting
from district.services.community.alliance import lending, members
from district.services.community.alliance.models import Lending
from district.services.community.models import CheckIn
from tests.district.cases.factories import person
from tests.district.ground.slots.town import patiently
from tests.district.services.community.square import NOW, TEA_DAY, Square
from tests.district.services.community.square import square as made
from tests.racing import rush

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]
THREADS = 6


@pytest.fixture
def square(keeping_triggers: None) -> Iterator[Square]:
    with clock.at(NOW):
        yield made()


def test_two_seats_and_six_who_want_one(square: Square) -> None:
    activity, people = square.activity(capacity=2), [person(f"p{n}") for n in range(THREADS)]

    def join(who: Person) -> str:
        return patiently(lambda: meeting.sign_up(activity=activity, by=who, request_key=uuid.uuid4())).seat.state

    rush([lambda who=who: join(who) for who in people], at=NOW, wait=60, join=120)
    found = sorted(Seat.objects.values_list("state", flat=True))
    assert found == sorted([seats.TAKEN] * 2 + [seats.WAITING] * (THREADS - 2))


def test_the_same_scan_from_six_phones_is_one_check_in(square: Square) -> None:
    activity = square.activity()
    seat = meeting.sign_up(activity=activity, by=square.ann).seat
    begins = at(TEA_DAY, dt.time(15))
    scan = door.Scan(uuid.uuid4(), door.ticket_of(seat), begins)

    def take() -> door.Came:
        answers = patiently(lambda: door.check_in(activity=activity, by=square.officer, scans=[scan]))
        return answers[scan.number]

    became = rush([take] * THREADS, at=begins + minutes(5), wait=60, join=120)
    assert sorted(became) == sorted([door.Came.NOW] + [door.Came.BEFORE] * (THREADS - 1))
    assert CheckIn.objects.get().seat == seat


def test_one_room_is_lent_once(square: Square) -> None:
    one = members.ask(by=square.ann, enterprise=square.firm, about="x", request_key=uuid.uuid4())
    other = members.ask(by=square.bob, enterprise=square.other, about="x", request_key=uuid.uuid4())
    for member in (one, other):
        members.admit(member=member, by=square.officer)
    shared = lending.lend(
        by=square.ann, member=one, kind="room", title="示例会议室", place="示例路", first=TEA_DAY, begins=dt.time(9),
        minutes=120, length=120, request_key=uuid.uuid4(),
    )  # fmt: skip
    span = Span(at(TEA_DAY, dt.time(9)), at(TEA_DAY, dt.time(11)))

    def borrow() -> str:
        return patiently(
            lambda: lending.borrow(shared=shared, by=square.bob, borrower=other, span=span, purpose="示例",
                                   request_key=uuid.uuid4())
        ).reference  # fmt: skip

    results = rush([borrow] * THREADS, at=NOW, wait=60, join=120)
    assert sum(isinstance(each, str) for each in results) == 1
    assert Lending.objects.get().hold == Hold.objects.get(kind=Hold.Kind.APPOINTMENT)
