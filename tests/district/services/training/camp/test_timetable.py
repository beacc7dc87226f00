"""Lessons by a recurrence: when, whom and what they hold, who is told, what stands in calendars."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.calendars import written
from district.ground.slots import actions as slots
from district.ground.slots.models import Hold
from district.ground.slots.times import here
from district.services.training.camp import feeds, timetable
from district.services.training.camp.models import CampLesson
from tests.district.services.training.camp.town import FIRST, NOW, Camp

DAY = dt.timedelta(days=1)


def starts(rows: list[CampLesson]) -> list[str]:
    return [f"{here(row.session.starts):%m-%d %H:%M}" for row in rows]


def test_a_week_after_a_week_within_the_cohort(camp: Camp) -> None:
    cohort = camp.cohort()
    rows = camp.plan(cohort, "FREQ=WEEKLY;BYDAY=TU,TH")
    assert starts(rows)[:3] == ["12-08 13:30", "12-10 13:30", "12-15 13:30"]
    assert here(rows[-1].session.starts).date() <= cohort.last and len(rows) == 8
    assert len({row.series for row in rows}) == 1


def test_public_holidays_are_left_out_unless_it_is_said_otherwise(camp: Camp) -> None:
    september = dt.datetime(2022, 9, 1, 10, tzinfo=NOW.tzinfo)
    with clock.at(september):
        given = {"opens_at": september, "closes_at": september + DAY, "first": dt.date(2022, 9, 26)}
        cohort = camp.cohort(last=dt.date(2022, 10, 12), **given)
        rule = {"rule": "FREQ=DAILY", "first": cohort.first}
        off, keep = camp.plan(cohort, **rule), camp.plan(cohort, holidays="keep", title="示例二", **rule)
    national = {f"10-0{n} 13:30" for n in range(1, 8)}
    assert not national & set(starts(off)) and national <= set(starts(keep))


def test_the_same_key_plans_once_and_none_at_all_is_refused(camp: Camp) -> None:
    cohort, key = camp.cohort(), uuid.uuid4()
    given = {"title": "示例课", "first": FIRST, "begins": dt.time(9), "length": 60, "request_key": key}
    once = timetable.plan(cohort=cohort, by=camp.officer, **given)
    assert timetable.plan(cohort=cohort, by=camp.officer, **given) == once
    with pytest.raises(NotPossible, match="一次课也没有"):
        camp.plan(cohort, first=cohort.last + DAY)
    with pytest.raises(Refused):
        timetable.plan(cohort=cohort, by=camp.ann, **given)


def test_a_room_is_held_and_all_or_none_are_planned(camp: Camp) -> None:
    cohort = camp.cohort()
    room = slots.add_resource(key="room", kind="room", name="示例教室", by=camp.officer, office=camp.bureau)
    rows = camp.plan(cohort, "FREQ=WEEKLY", resources=[room])
    assert Hold.objects.filter(resource=room, state="stands").count() == len(rows) == 4
    count = CampLesson.objects.count()
    with pytest.raises(slots.Taken):
        camp.plan(cohort, "FREQ=DAILY", resources=[room], first=FIRST + DAY)
    assert CampLesson.objects.count() == count


def test_one_lesson_or_all_that_follow_move_and_everybody_hears_of_it(camp: Camp) -> None:
    cohort = camp.cohort()
    camp.sign_up(cohort, camp.ann)
    room = slots.add_resource(key="room", kind="room", name="示例教室", by=camp.officer, office=camp.bureau)
    rows = camp.plan(cohort, "FREQ=WEEKLY", resources=[room], trainer=camp.bob)
    Message.objects.all().delete()
    given = {"begins": dt.time(9), "length": 120, "place": "示例二楼", "trainer": camp.bob}
    timetable.change(lesson=rows[0], by=camp.officer, on=FIRST + DAY, **given)
    assert {each.to for each in Message.objects.all()} == {camp.ann, camp.bob}
    timetable.change(lesson=rows[1], by=camp.officer, on=FIRST + 14 * DAY, scope="following", **given)
    assert starts(list(cohort.lessons.all())) == ["12-08 09:00", "12-21 09:00", "12-28 09:00", "01-04 09:00"]
    assert Message.objects.filter(to=camp.ann, title__contains="时间或地点有变").count() == 4
    assert "原来：" in Message.objects.filter(to=camp.ann).order_by("pk")[0].body


def test_cancelling_from_one_on_says_why_and_frees_the_room(camp: Camp) -> None:
    cohort = camp.cohort()
    camp.sign_up(cohort, camp.ann)
    room = slots.add_resource(key="room", kind="room", name="示例教室", by=camp.officer, office=camp.bureau)
    rows = camp.plan(cohort, "FREQ=WEEKLY", resources=[room])
    assert timetable.cancel(lesson=rows[2], by=camp.officer, why="示例：讲师生病", scope="following") == 2
    assert Hold.objects.filter(resource=room, state="stands").count() == 2
    assert Message.objects.filter(to=camp.ann, body__contains="示例：讲师生病").count() == 2
    with pytest.raises(NotPossible, match="已经取消"):
        timetable.cancel(lesson=rows[2], by=camp.officer, why="示例")
    with clock.at(rows[0].session.starts), pytest.raises(NotPossible, match="已经开始"):
        timetable.cancel(lesson=rows[0], by=camp.officer, why="示例")


def test_a_learners_calendar_has_the_lessons_and_keeps_their_names(camp: Camp) -> None:
    cohort = camp.cohort()
    camp.sign_up(cohort, camp.ann)
    rows = camp.plan(cohort, "FREQ=WEEKLY")

    def read() -> dict[str, tuple[int, str]]:
        made = written("示例", feeds.of_person(camp.ann, lambda path: f"https://huiqi.example{path}"), host="h.example")
        return {str(each["UID"]): (int(each.get("SEQUENCE", 0)), str(each.get("STATUS", "")))
                for each in Calendar.from_ical(made).walk("VEVENT")}  # fmt: skip

    before = read()
    timetable.change(lesson=rows[0], by=camp.officer, on=FIRST + DAY, begins=dt.time(9), length=60, place="示例")
    timetable.cancel(lesson=rows[1], by=camp.officer, why="示例")
    after = read()
    assert before.keys() == after.keys() and len(after) == 4
    assert sorted(state for _n, state in after.values()).count("CANCELLED") == 1
    assert sum(after[key][0] > before[key][0] for key in before) == 2
    assert not list(feeds.of_person(camp.eve, str))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.sets(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1),
    interval=st.integers(1, 3), begins=st.times(max_value=dt.time(20)), length=st.integers(15, 180),
)  # fmt: skip
def test_every_lesson_is_on_its_days_inside_the_cohort_at_its_hour(
    camp: Camp, days: set[str], interval: int, begins: dt.time, length: int
) -> None:
    cohort = camp.cohort(called=False)
    begins = begins.replace(second=0, microsecond=0)
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(sorted(days))}"
    spans = timetable.spans_of(cohort, first=cohort.first, begins=begins, length=length, rule=rule, holidays="keep")
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    for each in spans:
        on = here(each.starts)
        assert cohort.first <= on.date() <= cohort.last and names[on.weekday()] in days
        assert on.time() == begins and each.ends - each.starts == dt.timedelta(minutes=length)
        assert ((on.date() - cohort.first).days // 7) % interval == 0
    assert spans == sorted(spans) and len(set(spans)) == len(spans)
    assert clock.now() == NOW


def test_who_a_lesson_holds_is_typed_by_name(camp: Camp, as_: Callable[[Person], Client]) -> None:
    for n in range(70):
        slots.add_resource(kind="expert", key=f"expert-{n}", name=f"示例专家{n}", by=camp.officer, office=camp.bureau)
    cohort, client = camp.cohort(), as_(camp.officer)
    here = f"/desk/camp/cohorts/{cohort.reference}/plan/"
    page = client.get(here).content.decode()
    assert 'type="checkbox" name="resources"' not in page and page.count('name="people"') == 3
    lesson = {"request_key": str(uuid.uuid4()), "title": "示例课", "kind": "theory", "first": f"{FIRST}",
              "begins": "09:00", "ends": "11:00", "interval": "1", "holidays": "off",
              "people": ["示例专家7", ""]}  # fmt: skip
    assert client.post(here, lesson).status_code == 302
    assert Hold.objects.get(kind="session").resource.key == "expert-7"
