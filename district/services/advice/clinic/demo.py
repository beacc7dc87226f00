"""A year of clinics as they stand on paper, those of the next weeks, one that runs now with its numbers. Synthetic."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.utils.translation import override

from district.ground import clock
from district.ground.people.queries import Bureau, Expert, Person, Topic, bureau_named, experts_for
from district.ground.record.calendar import day as calendar_day
from district.ground.slots.times import ONE_DAY, here, minutes
from district.services.advice.clinic import actions
from district.services.advice.clinic.models import Clinic
from district.services.advice.clinic.planning import Counted, Day

OFFICE = "区人社局"
SPACE = uuid.UUID("a7c1d9c2-4b0e-4b7a-9f55-0d5f2c1a8e64")
ABOUT = ("一次性开办费怎么申请", "小规模纳税人怎么开票", "商标先注册哪一类", "第一次招人合同怎么签")
LATEST, HOURS = 21, 3  # when the one that runs begins at the latest, and how long it is
TIME_FOR_ALL = minutes(120)  # before it ends, so that there is a number for everybody who comes


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    officer, office = people["officer"], bureau_named(OFFICE)
    assert office is not None
    with override(settings.LANGUAGE_CODE):
        corps = [each for each in experts_for(office) if each.person_id is None] or list(experts_for())
        by_topic = {topic: [each for each in corps if topic in each.topics] or corps for topic in Topic.values}
        _past(by_topic, office, officer)
        _coming(by_topic, office, officer, people)
        _running(by_topic, office, officer)


def _workday(day: dt.date) -> dt.date:
    while not calendar_day(day).counted:
        day -= ONE_DAY
    return day


def _past(by_topic: Mapping[str, Sequence[Expert]], office: Bureau, by: Person) -> None:
    """One clinic a month and group."""
    today = clock.today()
    for n, (topic, experts) in enumerate(by_topic.items()):
        for month in range(1, 13):
            day = _workday(today - ONE_DAY * (30 * month + n * 2))
            turn = n * 5 + month * 3
            counted = Counted(4 + turn % 3, turn % 5 // 3, 1 + turn % 4, turn % 7 // 6, 6 + turn % 21)
            actions.enter_past(
                topic=topic, day=Day(day, dt.time(13, 30), dt.time(16, 30)), experts=[experts[month % len(experts)]],
                counted=counted, office=office, by=by, request_key=key(f"past {topic} {month}"),
            )  # fmt: skip


def _coming(
    by_topic: Mapping[str, Sequence[Expert]], office: Bureau, by: Person, people: Mapping[str, Person]
) -> None:  # fmt: skip
    """Each group within the next days, one at its own hour; two people have booked."""
    made: list[Clinic] = []
    for n, (topic, experts) in enumerate(by_topic.items()):
        day = clock.today() + ONE_DAY * (2 + n)
        while not calendar_day(day).counted:
            day += ONE_DAY
        made += actions.plan(
            topic=topic, day=Day(day, dt.time(18), dt.time(20)), experts=[experts[n % len(experts)]], office=office,
            by=by, request_key=key(f"coming {topic}"), weeks=2, text="请把想问的写成一句话，专家先看。",
        )  # fmt: skip
    for who, clinic in (("founder", made[0]), ("student", made[-1])):
        first = clinic.starts + minutes(20)
        actions.book(clinic=clinic, at=here(first), by=people[who], request_key=key(f"book {who}"), about=ABOUT[0])


def _running(by_topic: Mapping[str, Sequence[Expert]], office: Bureau, by: Person) -> None:
    """One that began within the hour: somebody is with the expert, others wait. Of a late evening it is the one that
    began at nine, and they came while there was time for all of them.
    """
    now = here(clock.now())
    begins = min(now.hour, LATEST)
    ends = dt.time(begins + HOURS) if begins + HOURS < 24 else dt.time(23, 59)
    expert = by_topic[Topic.SERVICES][-1]
    day = Day(now.date(), dt.time(begins), ends)
    with clock.at(min(now, day.span.ends - TIME_FOR_ALL)):
        [clinic] = actions.plan(
            topic=Topic.SERVICES, day=day, experts=[expert], office=office, by=by, request_key=key("running"),
            online=False, place="示例创业服务中心二楼",
        )  # fmt: skip
        for n, about in enumerate(ABOUT):
            actions.take_number(clinic=clinic, by=None, request_key=key(f"number {n}"), name=f"示例来访者{n + 1}",
                                about=about, address="demo")  # fmt: skip
        actions.call_next(clinic=clinic, by=by, expert=expert)
