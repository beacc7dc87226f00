"""A bureau that runs a camp, students, a firm."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from district.ground.people.models import Bureau, Organisation, Person
from district.ground.slots.times import at
from district.services.training.camp import asking, cohorts, joining, timetable
from district.services.training.camp.models import CampLesson, CampSignUp, Cohort
from tests.district.cases.factories import person
from tests.remembering import remembered

NOW = dt.datetime(2026, 11, 27, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))  # a Friday
FIRST = dt.date(2026, 12, 7)  # a Monday
ANSWERS = {"stage": "curious", "reason": "示例", "hours": "5", "intern": False}


def moment(day: dt.date, text: str) -> dt.datetime:
    return at(day, dt.time.fromisoformat(text))


@dataclass
class Camp:
    bureau: Bureau
    officer: Person
    ann: Person
    bob: Person
    eve: Person
    school: Organisation

    @remembered
    def cohort(self, seats: int = 2, *, called: bool = True, **more: Any) -> Cohort:
        given = {
            "title": f"示例第{uuid.uuid4().hex[:6]}期", "opens_at": NOW - dt.timedelta(days=1),
            "closes_at": moment(FIRST - dt.timedelta(days=2), "23:59"), "first": FIRST,
            "last": FIRST + dt.timedelta(days=27), "place": "示例教室", "questions": asking.USUAL.plain(), **more,
        }  # fmt: skip
        row = cohorts.make(by=self.officer, office=self.bureau, seats=seats, request_key=uuid.uuid4(), **given)
        return cohorts.call(cohort=row, by=self.officer) if called else row

    @remembered
    def sign_up(self, cohort: Cohort, who: Person) -> CampSignUp:
        return joining.sign_up(cohort=cohort, by=who, school=self.school, answers=ANSWERS)

    @remembered
    def plan(self, cohort: Cohort, rule: str = "", **more: Any) -> list[CampLesson]:
        given = {"title": "示例课", "first": FIRST, "begins": dt.time(13, 30), "length": 120, **more}
        return timetable.plan(cohort=cohort, by=self.officer, rule=rule, request_key=uuid.uuid4(), **given)


@remembered
def camp() -> Camp:
    bureau = Bureau.objects.create(name="区人社局", full="示例区人力资源和社会保障局")
    officer = person("officer", "示例经办", officer="区人社局")
    school = Organisation.objects.create(kind="school", name="示例大学", full="示例大学")
    return Camp(bureau, officer, person("ann", "示例安"), person("bob", "示例伯"), person("eve", "示例夏"), school)


@remembered
def crowd(count: int) -> list[Person]:
    """So many students, with no password that takes time to make."""
    password = make_password(None)
    known = Person.objects.filter(username__startswith="student-").count()
    return Person.objects.bulk_create(
        Person(username=f"student-{n}", name=f"示例学员{n}", password=password) for n in range(known, known + count)
    )
