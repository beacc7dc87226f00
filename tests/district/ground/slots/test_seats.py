"""Seats and the waiting list: in order, by offer, declined, left, lapsed. A seat is cancelled alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.ground import clock
from district.ground.bringing.waiting import Waiting
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused, dead_ends
from district.ground.slots import actions, nightly, states, todo
from district.ground.slots.models import Hold, Seat, Session
from district.ground.slots.seats import moved
from tests.district.ground.slots.town import MONDAY, NOW, TUESDAY, Town, crowd, moment, span


def sitting(session: Session) -> list[str]:
    return [f"{seat.order} {seat.state}" for seat in session.seats.order_by("order")]


def told(who: Any) -> list[str]:
    return list(Message.objects.filter(to=who).order_by("pk").values_list("title", flat=True))


def test_no_state_is_a_dead_end() -> None:
    assert dead_ends(states.STATES, states.MOVES) == []


class TestTheList:
    def test_in_the_order_they_came(self, town: Town) -> None:
        session = town.session(capacity=1)
        for who in (town.ann, town.bob, town.officer, town.ann):
            actions.join(session=session, by=who)
        assert sitting(session) == ["1 taken", "2 waiting", "3 waiting"]
        assert told(town.bob) == ["已候补：示例讲座，第 1 位"] and told(town.ann) == ["已报名：示例讲座"]

    def test_a_freed_seat_is_offered_to_the_first_who_is_told_which(self, town: Town) -> None:
        session = town.session(capacity=1)
        first, second, _third = (actions.join(session=session, by=who) for who in (town.ann, town.bob, town.officer))
        actions.cancel_seat(seat=first, by=town.ann)
        assert sitting(session) == ["1 cancelled", "2 offered", "3 waiting"]
        said = Message.objects.filter(to=town.bob).latest("pk")
        assert said.needs_action and said.link == f"/seats/{second.token}/"
        for part in ("示例讲座", "2026年11月30日 周一 14:00–16:00", "示例厅", "11月28日 10:00 前"):
            assert part in said.title + said.body
        second.refresh_from_db()
        actions.accept(seat=second, by=town.bob)
        assert actions.accept(seat=second, by=town.bob).state == states.TAKEN  # clicked twice
        session.refresh_from_db()
        assert session.is_planned and session.taken == 1

    def test_declined_or_run_out_it_goes_to_the_next(self, town: Town) -> None:
        people = crowd(5)
        session = town.session(capacity=1, when=span(MONDAY + dt.timedelta(days=7), "14:00", "16:00"))
        seats = [actions.join(session=session, by=who) for who in people]
        actions.cancel_seat(seat=seats[0], by=people[0])
        seats[1].refresh_from_db()
        actions.decline(seat=seats[1], by=None, token=seats[1].token)
        assert sitting(session)[:3] == ["1 cancelled", "2 declined", "3 offered"]
        with clock.at(NOW + dt.timedelta(hours=25)):
            seats[2].refresh_from_db()
            with pytest.raises(actions.TooLate):
                actions.accept(seat=seats[2], by=people[2])
            nightly.offers(clock.today())
            assert sitting(session)[2:] == ["3 lapsed", "4 offered", "5 waiting"]
            assert "没有按时确认" in told(people[2])[-1]
            actions.join(session=session, by=people[2])  # again, behind all others
            nightly.offers(clock.today())
        assert sitting(session)[3:] == ["4 offered", "5 waiting", "6 waiting"]

    def test_one_leaves_the_list_at_any_time(self, town: Town) -> None:
        session = town.session(capacity=1)
        actions.join(session=session, by=town.ann)
        seat = actions.join(session=session, by=town.bob)
        actions.leave(seat=seat, by=town.bob)
        assert sitting(session) == ["1 taken", "2 left"]
        with pytest.raises(MoveRefused, match="退出候补"):
            actions.accept(seat=seat, by=town.bob)

    def test_who_comes_while_others_wait_waits_behind_them(self, town: Town) -> None:
        """A freed seat stays free where it is too late for an offer: nobody walks past the line to it."""
        session = town.session(capacity=1, notice_join=0)
        first, _second = (actions.join(session=session, by=who) for who in (town.ann, town.bob))
        with clock.at(moment(MONDAY, "13:55")):
            actions.cancel_seat(seat=first, by=town.ann)
            actions.join(session=session, by=town.officer)
        assert sitting(session) == ["1 cancelled", "2 waiting", "3 waiting"]

    def test_more_seats_are_given_in_order_and_fewer_than_taken_are_refused(self, town: Town) -> None:
        session = town.session(capacity=1)
        for who in crowd(4):
            actions.join(session=session, by=who)
        actions.change_session(session=session, by=town.officer, capacity=3)
        assert sitting(session) == ["1 taken", "2 offered", "3 offered", "4 waiting"]
        with pytest.raises(actions.NotPossible, match="已有 3 人"):
            actions.change_session(session=session, by=town.officer, capacity=2)
        with pytest.raises(actions.NotPossible, match="已有 3 人"):
            actions.change_session(session=session, by=town.officer, capacity=0)

    def test_no_seats_at_all_is_no_seat(self, town: Town) -> None:
        session = town.session(capacity=0)
        assert actions.join(session=session, by=town.ann).state == states.WAITING

    def test_full_without_a_list_is_said(self, town: Town) -> None:
        session = town.session(capacity=1, waits=False)
        actions.join(session=session, by=town.ann)
        with pytest.raises(actions.Full):
            actions.join(session=session, by=town.bob)

    def test_too_late_to_join(self, town: Town) -> None:
        session = town.session(notice_join=120)
        with clock.at(moment(MONDAY, "12:01")), pytest.raises(actions.TooLate, match="11-30 12:00"):
            actions.join(session=session, by=town.ann)

    def test_an_offer_waits_as_a_to_do_and_its_notice_only_while_it_stands(self, town: Town) -> None:
        session = town.session(capacity=1)
        first, second = (actions.join(session=session, by=who) for who in (town.ann, town.bob))
        actions.cancel_seat(seat=first, by=town.ann)
        [item] = [each for each in Waiting(town.bob, NOW.date()).asked()[:9] if each.kind == "seat_offer"]
        assert item.due == dt.date(2026, 11, 28) and "示例厅" in item.subject
        assert todo.still_offered([second.reference, "HD/9"]) == {second.reference}
        second.refresh_from_db()
        actions.accept(seat=second, by=town.bob)
        assert (
            todo.still_offered([second.reference]) == set()
            and not Waiting(town.bob, NOW.date()).asked("seat_offer")[:9]
        )


class TestWhoseItIs:
    def test_a_seat_is_its_owners_and_the_session_goes_on(self, town: Town) -> None:
        session = town.session(capacity=3)
        mine, theirs = (actions.join(session=session, by=who) for who in (town.ann, town.bob))
        with pytest.raises(Refused, match="只有本人"):
            actions.cancel_seat(seat=theirs, by=town.ann)
        with pytest.raises(Refused):
            actions.cancel_seat(seat=theirs, by=None, token=mine.token)
        actions.cancel_seat(seat=mine, by=None, token=mine.token)
        session.refresh_from_db()
        assert session.is_planned and sitting(session) == ["1 cancelled", "2 taken"]

    def test_taken_away_by_the_office_one_is_told_why(self, town: Town) -> None:
        seat = actions.join(session=town.session(), by=town.ann)
        actions.cancel_seat(seat=seat, by=town.officer, why="重复报名")
        said = Message.objects.filter(to=town.ann).latest("pk")
        assert "重复报名" in said.body and "活动照常" in said.body

    def test_somebody_without_an_account_has_a_seat_by_name(self, town: Town) -> None:
        session = town.session()
        seat = actions.join(session=session, by=town.officer, name="示例学员")
        assert (seat.person, seat.name, seat.state) == (None, "示例学员", "taken")
        with pytest.raises(Refused):
            actions.join(session=session, by=town.ann, name="别人")

    def test_a_closed_session_takes_nobody_by_themselves(self, town: Town) -> None:
        session = town.session(public=False)
        with pytest.raises(Refused, match="不公开"):
            actions.join(session=session, by=town.ann)
        assert not Session.objects.visible_to(town.ann).exists() and Session.objects.visible_to(town.officer).exists()

    def test_who_came(self, town: Town) -> None:
        seat = actions.join(session=town.session(), by=town.ann)
        with pytest.raises(actions.NotPossible, match="开始前"):
            actions.attended(seat=seat, came=True, by=town.officer)
        with clock.at(moment(MONDAY, "14:10")):
            with pytest.raises(Refused):
                actions.attended(seat=seat, came=True, by=town.ann)
            assert actions.attended(seat=seat, came=False, by=town.officer).state == states.ABSENT
            assert actions.attended(seat=seat, came=True, by=town.officer).state == states.ATTENDED
        seat.session.refresh_from_db()
        assert seat.session.taken == 1


class TestTheSession:
    def test_cancelled_it_tells_all_and_frees_the_room(self, town: Town) -> None:
        room = town.resource("room", "room")
        session = town.session(capacity=1, resources=[room])
        for who in (town.ann, town.bob):
            actions.join(session=session, by=who)
        with pytest.raises(actions.NotPossible, match="原因"):
            actions.cancel_session(session=session, why=" ", by=town.officer)
        with pytest.raises(Refused):
            actions.cancel_session(session=session, why="x", by=town.ann)
        actions.cancel_session(session=session, why="讲师生病", by=town.officer)
        actions.cancel_session(session=session, why="又点一次", by=town.officer)
        assert sitting(session) == ["1 dropped", "2 dropped"] and not Hold.objects.standing().exists()
        for who in (town.ann, town.bob):
            [said] = Message.objects.filter(to=who, title__startswith="活动取消")
            assert "讲师生病" in said.body and "示例厅" in said.body
        with pytest.raises(actions.NotPossible, match="已经取消"):
            actions.join(session=session, by=town.officer)

    def test_moved_it_tells_who_comes_and_holds_the_other_time(self, town: Town) -> None:
        room = town.resource("room", "room", after=30)
        session = town.session(resources=[room])
        town.session(when=span(TUESDAY, "09:00", "10:00"), resources=[room])
        actions.join(session=session, by=town.ann)
        with pytest.raises(actions.Taken):
            actions.change_session(session=session, by=town.officer, span=span(TUESDAY, "09:30", "11:00"))
        actions.change_session(session=session, by=town.officer, span=span(MONDAY, "14:30", "16:30"), place="二楼")
        said = Message.objects.filter(to=town.ann).latest("pk")
        assert "14:00–16:00，示例厅" in said.body and "14:30–16:30，二楼" in said.body
        [held] = Hold.objects.standing().main().filter(session=session)
        assert held.span == span(MONDAY, "14:30", "16:30") and held.place == "二楼"
        actions.change_session(session=session, by=town.officer, text="带身份证")
        assert Message.objects.filter(to=town.ann).count() == 2

    def test_a_room_is_not_given_twice(self, town: Town) -> None:
        room = town.resource("room", "room")
        town.session(resources=[room])
        with pytest.raises(actions.Taken, match="示例讲座"):
            town.session(resources=[room], when=span(MONDAY, "15:59", "17:00"))
        assert Session.objects.count() == 1


MOVES = st.lists(st.tuples(st.sampled_from(["join", "cancel", "leave", "accept", "decline", "more", "fewer", "later"]),
                           st.integers(0, 7)), max_size=30)  # fmt: skip


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(MOVES, st.integers(0, 3))
def test_whatever_is_done_no_seat_is_lost_or_doubled(town: Town, done: list[tuple[str, int]], capacity: int) -> None:
    with transaction.atomic():
        people = crowd(8)
        session = town.session(capacity=capacity, when=span(MONDAY + dt.timedelta(days=30), "14:00", "16:00"))
        now = NOW
        for what, n in done:
            with clock.at(now):
                try:
                    with transaction.atomic():
                        act(what, session, people[n], town, n)
                except (actions.NotPossible, MoveRefused):
                    pass
                now += dt.timedelta(hours=30) if what == "later" else dt.timedelta(minutes=1)
                if what == "later":
                    actions.lapse_offers()
            check(session, now)
        transaction.set_rollback(True)


def act(what: str, session: Session, who: Any, town: Town, n: int) -> None:
    seat = session.seats.select_related("session", "person").filter(person=who, state__in=states.STANDING).first()
    if what == "join":
        actions.join(session=session, by=who)
    elif what in {"more", "fewer"}:
        step = 1 + n % 2 if what == "more" else -1
        session.refresh_from_db()
        actions.change_session(session=session, by=town.officer, capacity=max(session.capacity + step, 0))
    elif seat is not None and what != "later":
        verbs = {"cancel": actions.cancel_seat, "leave": actions.leave, "accept": actions.accept,
                 "decline": actions.decline}  # fmt: skip
        verbs[what](seat=seat, by=who)


def check(session: Session, now: dt.datetime) -> None:
    session.refresh_from_db()
    rows = list(session.seats.order_by("order"))
    assert session.taken == sum(row.state in states.OCCUPIES for row in rows) <= session.capacity
    assert [row.order for row in rows] == list(range(1, len(rows) + 1)) and session.joined == len(rows)
    standing = [row.person_id for row in rows if row.state in states.STANDING]
    assert len(set(standing)) == len(standing)
    waiting = [row for row in rows if row.state == states.WAITING]
    assert not waiting or session.left == 0  # nobody waits for a seat that is free
    offered = [row.order for row in rows if row.state == states.OFFERED]
    assert not waiting or not offered or max(offered) < min(row.order for row in waiting)


def test_a_seat_moves_by_the_table_alone(town: Town) -> None:
    seat = actions.join(session=town.session(), by=town.ann)
    with pytest.raises(MoveRefused):
        moved(seat, "decline", by=town.ann)
    assert Seat.objects.get(pk=seat.pk).state == states.TAKEN


def test_who_has_a_seat_is_told_the_day_before_once_and_of_another_day_again(town: Town) -> None:
    session = town.session(capacity=1)
    actions.join(session=session, by=town.ann)
    actions.join(session=session, by=town.bob)
    with clock.at(NOW + dt.timedelta(days=1)):
        assert nightly.tomorrow(clock.today()) == "明天有活动的提醒 0 条。"
    sunday = NOW + dt.timedelta(days=2)
    with clock.at(sunday):
        assert nightly.tomorrow(clock.today()) == "明天有活动的提醒 1 条。"
        assert nightly.tomorrow(clock.today()) == "明天有活动的提醒 0 条。"
    assert "明天：示例讲座" in told(town.ann) and "明天：示例讲座" not in told(town.bob)
    seat = Seat.objects.get(person=town.ann)
    [subject] = Message.objects.filter(title="明天：示例讲座").values_list("subject", flat=True)
    assert todo.still_coming([subject]) == {subject}
    with clock.at(sunday):
        actions.change_session(session=session, by=town.officer, span=span(TUESDAY, "14:00", "16:00"))
        assert todo.still_coming([subject]) == set()
    with clock.at(sunday + dt.timedelta(days=1)):
        assert nightly.tomorrow(clock.today()) == "明天有活动的提醒 1 条。"
        actions.cancel_seat(seat=seat, by=town.ann)
    [*_old, latest] = Message.objects.filter(title="明天：示例讲座").order_by("pk").values_list("subject", flat=True)
    assert todo.still_coming([latest]) == set()
