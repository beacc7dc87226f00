"""Openings changed for this day, this and the following, or all; absences that list what they clash with."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from district.ground import clock
from district.ground.bringing.waiting import Waiting
from district.ground.messages.models import Message
from district.ground.people.actions import let_go
from district.ground.people.permissions import Refused
from district.ground.slots import actions, queries, recurring
from district.ground.slots.absences import gaps
from district.ground.slots.actions import Choice
from district.ground.slots.models import Hold, Opening, Resource
from district.ground.slots.times import ONE_DAY, Span, at, day_of, here, whole_day
from tests.district.cases.factories import person
from tests.district.ground.slots.town import MONDAY, NOW, TUESDAY, Town, moment, span

WEEKLY = "FREQ=WEEKLY;BYDAY=MO,TU"


def open_on(resource: Resource, days: int = 30) -> list[str]:
    """The days that have slots, and when the first of each is."""
    between = Span(at(MONDAY, dt.time()), at(MONDAY + ONE_DAY * days, dt.time()))
    firsts: dict[dt.date, str] = {}
    for slot in queries.free([resource], between)[resource.pk]:
        firsts.setdefault(day_of(slot.starts), f"{slot.starts:%m-%d %H:%M}")
    return list(firsts.values())


class TestChanges:
    def test_this_day_is_left_out_or_at_another_time(self, town: Town) -> None:
        expert = town.resource()
        opening = town.open(expert, WEEKLY, minutes=60)
        actions.change_opening(opening=opening, scope=actions.THIS, day=MONDAY, by=town.officer, why="开会")
        to = actions.Day(dt.date(2026, 12, 2), dt.time(14), 90)
        actions.change_opening(opening=opening, scope=actions.THIS, day=TUESDAY, to=to, by=town.officer)
        assert open_on(expert, 10) == ["12-02 14:00", "12-07 09:00", "12-08 09:00"]
        assert opening.rule == Opening.objects.get().rule  # an exception has no rule, and changes none
        with pytest.raises(actions.NotPossible, match="不在这条"):
            actions.change_opening(opening=opening, scope=actions.THIS, day=dt.date(2026, 12, 3), by=town.officer)

    def test_this_and_the_following_cuts_the_series_in_two(self, town: Town) -> None:
        expert = town.resource()
        opening = town.open(expert, WEEKLY + ";COUNT=6", minutes=60)
        later = dt.date(2026, 12, 8)
        actions.change_opening(opening=opening, scope=actions.THIS, day=dt.date(2026, 12, 14), by=town.officer)
        new = actions.change_opening(opening=opening, scope=actions.FOLLOWING, day=later, by=town.officer,
                                     begins=dt.time(15))  # fmt: skip
        assert open_on(expert) == ["11-30 09:00", "12-01 09:00", "12-07 09:00", "12-08 15:00", "12-15 15:00"]
        opening.refresh_from_db()
        assert new.series == opening.series and new.pk != opening.pk
        assert (recurring.read(opening.rule)["UNTIL"], recurring.read(new.rule)["COUNT"]) == ("20261207", "3")

    def test_following_from_the_first_day_is_all(self, town: Town) -> None:
        expert = town.resource()
        opening = town.open(expert, WEEKLY, minutes=60)
        actions.change_opening(opening=opening, scope=actions.FOLLOWING, day=MONDAY, by=town.officer, length=60)
        assert Opening.objects.get().length == 60

    def test_all(self, town: Town) -> None:
        expert = town.resource()
        opening = town.open(expert, WEEKLY, minutes=60)
        actions.change_opening(opening=opening, scope=actions.ALL, by=town.officer, rule="FREQ=WEEKLY;BYDAY=FR")
        assert open_on(expert, 14) == ["12-04 09:00", "12-11 09:00"]

    def test_ended_from_a_day_on_and_what_is_booked_stands(self, town: Town) -> None:
        expert = town.resource()
        opening = town.open(expert, WEEKLY, minutes=60)
        town.book(expert, span(dt.date(2026, 12, 8), "09:00", "09:30"))
        actions.end_opening(opening=opening, by=town.officer, day=dt.date(2026, 12, 7))
        assert open_on(expert) == ["11-30 09:00", "12-01 09:00"] and Hold.objects.standing().count() == 1
        actions.end_opening(opening=opening, by=town.officer)
        assert open_on(expert) == []
        with pytest.raises(actions.NotPossible, match="已经停用"):
            actions.change_opening(opening=opening, scope=actions.ALL, by=town.officer, length=60)

    def test_once_beside_a_recurrence(self, town: Town) -> None:
        expert = town.resource()
        town.open(expert, WEEKLY, minutes=60)
        town.open(expert, "", first=dt.date(2026, 12, 5), begins=dt.time(10), minutes=60)  # a Saturday
        assert open_on(expert, 7) == ["11-30 09:00", "12-01 09:00", "12-05 10:00"]

    def test_holidays(self, town: Town) -> None:
        expert = town.resource()
        given: dict[str, Any] = {"first": dt.date(2026, 9, 28), "minutes": 60}
        town.open(expert, "FREQ=DAILY", holidays="off", **given)
        with clock.at(dt.date(2026, 9, 28)):
            between = Span(at(dt.date(2026, 9, 29), dt.time()), at(dt.date(2026, 10, 11), dt.time()))
            days = {day_of(slot.starts).isoformat() for slot in queries.free([expert], between)[expert.pk]}
        assert "2026-10-01" not in days and "2026-10-02" not in days and "2026-10-08" in days

    def test_who_may_and_twice_is_once(self, town: Town) -> None:
        expert, key = town.resource(), uuid.uuid4()
        given: dict[str, Any] = {"resource": expert, "first": MONDAY, "begins": dt.time(9), "minutes": 60}
        with pytest.raises(Refused, match="经办人"):
            actions.add_opening(**given, by=town.ann, request_key=key)
        assert actions.add_opening(**given, by=town.officer, request_key=key) == actions.add_opening(
            **given, by=town.officer, request_key=key
        )
        with pytest.raises(actions.NotPossible, match="容得下"):
            actions.add_opening(**{**given, "minutes": 10}, by=town.officer, request_key=uuid.uuid4())
        with pytest.raises(actions.BadRule, match="BYHOUR"):
            actions.add_opening(**given, rule="FREQ=DAILY;BYHOUR=1", by=town.officer, request_key=uuid.uuid4())


class TestAbsence:
    def away(self, town: Town, resource: Resource, begins: str = "00:00", ends: str = "23:00", **more: Any) -> Hold:
        return actions.enter_absence(
            resource=resource, span=span(MONDAY, begins, ends), by=more.pop("by", town.officer), why="生病",
            request_key=more.pop("key", uuid.uuid4()), **more,
        )  # fmt: skip

    def busy(self, town: Town) -> tuple[Resource, Resource, Hold, Any]:
        expert, other = town.resource(after=15), town.resource("other")
        for each in (expert, other):
            town.open(each)
        appointment = town.book(expert, span(MONDAY, "09:00", "09:30"))
        session = town.session(when=span(MONDAY, "14:00", "16:00"), resources=[expert])
        actions.join(session=session, by=town.bob)
        return expert, other, appointment, session

    def test_nothing_in_the_way(self, town: Town) -> None:
        expert, key = town.resource(), uuid.uuid4()
        town.open(expert)
        row = self.away(town, expert, key=key)
        assert row == self.away(town, expert, key=key) and row.state == "stands"
        assert MONDAY.isoformat()[5:] not in " ".join(open_on(expert, 3))
        with pytest.raises(actions.NotPossible):
            town.book(expert, span(MONDAY, "09:00", "09:30"), town.officer, beyond=True)
        with clock.at(moment(MONDAY, "10:00")):
            actions.end_absence(absence=row, by=town.officer)
        row.refresh_from_db()
        assert row.state == "ended" and here(row.ends) == moment(MONDAY, "10:00")

    def test_what_clashes_is_listed_and_nothing_vanishes(self, town: Town) -> None:
        expert, _other, appointment, session = self.busy(town)
        with pytest.raises(actions.Unsettled, match="2 项") as refused:
            self.away(town, expert)
        assert [(each.hold.kind, each.seats) for each in refused.value.clashes] == [("appointment", 0), ("session", 1)]
        choices = {str(appointment.group): Choice("cancel", "生病")}
        with pytest.raises(actions.Unsettled, match="1 项"):
            self.away(town, expert, choices=choices)
        appointment.refresh_from_db()
        session.refresh_from_db()
        assert appointment.stands and session.is_planned and not Hold.objects.filter(kind="absence").exists()
        assert not Message.objects.filter(title__contains="取消").exists()

    def test_even_the_rest_after_an_appointment_clashes(self, town: Town) -> None:
        expert, *_rest = self.busy(town)
        found = queries.clashes(expert, span(MONDAY, "09:40", "10:00"))
        assert [each.hold.kind for each in found] == ["appointment"]
        assert queries.clashes(expert, span(MONDAY, "09:45", "10:00")) == []

    def test_cancelled_moved_and_handed_over(self, town: Town) -> None:
        expert, other, appointment, session = self.busy(town)
        moves = town.book(expert, span(MONDAY, "10:00", "10:30"), town.bob)
        third = town.book(expert, span(MONDAY, "11:00", "11:30"), town.bob, title="第三个")
        row = self.away(town, expert, choices={
            str(appointment.group): Choice("cancel", "专家生病"),
            str(moves.group): Choice("move", starts=moment(TUESDAY, "10:00")),
            str(third.group): Choice("hand_over", resource=other),
            str(session.uid): Choice("hand_over", resource=other),
        })  # fmt: skip
        assert row.state == "stands" and queries.clashes(expert, row.span) == []
        moves.refresh_from_db()
        appointment.refresh_from_db()
        assert here(moves.starts) == moment(TUESDAY, "10:00") and appointment.state == "cancelled"
        assert Hold.objects.standing().get(group=third.group).resource == other
        assert Hold.objects.standing().get(session=session).resource == other
        titles = set(Message.objects.filter(to__in=[town.ann, town.bob]).values_list("title", flat=True))
        assert {"预约取消：示例预约", "预约有变：示例预约", "预约有变：第三个"} <= titles

    def test_a_choice_that_cannot_be_changes_nothing(self, town: Town) -> None:
        expert, other, appointment, session = self.busy(town)
        town.book(other, span(MONDAY, "09:00", "09:30"), town.bob)
        with pytest.raises(actions.Taken):
            self.away(town, expert, choices={str(session.uid): Choice("cancel", "x"),
                                             str(appointment.group): Choice("hand_over", resource=other)})  # fmt: skip
        session.refresh_from_db()
        assert session.is_planned

    def test_later_the_time_around_is_held_and_it_waits_as_a_to_do(self, town: Town) -> None:
        expert, _other, appointment, session = self.busy(town)
        row = self.away(town, expert, "08:00", "18:00", later=True)
        assert row.state == "wanted" and open_on(expert, 1) == []
        with pytest.raises(actions.Taken):
            town.book(expert, span(MONDAY, "12:00", "12:30"), town.officer, beyond=True)
        appointment.refresh_from_db()
        assert appointment.stands
        [item] = [each for each in Waiting(town.officer, NOW.date()).asked()[:9] if each.kind == "absence_clash"]
        assert item.link == f"/desk/slots/expert/absence/{row.pk}/" and item.due == MONDAY
        actions.settle(
            absence=row, by=town.officer, later=True, choices={str(appointment.group): Choice("cancel", "x")}
        )
        assert row.state == "wanted" and [each.hold.session for each in queries.clashes(expert, row.span)] == [session]
        actions.settle(absence=row, by=town.officer, choices={str(session.uid): Choice("cancel", "x")})
        assert row.state == "stands" and not Waiting(town.officer, NOW.date()).asked("absence_clash")[:9]
        standing = Hold.objects.standing().filter(resource=expert)
        assert [each.span for each in standing] == [span(MONDAY, "08:00", "18:00")]

    def test_whose_time_it_is_settles_it_too_and_nobody_else(self, town: Town) -> None:
        expert = town.resource("ann", person=town.ann, bookable=True)
        other = town.resource("kept", bookable=False)
        for each in (expert, other):
            town.open(each)
        group = str(town.book(expert, span(MONDAY, "09:00", "09:30"), town.bob).group)
        with pytest.raises(Refused):
            self.away(town, expert, by=town.bob)
        with pytest.raises(Refused):  # not at the cost of somebody one may not book
            self.away(town, expert, by=town.ann, choices={group: Choice("hand_over", resource=other)})
        assert self.away(town, expert, by=town.ann, choices={group: Choice("cancel", "x")}).state == "stands"


def test_gaps_are_what_is_left() -> None:
    day = whole_day(MONDAY)
    taken = [span(MONDAY, "10:00", "11:00"), span(MONDAY, "09:00", "10:30"), span(MONDAY, "23:00", "23:30")]
    assert gaps(span(MONDAY, "09:30", "12:00"), taken) == [span(MONDAY, "11:00", "12:00")]
    assert gaps(day, [day]) == [] and gaps(day, []) == [day]


def test_the_time_of_who_leaves_is_given_by_the_heir(town: Town) -> None:
    leaver, mate = person("leaver", "示例甲", officer="区人社局"), person("mate", "示例乙", officer="区人社局")
    admin = person("admin", administrator="区人社局")
    theirs = town.resource("desk of a", "person", person=leaver)
    Resource.objects.filter(pk=theirs.pk).update(name=leaver.name)
    opening = town.open(theirs)
    when = span(MONDAY, "10:00", "10:30")
    held = town.book(theirs, when)
    for heir, why in ((None, "还有 1 份"), (town.bob, "本部门")):
        with pytest.raises(actions.NotPossible, match=why):
            let_go(person=leaver, by=admin, heir=heir, why="调离")
    own = town.resource("desk of b", "person", person=mate)
    town.open(own)
    busy = town.book(own, when, by=town.bob)
    with pytest.raises(actions.NotPossible, match="已有别的安排"):
        let_go(person=leaver, by=admin, heir=mate, why="调离")
    actions.cancel(group=busy.group, by=town.bob, why="示例")
    assert let_go(person=leaver, by=admin, heir=mate, why="调离") == ["时间安排 1 份"]
    theirs.refresh_from_db()
    assert (theirs.person, theirs.name, list(theirs.openings.all())) == (mate, "示例乙", [opening])
    assert Hold.objects.get(pk=held.pk).stands
    told = Message.objects.filter(title__startswith="预约有变")
    assert {each.to for each in told} == {town.ann, mate} and all("示例乙" in each.body for each in told)
