"""A clinic's day: booked, walked in, called in fair turn, seen, missed, closed; what `slots` does is followed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils.translation import override

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused, dead_ends
from district.ground.slots import actions as slots
from district.ground.slots.models import Hold, Seat
from district.services.advice.clinic import actions, queries, states
from district.services.advice.clinic.models import Clinic, Visitor
from district.services.advice.models import Encounter, Need
from tests.district.cases.factories import person
from tests.district.services.advice.town import MONDAY, Place, moment


def at(text: str) -> Any:
    return clock.at(moment(MONDAY, text))


def book(clinic: Clinic, who: Any, time: str, **more: Any) -> Visitor:
    return actions.book(clinic=clinic, at=moment(MONDAY, time), by=who, request_key=uuid.uuid4(), **more)


def walk(clinic: Clinic, who: Any = None, **more: Any) -> Visitor:
    return actions.take_number(clinic=clinic, by=who, request_key=uuid.uuid4(), address="192.0.2.1", **more)


def test_the_states_have_no_dead_ends() -> None:
    assert dead_ends(states.STATES, states.MOVES) == []


class TestPlanned:
    def test_the_experts_time_is_held_and_half_the_places_are_for_booking(self, house: Place) -> None:
        expert = house.expert("示例甲")
        clinic = house.clinic(expert)
        hold = Hold.objects.get(kind="session")
        assert (hold.starts, hold.ends) == (moment(MONDAY, "09:00"), moment(MONDAY, "11:00"))
        assert [f"{each.at:%H:%M}" for each in queries.open_times(clinic)] == ["09:20", "10:00", "10:40"]
        with pytest.raises(slots.Taken):
            house.clinic(expert)

    def test_what_is_held_says_where(self, house: Place) -> None:
        """Also of a clinic on the phone, which is at no place: it stands in lists and calendars beside the hour."""
        expert = house.expert("示例甲")
        with clock.at(dt.date(2026, 9, 1)), override("en"):
            [online] = actions.plan(
                topic="policy", day=actions.Day(dt.date(2026, 9, 18), dt.time(14), dt.time(16)), experts=[expert],
                office=house.office, by=house.officer, request_key=uuid.uuid4(),
            )  # fmt: skip
        assert online.session is not None and online.session.place == "线上（视频或电话）"

    def test_every_week_but_not_on_holidays(self, house: Place) -> None:
        expert = house.expert("示例甲")
        with clock.at(dt.date(2026, 9, 1)):
            made = actions.plan(
                topic="policy", day=actions.Day(dt.date(2026, 9, 18), dt.time(14), dt.time(16)), experts=[expert],
                office=house.office, by=house.officer, request_key=uuid.uuid4(), weeks=4,
            )  # fmt: skip
        assert [each.day for each in made] == [dt.date(2026, 9, 18), dt.date(2026, 10, 9)]

    def test_only_the_office_plans(self, house: Place) -> None:
        with pytest.raises(Refused):
            actions.plan(topic="policy", day=actions.Day(MONDAY, dt.time(14), dt.time(16)), by=house.ann,
                         experts=[house.expert("示例甲")], office=house.office, request_key=uuid.uuid4())  # fmt: skip

    @pytest.mark.database
    def test_cancelled_with_a_reason_and_everybody_is_told(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        visitor = book(clinic, house.ann, "09:20")
        with pytest.raises(NotPossible, match="原因"):
            actions.cancel(clinic=clinic, why=" ", by=house.officer)
        for _n in range(2):
            actions.cancel(clinic=clinic, why="专家出差", by=house.officer)
        visitor.refresh_from_db()
        assert (visitor.state, visitor.why, Hold.objects.standing().count()) == ("dropped", "专家出差", 0)
        assert Message.objects.filter(to=house.ann, title__contains="取消").count() == 1
        with pytest.raises(NotPossible, match="已经取消"):
            book(clinic, house.bob, "10:00")


class TestFollowsSlots:
    def test_a_session_cancelled_there_is_a_clinic_cancelled(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        visitor = book(clinic, house.ann, "09:20")
        slots.cancel_session(session=clinic.session, why="停电", by=house.officer)
        clinic.refresh_from_db()
        visitor.refresh_from_db()
        assert clinic.cancelled_at and (clinic.why, visitor.state) == ("停电", "dropped")

    def test_a_seat_given_back_there_is_a_number_given_back(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        visitor = book(clinic, house.ann, "09:20")
        slots.cancel_seat(seat=visitor.seat, by=house.ann, why="不来了")
        visitor.refresh_from_db()
        assert (visitor.state, visitor.why) == ("left", "不来了")
        assert book(clinic, house.bob, "09:20").state == "booked"

    @pytest.mark.database
    def test_somebody_else_sits(self, house: Place) -> None:
        old, new = house.expert("示例甲"), house.expert("示例乙")
        clinic = house.clinic(old)
        actions.replace_expert(clinic=clinic, old=old, new=new, by=house.officer)
        assert [each.expert for each in queries.who_sits(clinic)] == [new]
        assert Hold.objects.standing().get(kind="session").resource.name == "示例乙"


class TestNumbers:
    def test_a_time_is_booked_once_and_again_after_it_was_given_back(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        visitor = book(clinic, house.ann, "09:20", about="商标怎么办")
        assert (visitor.label, visitor.about, visitor.seat.state) == ("A01", "商标怎么办", "taken")
        assert book(clinic, house.ann, "10:00") == visitor  # who has a number has that
        with pytest.raises(NotPossible, match="刚被约走"):
            book(clinic, house.bob, "09:20")
        actions.leave(visitor=visitor, by=house.ann)
        assert visitor.state == "left" and Seat.objects.get().state == "cancelled"
        assert book(clinic, house.bob, "09:20").label == "A02"

    def test_a_time_kept_for_walk_ins_is_not_booked(self, house: Place) -> None:
        with pytest.raises(NotPossible):
            book(house.clinic(house.expert("示例甲")), house.ann, "09:00")

    def test_without_an_account_by_the_link_alone_where_that_is_allowed(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        with at("08:00"), pytest.raises(NotPossible, match="开始前半小时"):
            walk(clinic)
        with at("08:50"):
            visitor = walk(clinic, name="示例路人", phone="13800000000")
            assert (visitor.label, visitor.name, visitor.person) == ("B01", "示例路人", None)
            with pytest.raises(Refused):
                actions.leave(visitor=visitor, by=None, token="")
            actions.leave(visitor=visitor, by=None, token=visitor.token)
            Clinic.objects.update(strangers=False)
            clinic.refresh_from_db()
            with pytest.raises(Refused, match="先登录"):
                walk(clinic)
            assert walk(clinic, house.ann).label == "B02"

    def test_no_more_numbers_than_the_hours_have_time_for(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))  # six places, three of them booked
        for who, time in ((house.ann, "09:20"), (house.bob, "10:00")):
            book(clinic, who, time)
        with at("09:00"):
            room = queries.line_of(clinic).room
            assert room == 4
            for _n in range(room):
                walk(clinic)
            with pytest.raises(NotPossible, match="已经发完"):
                walk(clinic)

    def test_an_address_takes_so_many_an_hour(self, house: Place) -> None:
        clinic = house.clinic(*(house.expert(f"示例{n}") for n in range(6)), walk_share=100)
        with at("09:00"):
            for _n in range(20):
                walk(clinic)
            with pytest.raises(NotPossible, match="网络"):
                walk(clinic)
            assert walk(clinic, house.ann).label == "B21"

    def test_two_missed_in_ninety_days_are_confirmed_by_phone_and_nobody_is_kept_out(self, house: Place) -> None:
        first, second = house.expert("示例甲"), house.expert("示例乙")
        for expert in (first, second):
            clinic = house.clinic(expert)
            book(clinic, house.ann, "09:20")
            with at("11:00"):
                actions.close(clinic=clinic, by=house.officer)
        clinic = house.clinic(house.expert("示例丙"))
        Visitor.objects.filter(state="missed").update(ended_at=clock.now() - dt.timedelta(days=10))
        with pytest.raises(NotPossible, match="留一个电话"):
            book(clinic, house.ann, "09:20")
        visitor = book(clinic, house.ann, "09:20", phone="13800000000")
        assert visitor.confirm and visitor.state == "booked"
        actions.confirm(visitor=visitor, by=house.officer, comes=True)
        assert visitor.confirmed_by == house.officer and visitor.state == "booked"
        Visitor.objects.filter(state="missed").update(ended_at=clock.now() - dt.timedelta(days=91))
        assert queries.missed_lately(house.ann) == 0

    def test_who_says_on_the_phone_that_they_do_not_come_gives_it_back(self, house: Place) -> None:
        visitor = book(house.clinic(house.expert("示例甲")), house.ann, "09:20")
        with pytest.raises(NotPossible, match="不需要"):
            actions.confirm(visitor=visitor, by=house.officer, comes=False)
        Visitor.objects.update(confirm=True)
        actions.confirm(visitor=visitor, by=house.officer, comes=False)
        assert visitor.state == "left"


class TestCalled:
    def test_booked_and_walked_in_by_turns_each_with_one_post(self, house: Place) -> None:
        expert = house.expert("示例甲")
        clinic, carl = house.clinic(expert), person("carl")
        booked = book(clinic, house.ann, "09:20")
        with at("08:45"):
            first = walk(clinic, house.bob)
        with at("09:00"):
            second = walk(clinic, carl)
            assert actions.call_next(clinic=clinic, by=house.officer, expert=expert) == first
            with pytest.raises(NotPossible, match="看完了还是没来"):
                actions.call_next(clinic=clinic, by=house.officer, expert=expert)
        with at("09:15"):
            actions.arrive(visitor=booked, by=house.ann)
            line = queries.line_of(clinic)
            assert [each.label for each in line.waiting] == ["A01", "B02"]
            assert (line.before(second), line.before(booked)) == (1, 0)
        with at("09:20"):
            assert actions.call_next(clinic=clinic, by=house.officer, expert=expert, last="served") == booked
            booked.refresh_from_db()
            assert (booked.waited, booked.calls, booked.expert) == (5, 1, expert)
            assert Message.objects.filter(to=house.ann, title__contains="叫到您了").exists()
        with at("09:40"):
            assert actions.call_next(clinic=clinic, by=house.officer, expert=expert, last="missed") == second
            booked.refresh_from_db()
            assert (booked.state, booked.seat.state) == ("missed", "absent")
            actions.again(visitor=booked, by=house.ann)
        with at("09:55"):
            assert actions.call_next(clinic=clinic, by=house.officer, expert=expert, last="served") == booked
            booked.refresh_from_db()
            assert booked.waited == 5  # how long they waited the first time stays
        with at("10:10"):
            assert actions.call_next(clinic=clinic, by=house.officer, expert=expert, last="served") is None

    def test_only_who_sits_there_calls(self, house: Place) -> None:
        inside, outside = house.expert("示例甲", account=True), house.expert("示例乙", account=True)
        clinic = house.clinic(inside)
        with at("09:00"):
            visitor = walk(clinic)
            with pytest.raises(Refused):
                actions.call_next(clinic=clinic, by=outside.person, expert=outside)
            with pytest.raises(NotPossible, match="不在这场坐诊"):
                actions.call_next(clinic=clinic, by=house.officer, expert=outside)
            assert actions.call_next(clinic=clinic, by=inside.person, expert=inside) == visitor

    def test_who_never_came_is_missed_and_who_waits_at_the_end_was_not_seen(self, house: Place) -> None:
        clinic = house.clinic(house.expert("示例甲"))
        booked = book(clinic, house.ann, "09:20")
        with pytest.raises(NotPossible, match="还没有开始"):
            actions.close(clinic=clinic, by=house.officer)
        with at("09:30"):
            waits = walk(clinic, house.bob)
        with at("11:00"):
            for _n in range(2):
                actions.close(clinic=clinic, by=house.officer)
            booked.refresh_from_db()
            waits.refresh_from_db()
            assert (booked.state, waits.state) == ("missed", "unseen")
            with pytest.raises(NotPossible, match="散场"):
                walk(clinic)
        assert queries.history_of(["science"]) == {"science": (1, 0)}

    def test_a_number_given_back_is_not_called(self, house: Place) -> None:
        expert = house.expert("示例甲")
        clinic = house.clinic(expert)
        with at("09:00"):
            actions.leave(visitor=walk(clinic, house.ann), by=house.ann)
            assert actions.call_next(clinic=clinic, by=house.officer, expert=expert) is None
            visitor = Visitor.objects.get()
            with pytest.raises(MoveRefused):
                actions.settle(visitor=visitor, came=True, by=house.officer)


class TestServed:
    def see(self, house: Place, who: Any, say: str = "") -> Visitor:
        expert = house.expert("示例甲", "technology", account=True)
        house.subject()
        clinic = house.clinic(expert)
        with at("09:00"):
            visitor = walk(clinic, who, name="示例路人", about="商标怎么办")
            actions.call_next(clinic=clinic, by=expert.person, expert=expert)
        with at("09:25"):
            visitor.refresh_from_db()
            actions.settle(visitor=visitor, came=True, by=expert.person, say=say)
        return visitor

    def test_is_an_encounter_of_a_need_that_begins_there(self, house: Place) -> None:
        visitor = self.see(house, house.ann, "建议先做商标检索，再按类别申请。")
        need, encounter = Need.objects.get(), Encounter.objects.get()
        assert (visitor.need, visitor.encounter) == (need, encounter)
        assert (need.state, need.text, need.expert) == ("taken", "商标怎么办", visitor.expert)
        assert (encounter.mode, encounter.state, encounter.record) == (
            "clinic",
            "done",
            "建议先做商标检索，再按类别申请。",
        )
        assert encounter.advisers.get().minutes == 25

    def test_without_a_word_it_waits_to_be_recorded(self, house: Place) -> None:
        assert self.see(house, house.ann).encounter.state == "planned"

    def test_goes_on_with_the_need_one_has(self, house: Place) -> None:
        need = house.need(house.expert("示例乙", "technology"))
        assert self.see(house, house.ann).need == need
        assert Need.objects.count() == 1

    @pytest.mark.database
    def test_a_strangers_becomes_theirs_once_they_sign_in(self, house: Place) -> None:
        visitor = self.see(house, None)
        assert visitor.state == "served" and not Need.objects.exists()
        with pytest.raises(Refused):
            actions.claim(visitor=visitor, by=house.ann, token="wrong")
        for _n in range(2):
            actions.claim(visitor=visitor, by=house.ann, token=visitor.token)
        assert visitor.need.asker == house.ann and Encounter.objects.count() == 1
        with pytest.raises(NotPossible, match="已经有人认领"):
            actions.claim(visitor=visitor, by=house.bob, token=visitor.token)


def test_a_past_day_is_entered_from_paper_once(house: Place) -> None:
    key, expert = uuid.uuid4(), house.expert("示例甲")
    given: dict[str, Any] = {
        "topic": "culture", "day": actions.Day(dt.date(2026, 3, 3), dt.time(9), dt.time(11)), "experts": [expert],
        "counted": actions.Counted(4, 1, 3, 1, 12), "office": house.office, "by": house.officer, "request_key": key,
    }  # fmt: skip
    assert actions.enter_past(**given) == actions.enter_past(**given)
    clinic = Clinic.objects.get()
    rows = clinic.visitors.order_by("kind", "number")
    assert [row.label for row in rows] == ["A01", "A02", "A03", "A04", "A05", "B01", "B02", "B03", "B04"]
    assert rows.filter(state="served", waited=12).count() == 7
    assert queries.history_of(["culture"]) == {"culture": (1, 4)} and clinic.past
    with pytest.raises(NotPossible, match="已经办过"):
        actions.enter_past(
            **{**given, "day": actions.Day(MONDAY, dt.time(9), dt.time(11)), "request_key": uuid.uuid4()}
        )


def test_a_closed_clinic_has_no_seat_that_is_still_to_be_sat_on(house: Place) -> None:
    clinic = house.clinic(house.expert("示例甲"))
    never, there = book(clinic, house.ann, "09:20"), book(clinic, house.bob, "10:00")
    gone = book(clinic, person("cyd"), "10:40")
    with at("09:30"):
        actions.arrive(visitor=there, by=house.bob)
        actions.leave(visitor=gone, by=None, token=gone.token, why="临时有事")
    with at("11:00"):
        actions.close(clinic=clinic, by=None)
    said = {row.person: row.seat.state for row in clinic.visitors.select_related("seat", "person") if row.seat}
    assert said == {house.ann: "absent", house.bob: "attended", gone.person: "absent"} and never.pk
