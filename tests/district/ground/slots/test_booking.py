"""Appointments: what is listed can be booked and nothing else; rest, ways, caps; moved, handed over, given back."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.slots import actions, overlaps, queries
from district.ground.slots.models import Hold
from district.ground.slots.queries import Span, free
from district.ground.slots.refusals import NotPossible
from district.ground.slots.times import ONE_DAY, at, here, minutes, whole_day
from tests.district.ground.slots.town import MONDAY, NOW, TUESDAY, Town, moment, span

FEW = settings(max_examples=12, deadline=None,
               suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip


def listed(resource: Any, day: dt.date = MONDAY, **more: Any) -> list[str]:
    return [f"{slot.starts:%H:%M}" for slot in free([resource], whole_day(day), **more)[resource.pk]]


def overlapping() -> list[tuple[Hold, Hold]]:
    rows = list(Hold.objects.standing().order_by("resource", "starts"))
    return [
        (one, other) for n, one in enumerate(rows) for other in rows[n + 1 :]
        if one.resource_id == other.resource_id and one.span.meets(other.span)
        and not overlaps.may_overlap(one.kind, other.kind)
    ]  # fmt: skip


class TestBooking:
    def test_a_free_slot_is_booked_and_no_more_free(self, town: Town) -> None:
        expert = town.resource()
        town.open(expert, minutes=120)
        assert listed(expert) == ["09:00", "09:30", "10:00", "10:30"]
        row = town.book(expert, span(MONDAY, "09:30", "10:00"), title="税务")
        assert listed(expert) == ["09:00", "10:00", "10:30"]
        assert (row.person, row.title, row.state) == (town.ann, "税务", "stands")
        assert LogEntry.objects.get(verb="book").data["resources"] == ["expert"]

    def test_the_same_request_again_is_the_same_appointment(self, town: Town) -> None:
        expert, key = town.resource(), uuid.uuid4()
        town.open(expert)
        when = {"resources": [expert], "span": span(MONDAY, "09:00", "09:30"), "title": "x", "by": town.ann}
        assert actions.book(**when, request_key=key) == actions.book(**when, request_key=key)
        assert Hold.objects.count() == 1 and Message.objects.filter(to=town.ann).count() == 0

    def test_what_took_place_is_neither_cancelled_nor_moved(self, town: Town) -> None:
        expert = town.resource()
        town.open(expert, minutes=120)
        row = town.book(expert, span(MONDAY, "09:00", "09:30"))
        with clock.at(moment(MONDAY, "09:30")):
            for act in (
                lambda: actions.cancel(group=row.group, why="没去", by=town.ann),
                lambda: actions.move(group=row.group, starts=moment(MONDAY, "10:00"), by=town.ann),
            ):
                with pytest.raises(NotPossible, match="已经过去"):
                    act()
        row.refresh_from_db()
        assert row.state == "stands"

    def test_what_is_in_the_way_is_said_to_who_may_see_it(self, town: Town) -> None:
        expert = town.resource()
        town.open(expert)
        when = span(MONDAY, "09:00", "09:30")
        town.book(expert, when, title="秘密的事")
        with pytest.raises(actions.Taken) as refused:
            town.book(expert, when, town.bob)
        assert "已被占用" in str(refused.value) and "秘密" not in str(refused.value) and refused.value.hold is None
        with pytest.raises(actions.Taken) as refused:
            town.book(expert, when, town.officer)
        assert "秘密的事" in str(refused.value) and refused.value.hold is not None

    @pytest.mark.parametrize("begins, ends", [("08:00", "08:30"), ("09:10", "09:40"), ("09:00", "10:00")])
    def test_what_is_not_listed_cannot_be_had_by_changing_the_address(self, town: Town, begins: str, ends: str) -> None:
        expert = town.resource()
        town.open(expert)
        with pytest.raises(actions.NotOpen):
            town.book(expert, span(MONDAY, begins, ends))
        assert Hold.objects.count() == 0
        assert town.book(expert, span(MONDAY, begins, ends), town.officer, beyond=True).stands

    def test_who_may_not_is_told_why(self, town: Town) -> None:
        closed = town.resource(bookable=False)
        town.open(closed)
        with pytest.raises(Refused, match="经办人"):
            town.book(closed, span(MONDAY, "09:00", "09:30"))
        with pytest.raises(Refused):
            town.book(town.resource("open"), span(MONDAY, "09:00", "09:30"), beyond=True)

    def test_two_notice_periods(self, town: Town) -> None:
        clinic = town.resource("clinic", "room")
        town.open(clinic, capacity=3, length=60, notice_open=4320, notice_join=60)
        when = span(MONDAY, "09:00", "10:00")
        with pytest.raises(actions.NotOpen):  # too late to open it: less than three days
            actions.open_or_join(resource=clinic, span=when, by=town.ann, request_key=uuid.uuid4())
        with clock.at(NOW - dt.timedelta(days=2)):
            seat = actions.open_or_join(resource=clinic, span=when, by=town.ann, request_key=uuid.uuid4())
        [slot] = [each for each in free([clinic], whole_day(MONDAY))[clinic.pk] if each.session]
        assert (slot.session, slot.left) == (seat.session_id, 2)
        with clock.at(moment(MONDAY, "07:59")):
            other = actions.open_or_join(resource=clinic, span=when, by=town.bob, request_key=uuid.uuid4())
        assert other.session_id == seat.session_id
        with clock.at(moment(MONDAY, "08:01")), pytest.raises(actions.NotOpen):
            actions.open_or_join(resource=clinic, span=when, by=town.officer, request_key=uuid.uuid4())

    def test_caps_hold_for_the_list_and_for_the_write(self, town: Town) -> None:
        expert = town.resource(per_day=1, per_week=2, open_at_once=3)
        town.open(expert, minutes=60)
        town.book(expert, span(MONDAY, "09:00", "09:30"))
        assert listed(expert) == [] and listed(expert, TUESDAY) != []
        with pytest.raises(actions.CapReached, match="每天最多 1 次"):
            town.book(expert, span(MONDAY, "09:30", "10:00"))
        town.book(expert, span(TUESDAY, "09:00", "09:30"))
        wednesday, later = TUESDAY + ONE_DAY, MONDAY + ONE_DAY * 7
        assert listed(expert, wednesday) == [] and listed(expert, later) != []
        with pytest.raises(actions.CapReached, match="每周最多 2 次"):
            town.book(expert, span(wednesday, "09:00", "09:30"))
        town.book(expert, span(later, "09:00", "09:30"))
        with pytest.raises(actions.CapReached, match="同时最多接 3 个"):
            town.book(expert, span(later + ONE_DAY * 7, "09:00", "09:30"))
        assert listed(expert, later + ONE_DAY * 7) == []

    def test_a_panel_and_its_substitute(self, town: Town) -> None:
        tax, law, spare = (town.resource(key) for key in ("tax", "law", "spare"))
        for each, begins in ((tax, 9), (law, 10), (spare, 9)):
            town.open(each, begins=dt.time(begins), minutes=120)
        both = queries.free_together([tax, law], whole_day(MONDAY), length=30)
        assert [f"{each.starts:%H:%M}" for each in both] == ["10:00", "10:30"]
        rows = actions.book(resources=[tax, law], span=both[0], title="会诊", by=town.ann, request_key=uuid.uuid4())
        group = rows[0].group
        actions.hand_over(group=group, old=law, new=spare, by=town.officer)
        standing = Hold.objects.standing().filter(group=group)
        assert {row.resource for row in standing} == {tax, spare}
        assert Hold.objects.get(group=group, resource=law).state == "cancelled"  # kept, and why
        with pytest.raises(Refused):
            actions.cancel(group=group, why="", by=town.bob)
        actions.cancel(group=group, why="不需要了", by=town.ann)
        actions.cancel(group=group, why="又点了一次", by=town.ann)
        assert not Hold.objects.standing().exists()

    def test_something_lent_comes_back(self, town: Town) -> None:
        printer = town.resource("printer", "device")
        town.open(printer, length=120)
        group = town.book(printer, span(MONDAY, "09:00", "11:00")).group
        with pytest.raises(actions.NotPossible, match="还没有开始"):
            actions.end_early(group=group, by=town.ann)
        with clock.at(moment(MONDAY, "09:50")):
            actions.end_early(group=group, by=town.ann)
        row = Hold.objects.get(group=group)
        assert (row.state, here(row.ends)) == ("ended", moment(MONDAY, "09:50"))

    def test_moved_it_keeps_its_name_and_counts_its_change(self, town: Town) -> None:
        expert = town.resource(after=30)
        town.open(expert)
        first = town.book(expert, span(MONDAY, "09:00", "09:30"))
        town.book(expert, span(MONDAY, "11:00", "11:30"), town.bob)
        with pytest.raises(actions.Taken):
            actions.move(group=first.group, starts=moment(MONDAY, "11:00"), by=town.ann)
        [row] = actions.move(group=first.group, starts=moment(MONDAY, "09:30"), by=town.ann)  # over its own rest
        assert (row.pk, row.group) == (first.pk, first.group) and row.revision > first.revision
        rest = Hold.objects.standing().get(group=first.group, kind="buffer")
        assert here(rest.starts) == moment(MONDAY, "10:00")
        assert not overlapping()


class TestRestAndWays:
    def test_rest_takes_time_and_two_rests_may_share_it(self, town: Town) -> None:
        expert = town.resource(before=15, after=15)
        town.open(expert, length=15)
        town.book(expert, span(MONDAY, "10:00", "10:15"))
        near = [each for each in listed(expert) if "09:15" <= each < "11:00"]
        assert near == ["09:15", "09:30", "10:30", "10:45"]
        town.book(expert, span(MONDAY, "10:30", "10:45"), town.bob)
        assert Hold.objects.standing().filter(kind="buffer").count() == 4 and not overlapping()

    def test_ways_are_held_and_laid_anew(self, town: Town) -> None:
        expert = town.resource(place="中心")
        for one, other, long in (("中心", "甲街", 20), ("中心", "乙街", 40), ("甲街", "乙街", 10)):
            actions.say_way(one=one, other=other, minutes=long)
        book: Any = {"by": town.officer, "beyond": True}
        first = town.book(expert, span(MONDAY, "10:00", "11:00"), place="甲街", **book)
        assert ways() == ["09:40–10:00 甲街", "11:00–11:20 中心"]
        second = town.book(expert, span(MONDAY, "11:10", "12:00"), place="乙街", **book)
        assert ways() == ["09:40–10:00 甲街", "11:00–11:10 乙街", "12:00–12:40 中心"]
        actions.cancel(group=first.group, why="x", by=town.officer)
        assert ways() == ["10:30–11:10 乙街", "12:00–12:40 中心"]
        actions.move(group=second.group, starts=moment(TUESDAY, "09:00"), by=town.officer, beyond=True)
        assert ways() == ["08:20–09:00 乙街", "09:50–10:30 中心"]

    def test_a_place_too_far_is_refused_and_not_listed(self, town: Town) -> None:
        expert = town.resource(place="中心")
        town.open(expert, place="中心")
        town.book(expert, span(MONDAY, "10:00", "11:00"), town.officer, place="很远", beyond=True)
        for begins, ends in (("09:30", "10:00"), ("11:00", "11:30"), ("11:30", "12:00")):
            with pytest.raises((actions.Taken, actions.NotOpen)):
                town.book(expert, span(MONDAY, begins, ends), town.bob)
        assert not {"09:30", "11:00", "11:30"} & set(listed(expert)) and not overlapping()


def ways() -> list[str]:
    rows = Hold.objects.standing().filter(kind="travel").order_by("starts")
    return [f"{here(row.starts):%H:%M}–{here(row.ends):%H:%M} {row.place}" for row in rows]


PLACES = st.sampled_from(["", "中心", "甲街", "乙街"])
TIMES = st.integers(0, 31).map(lambda n: moment(MONDAY, "09:00") + minutes(15 * n))


@FEW
@given(
    st.lists(st.tuples(TIMES, st.integers(1, 6), PLACES, st.sampled_from(["book", "away", "cancel", "move"])),
             max_size=7),
    st.sampled_from([0, 15]), st.sampled_from([0, 15, 30]), st.sampled_from([None, 3]), PLACES,
)  # fmt: skip
def test_whatever_is_done_nothing_overlaps_and_the_list_is_what_can_be_booked(
    town: Town, done: list[tuple[dt.datetime, int, str, str]], before: int, after: int, per_day: int | None, place: str
) -> None:
    with transaction.atomic():
        expert = town.resource(f"e{uuid.uuid4()}", before=before, after=after, per_day=per_day, place="中心")
        town.open(expert, length=30, place=place)
        groups: list[uuid.UUID] = []
        for starts, quarters, where, what in done:
            when = Span(starts, starts + minutes(15 * quarters))
            try:
                with transaction.atomic():
                    if what == "away":
                        actions.enter_absence(resource=expert, span=when, by=town.officer, request_key=uuid.uuid4())
                    elif what == "cancel" and groups:
                        actions.cancel(group=groups.pop(), why="x", by=town.officer)
                    elif what == "move" and groups:
                        actions.move(group=groups[-1], starts=starts, by=town.officer, beyond=True)
                    else:
                        row = town.book(expert, when, town.officer, place=where, beyond=True)
                        groups.append(row.group)
            except actions.NotPossible:
                pass
            assert not overlapping()
        shown = {slot.starts for slot in free([expert], whole_day(MONDAY))[expert.pk]}
        for n in range(16):
            starts = moment(MONDAY, "09:00") + minutes(30 * n)
            assert can_be_booked(town, expert, Span(starts, starts + minutes(30))) == (starts in shown)
        transaction.set_rollback(True)


def can_be_booked(town: Town, expert: Any, when: Span) -> bool:
    try:
        with transaction.atomic():
            town.book(expert, when, town.bob)
            transaction.set_rollback(True)
    except actions.NotPossible:
        return False
    return True


def test_more_than_can_be_computed_is_refused(town: Town) -> None:
    expert = town.resource()
    town.open(expert, length=5, minutes=1440, begins=dt.time(0))
    with pytest.raises(actions.TooMuch, match="400 天"):
        free([expert], Span(NOW, NOW + ONE_DAY * 401))
    with pytest.raises(actions.TooMuch, match="时段"):
        free([expert, *(_opened(town, n) for n in range(2))], Span(NOW, NOW + ONE_DAY * 400))


def _opened(town: Town, n: int) -> Any:
    other = town.resource(f"more{n}")
    town.open(other, length=5, minutes=1440, begins=dt.time(0))
    return other


def test_many_resources_are_read_by_few_queries(town: Town, django_assert_max_num_queries: Any) -> None:
    rows = [town.resource(f"e{n}", per_day=2, open_at_once=9) for n in range(12)]
    for row in rows:
        town.open(row)
        town.book(row, span(MONDAY, "09:00", "09:30"), beyond=False)
    with django_assert_max_num_queries(6):
        found = free(rows, Span(NOW, NOW + ONE_DAY * 30))
    assert len(found) == 12 and all(found.values())
    assert Hold.objects.standing().values("resource").annotate(n=Count("pk")).count() == 12
    assert at(MONDAY, dt.time(9)) not in {slot.starts for slot in found[rows[0].pk]}
