"""The database itself refuses, by name, whoever writes: violated here by raw SQL, on both databases."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction

from district.ground import clock
from district.ground.slots import actions, overlaps, states
from district.ground.slots.models import Hold, Resource, Seat, Session
from tests.district.ground.slots.town import MONDAY, NOW, TUESDAY, Town, span
from tests.district.ground.slots.town import town as made
from tests.standing import as_built, standing

pytestmark = pytest.mark.database


built, town = standing(NOW, made), as_built


HOLD = (
    'INSERT INTO slots_hold ("group", resource_id, kind, starts, ends, state, title, whom, place, room, subject, why, '
    "revision, made_at, changed_at, session_id) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', '', '', '', 0, %s, %s, %s)"
)
SEAT = (
    'INSERT INTO slots_seat (session_id, name, state, "order", token, why, revision, joined_at, changed_at, '
    "offer_until) VALUES (%s, %s, %s, %s, %s, '', 0, %s, %s, %s)"
)


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def hold(
    resource: Resource, kind: str, begins: str, ends: str, state: str = "stands", session: int | None = None
) -> None:
    group = uuid.uuid4()
    when, now = span(MONDAY, begins, ends), clock.now()
    plain = [each.astimezone(dt.UTC) for each in (*when, now)]
    if connection.vendor == "sqlite":
        plain = [each.replace(tzinfo=None) for each in plain]
    run(HOLD, group.hex if connection.vendor == "sqlite" else group, resource.pk, kind, plain[0], plain[1], state,
        plain[2], plain[2], session)  # fmt: skip


def seat(session: Session, state: str, order: int, name: str = "甲", until: dt.datetime | None = None) -> None:
    now = clock.now().astimezone(dt.UTC)
    until = until and until.astimezone(dt.UTC)
    if connection.vendor == "sqlite":
        now, until = now.replace(tzinfo=None), until and until.replace(tzinfo=None)
    run(SEAT, session.pk, name, state, order, uuid.uuid4().hex, now, now, until)


@pytest.mark.parametrize("one, other", list(product(overlaps.KINDS, overlaps.KINDS)))
def test_which_kinds_lie_over_each_other(town: Town, one: str, other: str) -> None:
    room, session = town.resource("room", "room"), town.session()
    hold(room, one, "09:00", "10:00", session=session.pk)
    hold(room, other, "10:00", "11:00", session=session.pk)  # half-open: one ends where the other begins
    hold(room, other, "09:30", "09:45", "cancelled", session=session.pk)
    if overlaps.may_overlap(one, other):
        hold(room, other, "09:30", "09:45", session=session.pk)
        return
    name = "no_two_kinds_of_hold_at_once" if one != other else "no_two_holds_at_once"
    both = {"no_two_holds_at_once", name}
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        hold(room, other, "09:59", "10:01" if one == other else "10:00", session=session.pk)
    assert any(each in str(refused.value) for each in both)


def test_a_hold_moved_over_another_is_refused(town: Town) -> None:
    room = town.resource("room", "room")
    hold(room, "appointment", "09:00", "10:00")
    hold(room, "appointment", "11:00", "12:00")
    with pytest.raises(IntegrityError, match="no_two_holds_at_once"), transaction.atomic():
        Hold.objects.filter(starts=span(MONDAY, "11:00", "12:00").starts).update(
            starts=span(MONDAY, "09:30", "12:00").starts
        )
    hold(room, "absence", "09:00", "10:00", "cancelled")
    with pytest.raises(IntegrityError, match="no_two_kinds_of_hold_at_once"), transaction.atomic():
        Hold.objects.filter(kind="absence").update(state="stands")


@pytest.mark.parametrize("name, act", [
    ("hold_ends_after_it_begins", lambda room, _s: hold(room, "appointment", "10:00", "10:00")),
    ("hold_kind_is_known", lambda room, _s: hold(room, "nap", "10:00", "11:00")),
    ("hold_state_is_known", lambda room, _s: hold(room, "appointment", "10:00", "11:00", "gone")),
    ("only_an_absence_is_wanted", lambda room, _s: hold(room, "appointment", "10:00", "11:00", "wanted")),
    ("hold_of_a_session_names_it", lambda room, _s: hold(room, "session", "10:00", "11:00")),
    ("seat_state_is_known", lambda _r, session: seat(session, "asleep", 9)),
    ("seat_names_somebody", lambda _r, session: seat(session, "left", 9, "")),
    ("offer_has_an_end", lambda _r, session: seat(session, "offered", 9)),
    ("one_seat_at_a_place_of_the_line|order", lambda _r, session: seat(session, "left", 1)),
    ("never_more_seats_than_the_capacity", lambda _r, session: seat(session, "taken", 9)),
    ("session_ends_after_it_begins",
     lambda _r, session: Session.objects.filter(pk=session.pk).update(ends=session.starts)),
    ("session_state_is_known", lambda _r, session: Session.objects.filter(pk=session.pk).update(state="maybe")),
    ("cancelled_session_says_why",
     lambda _r, session: Session.objects.filter(pk=session.pk).update(state="cancelled")),
    ("never_more_seats_than_the_capacity",
     lambda _r, session: Session.objects.filter(pk=session.pk).update(capacity=0)),
    ("resource_kind_is_known", lambda room, _s: Resource.objects.filter(pk=room.pk).update(kind="ghost")),
    ("resource_has_key_and_name", lambda room, _s: Resource.objects.filter(pk=room.pk).update(name="")),
    ("rest_is_four_hours_at_most", lambda room, _s: Resource.objects.filter(pk=room.pk).update(before=241)),
    ("opening_holds_a_slot", lambda room, _s: room.openings.update(length=500)),
    ("opening_takes_somebody", lambda room, _s: room.openings.update(capacity=0)),
    ("opening_holidays_are_known", lambda room, _s: room.openings.update(holidays="perhaps")),
    ("joining_needs_no_longer_notice_than_opening", lambda room, _s: room.openings.update(notice_join=9)),
    ("change_is_away_or_has_a_time",
     lambda room, _s: room.openings.get().changes.create(day=MONDAY, on=MONDAY)),
    ("way_is_said_once", lambda _r, _s: run("INSERT INTO slots_travel (one, other, minutes, source) "
                                            "VALUES ('b', 'a', 5, '')")),
    ("calendar_link_is_of_one", lambda _r, _s: run("INSERT INTO slots_calendarlink (revision) VALUES (1)")),
    ("slots_seat_never_updated", lambda _r, _s: Seat.objects.filter(order=1).update(token="other")),
    ("slots_seat_never_deleted", lambda _r, _s: run("DELETE FROM slots_seat")),
])  # fmt: skip
def test_named(town: Town, name: str, act: object) -> None:
    room, session = town.resource("room", "room"), town.session(capacity=1)
    town.open(room)
    actions.join(session=session, by=town.ann)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act(room, session)


def test_one_of_a_kind(town: Town) -> None:
    room, session = town.resource("room", "room"), town.session(capacity=3)
    actions.join(session=session, by=town.ann)
    opening = town.open(room)
    opening.changes.create(day=TUESDAY)
    with pytest.raises(IntegrityError, match=r"one_change_a_day|opening_id"), transaction.atomic():
        opening.changes.create(day=TUESDAY)
    with pytest.raises(IntegrityError, match=r"one_seat_a_person_and_session|person_id"), transaction.atomic():
        Seat.objects.create(session=session, person=town.ann, name="甲", state="taken", order=7, joined_at=clock.now(),
                            changed_at=clock.now())  # fmt: skip
    Session.objects.filter(pk=session.pk).update(opening=opening)
    other = town.session(when=span(MONDAY, "14:00", "17:00"))
    with pytest.raises(IntegrityError, match=r"one_session_a_slot|opening_id"), transaction.atomic():
        Session.objects.filter(pk=other.pk).update(opening=opening)
    booked = town.book(room, span(MONDAY, "09:00", "09:30"))
    with pytest.raises(IntegrityError, match=r"one_hold_a_request|request_key"), transaction.atomic():
        Hold.objects.filter(pk=town.book(room, span(MONDAY, "10:00", "10:30")).pk).update(
            request_key=booked.request_key
        )
    actions.say_way(one="甲", other="乙", minutes=10)
    with pytest.raises(IntegrityError, match=r"one_way_between_two_places|slots_travel"), transaction.atomic():
        run("INSERT INTO slots_travel (one, other, minutes, source) SELECT one, other, 5, '' FROM slots_travel")


def test_the_line_is_kept_by_the_database(town: Town) -> None:
    session = town.session(capacity=1)
    for who in (town.ann, town.bob, town.officer):
        actions.join(session=session, by=who)
    later = session.seats.get(order=3)
    Session.objects.filter(pk=session.pk).update(capacity=2)
    with pytest.raises(IntegrityError, match="waiting_list_moves_in_order"), transaction.atomic():
        Seat.objects.filter(pk=later.pk).update(state=states.TAKEN)
    with pytest.raises(IntegrityError, match="nobody_passes_the_waiting_list"), transaction.atomic():
        seat(session, states.TAKEN, 4)
    actions.cancel_session(session=session, why="示例", by=town.officer)
    with pytest.raises(IntegrityError, match="no_seat_in_a_cancelled_session"), transaction.atomic():
        seat(session, states.WAITING, 5)


def test_seats_are_counted_whoever_writes_them(town: Town) -> None:
    session = town.session(capacity=2)
    seat(session, states.TAKEN, 1)
    seat(session, states.TAKEN, 2, "乙")
    session.refresh_from_db()
    assert session.taken == 2
    run("UPDATE slots_seat SET state = 'cancelled' WHERE session_id = %s AND \"order\" = 1", session.pk)
    session.refresh_from_db()
    assert session.taken == 1
