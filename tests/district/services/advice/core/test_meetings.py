"""Encounters: turned into another mode by one click, with the time in `slots`; recorded, signed, missed; pairs."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.experts import end
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused
from district.ground.slots import actions as slots
from district.ground.slots.models import Hold
from district.services.advice import actions
from district.services.advice.meeting import resource_of
from district.services.advice.models import Adviser, Encounter, Mode, Need, Profile, Step
from district.services.advice.models.choices import MANY
from tests.district.services.advice.core.town import NOW, STREETS, Town, morning


def planned(town: Town, mode: str = "online", **more: object) -> Encounter:
    expert = town.expert("示例专家甲", "accounting", account=True)
    town.opens(expert)
    need = town.taken(expert, street=STREETS[0])
    return actions.plan(need=need, mode=mode, by=town.founder, request_key=uuid.uuid4(), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("first", [each for each in Mode.values if each not in MANY])
@pytest.mark.parametrize("then", [each for each in Mode.values if each not in MANY])
def test_each_mode_is_turned_into_each_other(town: Town, first: str, then: str) -> None:
    row = planned(town, first)
    if first == then:
        with pytest.raises(NotPossible):
            actions.turn(encounter=row, mode=then, by=town.founder, request_key=uuid.uuid4())
        return
    key = uuid.uuid4()
    made = actions.turn(encounter=row, mode=then, by=town.founder, request_key=key)
    row.refresh_from_db()
    assert row.state == "turned" and made.came_of == row and made.mode == then and made.state == "planned"
    assert [each.expert for each in made.advisers.all()] == [each.expert for each in row.advisers.all()]
    assert actions.turn(encounter=row, mode=then, by=town.founder, request_key=key) == made


def test_turning_frees_the_time_and_what_took_place_stays(town: Town) -> None:
    row = planned(town, "clinic", span=morning(1))
    assert Hold.objects.filter(group=row.hold, state="stands").exists()
    online = actions.turn(encounter=row, mode="online", by=town.founder, request_key=uuid.uuid4())
    assert not Hold.objects.filter(state="stands", kind="appointment").exists()
    actions.record(encounter=online, by=town.officer, text="示例", minutes=20)
    visit = actions.turn(encounter=online, mode="visit", by=town.founder, request_key=uuid.uuid4())
    online.refresh_from_db()
    assert online.state == "done" and visit.came_of == online and visit.state == "planned"
    assert set(Encounter.objects.values_list("need", flat=True)) == {row.need_id}, "all of one need"


def test_an_expert_is_at_one_place_at_a_time(town: Town) -> None:
    row = planned(town, "clinic", span=morning(1))
    expert = row.advisers.get().expert
    second = town.taken(expert)
    with pytest.raises((slots.Taken, slots.NotOpen)):
        actions.plan(need=second, mode="clinic", by=town.founder, request_key=uuid.uuid4(), span=morning(1))
    assert not second.encounters.exists(), "all or nothing"
    actions.plan(need=second, mode="clinic", by=town.founder, request_key=uuid.uuid4(), span=morning(1, 10))


def test_a_visit_holds_the_way_there_and_nobody_is_met_on_it(town: Town) -> None:
    row = planned(town, "visit", span=morning(1, 10))
    expert = row.advisers.get().expert
    slots.set_limits(resource=resource_of(expert, town.officer), by=town.officer, place=STREETS[1])
    actions.schedule(encounter=row, span=morning(1, 10, 60), by=town.founder)
    row.refresh_from_db()
    ways = Hold.objects.filter(group=row.hold, kind="travel", state="stands")
    assert len(ways) == 2 and all(each.ends - each.starts == dt.timedelta(minutes=40) for each in ways)
    second = town.taken(expert)
    with pytest.raises((slots.Taken, slots.NotOpen)):
        actions.plan(need=second, mode="visit", by=town.founder, request_key=uuid.uuid4(), span=morning(1, 9, 60))


def test_a_time_agreed_by_phone_is_for_who_serves(town: Town) -> None:
    row = planned(town, "clinic")
    evening = morning(2, 19, 45)
    with pytest.raises(slots.NotOpen):
        actions.schedule(encounter=row, span=evening, by=town.founder)
    with pytest.raises(Refused):
        actions.schedule(encounter=row, span=evening, by=town.founder, opens=True)
    person = row.advisers.get().expert.person
    assert person is not None
    actions.schedule(encounter=row, span=evening, by=person, opens=True)
    row.refresh_from_db()
    assert row.starts == evening.starts and Hold.objects.get(group=row.hold, kind="appointment").stands


def test_what_happens_to_the_appointment_happens_to_the_encounter(town: Town) -> None:
    row = planned(town, "clinic", span=morning(1))
    assert row.hold is not None
    slots.move(group=row.hold, starts=morning(2).starts, by=town.founder)
    row.refresh_from_db()
    assert row.starts == morning(2).starts
    other = town.expert("示例专家乙", "accounting")
    town.opens(other)
    assert row.hold is not None
    slots.hand_over(group=row.hold, old=resource_of(row.advisers.get().expert, town.officer),
                    new=resource_of(other, town.officer), by=town.officer)  # fmt: skip
    assert row.advisers.get().expert == other
    slots.cancel(group=row.hold, why="示例：来不了", by=town.founder)
    row.refresh_from_db()
    assert row.state == "called-off" and row.why == "示例：来不了"
    assert Need.objects.get().state == "taken", "the need goes on"


def test_cancelling_needs_a_reason_and_frees_the_time(town: Town) -> None:
    row = planned(town, "clinic", span=morning(1))
    with pytest.raises(NotPossible):
        actions.cancel(encounter=row, by=town.founder, why="")
    with pytest.raises(Refused):
        actions.cancel(encounter=row, by=town.other, why="示例")
    actions.cancel(encounter=row, by=town.founder, why="示例：有事")
    assert not Hold.objects.filter(state="stands", kind="appointment").exists()


def test_nothing_is_recorded_before_it_began_nor_twice(town: Town) -> None:
    row = planned(town, "clinic", span=morning(1))
    for text, minutes in (("示例", 30), ("", 30), ("示例", 0), ("示例", 601)):
        with pytest.raises(NotPossible):
            actions.record(encounter=row, by=town.officer, text=text, minutes=minutes)
    with clock.at(NOW + dt.timedelta(days=2)):
        actions.record(encounter=row, by=town.officer, text="示例", minutes=30)
        with pytest.raises(MoveRefused):
            actions.record(encounter=row, by=town.officer, text="另一份", minutes=10)
    assert row.happened_on == morning(1).starts.date() and row.record == "示例"


def test_each_expert_signs_their_own_part_of_the_one_record(town: Town) -> None:
    one, other = town.expert("示例专家甲", "accounting", account=True), town.expert("示例专家乙", "law", account=True)
    assert one.person and other.person
    need = town.taken(one)
    row = actions.plan(
        need=need, mode="panel", by=town.officer, request_key=uuid.uuid4(),
        experts=[actions.Place(one, "finance"), actions.Place(other, "law")],
    )  # fmt: skip
    actions.record(encounter=row, by=one.person, text="示例", minutes=40)
    mine, theirs = Adviser.objects.get(expert=one), Adviser.objects.get(expert=other)
    assert mine.signed_at is not None and theirs.signed_at is None
    with pytest.raises(Refused):
        actions.sign(adviser=theirs, by=town.founder)
    actions.sign(adviser=theirs, by=other.person, say="示例：补一句。")
    signed = Adviser.objects.get(expert=other)
    assert signed.say == "示例：补一句。"
    with clock.at(NOW + dt.timedelta(hours=1)):
        actions.sign(adviser=signed, by=other.person, say="改口")
    assert Adviser.objects.get(expert=other).say == "示例：补一句。"


def test_who_was_not_there_has_no_hours(town: Town) -> None:
    one, other = town.expert("示例专家甲", "accounting"), town.expert("示例专家乙", "law")
    row = actions.plan(need=town.taken(one), mode="panel", by=town.officer, request_key=uuid.uuid4(),
                       experts=[actions.Place(one), actions.Place(other)])  # fmt: skip
    actions.record(encounter=row, by=town.officer, text="示例", minutes=40, came=[one])
    assert dict(row.advisers.values_list("expert", "minutes")) == {one.pk: 40, other.pk: 0}
    with pytest.raises(NotPossible):
        actions.sign(adviser=Adviser.objects.get(expert=other), by=town.officer)


def test_a_need_is_not_ended_over_what_is_still_to_come(town: Town) -> None:
    row = planned(town)
    assert row.need is not None
    with pytest.raises(NotPossible):
        actions.end(need=row.need, by=town.officer)
    actions.cancel(encounter=row, by=town.founder, why="示例")
    with pytest.raises(NotPossible, match="还没有一次"):
        actions.end(need=row.need, by=town.officer)


def test_times_are_looked_at_without_writing_and_on_days_that_are(town: Town) -> None:
    row = planned(town, "clinic")
    page = reverse("advice:times", args=[row.reference])
    client = Client()
    client.force_login(town.founder)
    for day in ("9999-12-31", "0001-01-01", "2100-12-31", "1999-01-01", "nothing", "2022-07-04"):
        assert client.get(page, {"from": day}).status_code == 200, day
    other = town.expert("示例专家丁", "accounting")
    Adviser.objects.create(encounter=row, expert=other, reference="x")
    assert client.get(page).status_code == 200
    assert not Profile.objects.filter(expert=other).exists(), "reading a page writes nothing"


def test_a_day_so_far_off_is_said_to_be_a_slip(town: Town) -> None:
    row = planned(town, "clinic")
    client = Client()
    client.force_login(town.officer)
    late = {"begins": "23:30", "length": "60", "place": "", "request_key": str(uuid.uuid4())}
    sent = {
        reverse("advice:settle", args=[row.reference]): {**late, "day": "9999-12-31"},
        reverse("advice:hold_many"): {**late, "mode": "lecture", "topic": "policy", "title": "示例", "place": "示例",
                                      "experts": row.advisers.get().expert.reference, "day": "9999-12-31"},
        reverse("clinic:new"): {"topic": "policy", "on": "9999-12-31", "begins": "23:00", "ends": "23:50",
                                "experts": row.advisers.get().expert_id, "length": "20", "weeks": "2",
                                "walk_share": "30", "request_key": str(uuid.uuid4())},
    }  # fmt: skip
    for address, data in sent.items():
        answer = client.post(address, data)
        assert answer.status_code == 422 and "请核对年份" in answer.content.decode(), address


@pytest.mark.parametrize("how", ["give_back", "withdraw", "end"])
def test_a_pairing_does_not_outlive_its_expert(town: Town, how: str) -> None:
    expert = town.expert("示例专家甲", "management", account=True)
    need = town.taken(expert)
    assert expert.person is not None
    pair = actions.pair(need=need, by=expert.person, goals="示例目标", rhythm="weekly", until=dt.date(2022, 12, 31))
    if how == "give_back":
        actions.give_back(need=need, by=expert.person, why="示例：要出差")
    elif how == "withdraw":
        actions.withdraw(need=need, by=town.founder)
    else:
        end(expert=expert, by=town.officer)
        assert Message.objects.filter(to=town.founder, title="和示例专家甲的结对结束了").count() == 1
    pair.refresh_from_db()
    assert pair.state == "over" and pair.why
    if how == "give_back":
        assert LogEntry.objects.get(room="advice", verb="give-offer-back").by == expert.person
        other = town.expert("示例专家乙", "management")
        actions.accept(offer=actions.place(need=need, expert=other, by=town.officer), by=town.officer)
        again = actions.pair(need=need, by=town.officer, goals="示例", rhythm="weekly", until=dt.date(2022, 12, 31))
        assert again.expert == other


def test_two_are_paired_with_goals_rhythm_and_milestones(town: Town) -> None:
    expert = town.expert("示例专家甲", "management", account=True)
    assert expert.person is not None
    need, until = town.taken(expert), dt.date(2022, 12, 31)
    for wrong in ({"goals": ""}, {"rhythm": "daily"}, {"until": dt.date(2022, 6, 28)}):
        with pytest.raises(NotPossible):
            actions.pair(
                **{"need": need, "by": expert.person, "goals": "示例", "rhythm": "weekly", "until": until, **wrong}
            )
    pair = actions.pair(need=need, by=expert.person, goals="示例目标", rhythm="weekly", until=until,
                        steps=[("示例一", dt.date(2022, 8, 1))])  # fmt: skip
    assert actions.pair(need=need, by=expert.person, goals="另一个", rhythm="weekly", until=until) == pair
    actions.add_step(pairing=pair, by=expert.person, title="示例二", due_on=dt.date(2022, 9, 1))
    with pytest.raises(Refused):
        actions.reach_step(step=Step.objects.get(title="示例一"), by=town.founder)
    step = actions.reach_step(step=Step.objects.get(title="示例一"), by=expert.person, say="示例：做成")
    with clock.at(NOW + dt.timedelta(days=3)):
        assert actions.reach_step(step=step, by=expert.person).done_on == NOW.date()
    actions.end_pairing(pairing=pair, by=expert.person, why="示例：目标达到")
    with pytest.raises(NotPossible):
        actions.add_step(pairing=pair, by=expert.person, title="示例三", due_on=until)
    assert Need.objects.get(pk=need.pk).state == "taken"
