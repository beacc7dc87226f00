"""Many at once, on both databases: no time given twice, no seat lost or doubled, the line in order."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db.models import F

from district.ground import clock
from district.ground.slots import actions, queries, states
from district.ground.slots.models import Hold, Seat, Session
from tests.district.ground.slots.town import MONDAY, NOW, Town, crowd, patiently, rush, span
from tests.district.ground.slots.town import town as made

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]
PEOPLE, SEATS, THREADS = 1000, 200, 10


@pytest.fixture
def town(keeping_triggers: None) -> Iterator[Town]:
    with clock.at(NOW):
        yield made()


def test_without_the_count_at_commit_a_seat_is_given_twice(town: Town) -> None:
    """Read, think, write: what somebody does who only looks at the list. The counter is plain text here."""

    session = town.session(capacity=8, text="0")
    read = threading.Barrier(8)

    def careless() -> bool:
        seen = int(Session.objects.get(pk=session.pk).text)
        read.wait(timeout=60)
        if seen >= 1:
            return False
        Session.objects.filter(pk=session.pk).update(joined=F("joined") + 1)
        return True

    assert Counter(rush([careless] * 8)) == {True: 8}


def test_a_thousand_people_and_two_hundred_seats(town: Town) -> None:
    people, session = crowd(PEOPLE), town.session(capacity=SEATS)

    def some(first: int) -> list[int]:
        return [patiently(lambda each=each: actions.join(session=session, by=each)).order
                for each in people[first::THREADS]]  # fmt: skip

    results = rush([lambda n=n: some(n) for n in range(THREADS)])
    faults = [each for each in results if isinstance(each, Exception)]
    assert not faults, faults
    seats = list(Seat.objects.filter(session=session).order_by("order"))
    assert [seat.order for seat in seats] == list(range(1, PEOPLE + 1))
    assert len({seat.person_id for seat in seats}) == PEOPLE
    assert [seat.state for seat in seats] == [states.TAKEN] * SEATS + [states.WAITING] * (PEOPLE - SEATS)
    assert sorted(order for each in results for order in each) == list(range(1, PEOPLE + 1))
    session.refresh_from_db()
    assert (session.taken, session.joined) == (SEATS, PEOPLE)


def test_seats_given_back_at_once_go_to_the_first_in_line(town: Town) -> None:
    people, session = crowd(24), town.session(capacity=8)
    for each in people:
        actions.join(session=session, by=each)
    sitting = list(session.seats.filter(state=states.TAKEN).select_related("session"))
    results = rush([lambda seat=seat: actions.cancel_seat(seat=seat, by=seat.person) for seat in sitting[:6]]
                   + [lambda each=each: actions.join(session=session, by=each) for each in people[:6]])  # fmt: skip
    assert not [each for each in results if isinstance(each, Exception)]
    offered = list(session.seats.filter(state=states.OFFERED).order_by("order").values_list("order", flat=True))
    assert offered == list(range(9, 15))
    session.refresh_from_db()
    assert session.taken == session.seats.filter(state__in=states.OCCUPIES).count() == 8


def test_one_offer_is_taken_or_lapses_but_not_both(town: Town) -> None:
    people, session = crowd(4), town.session(capacity=1)
    for each in people:
        actions.join(session=session, by=each)
    actions.cancel_seat(seat=session.seats.get(order=1), by=people[0])
    seat = session.seats.select_related("session").get(order=2)
    late = NOW + dt.timedelta(hours=25)

    def lapse() -> int:
        with clock.at(late):
            return actions.lapse_offers()

    rush([lambda: actions.accept(seat=Seat.objects.select_related("session").get(pk=seat.pk), by=people[1])] * 4
         + [lapse] * 4)  # fmt: skip
    session.refresh_from_db()
    found = Counter(session.seats.values_list("state", flat=True))
    assert session.taken == 1 and found[states.TAKEN] + found[states.OFFERED] == 1


def test_two_holds_at_once_are_one(town: Town) -> None:
    expert = town.resource()
    town.open(expert)
    people = crowd(12)
    when = span(MONDAY, "09:00", "09:30")
    results = rush([lambda each=each: town.book(expert, when, each) for each in people])
    assert Counter(type(each).__name__ for each in results) == {"Hold": 1, "Taken": 11}
    assert Hold.objects.standing().filter(resource=expert).count() == 1


def test_a_panel_is_held_whole_or_not_at_all(town: Town) -> None:
    experts = [town.resource(f"e{n}") for n in range(3)]
    for each in experts:
        town.open(each)
    people, when = crowd(8), span(MONDAY, "09:00", "09:30")

    def panel(n: int) -> list[Hold]:
        order = experts if n % 2 else experts[::-1]
        return actions.book(resources=order, span=when, title="会诊", by=people[n], request_key=uuid.uuid4())

    results = rush([lambda n=n: panel(n) for n in range(8)])
    assert Counter(type(each).__name__ for each in results) == {"list": 1, "Taken": 7}
    assert Hold.objects.standing().count() == 3 and Hold.objects.values("group").distinct().count() == 1


def test_the_same_request_twice_at_once_is_one(town: Town) -> None:
    expert = town.resource()
    town.open(expert)
    key, when = uuid.uuid4(), span(MONDAY, "09:00", "09:30")
    results = rush([lambda: actions.book(resources=[expert], span=when, title="x", by=town.ann, request_key=key)] * 6)
    assert len({rows[0].pk for rows in results}) == 1 and Hold.objects.count() == 1


def test_a_cap_holds_however_many_ask(town: Town) -> None:
    expert = town.resource(per_day=3)
    town.open(expert)
    people = crowd(10)
    slots = queries.free([expert], span(MONDAY, "00:00", "23:59"))[expert.pk]
    results = rush([lambda n=n: town.book(expert, queries.Span(slots[n].starts, slots[n].ends), people[n])
                    for n in range(10)])  # fmt: skip
    assert Counter(type(each).__name__ for each in results) == {"Hold": 3, "CapReached": 7}


def test_a_slot_for_several_is_opened_once_and_joined(town: Town) -> None:
    clinic = town.resource("clinic", "room")
    town.open(clinic, capacity=4, length=60)
    people, when = crowd(10), span(MONDAY, "09:00", "10:00")
    results = rush([
        lambda each=each: actions.open_or_join(resource=clinic, span=when, by=each, request_key=uuid.uuid4())
        for each in people
    ])  # fmt: skip
    assert Session.objects.count() == 1 and Hold.objects.standing().count() == 1
    assert Counter(type(each).__name__ for each in results) == {"Seat": 4, "NotOpen": 6}
    assert Session.objects.get().taken == 4
