"""The demonstration: our own courses, a year of people who learnt in them, a certificate, hours that look odd.

Everything is done by the actions people use, with the clock held at each moment. Synthetic.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import override

from district.ground import clock
from district.ground.people.queries import Person
from district.ground.slots.times import ONE_DAY, at
from district.ground.surveys.questions import Content
from district.services.training.courses.bringing_own import bring_foreign, bring_own
from district.services.training.courses.certifying import issue, revoke
from district.services.training.courses.enrolling import enrol
from district.services.training.courses.models import Course, Lesson, Sitting
from district.services.training.courses.queries import own_certificates
from district.services.training.courses.quizzing import hand_in
from district.services.training.courses.sitting import answer_check, beat, start
from district.services.training.hours import actions as hours
from district.services.training.hours.queries import Source, recorded_since

EVENING = dt.time(19, 30)
SHARED = "示例共用设备"
# Who learns which course how many days ago, and how many of its lessons.
LEARNS = (
    ("manager", "first-idea", 320, 3), ("manager", "small-sums", 300, 2), ("accountant", "first-idea", 260, 3),
    ("student", "first-idea", 200, 3), ("accountant", "open-the-door", 150, 2), ("student", "small-sums", 120, 2),
    ("manager", "open-the-door", 90, 3), ("founder", "first-idea", 40, 1), ("manager", "before-investors", 20, 1),
)  # fmt: skip
WHOLE = (("manager", "first-idea"), ("student", "first-idea"), ("accountant", "first-idea"))


def make(people: Mapping[str, Person]) -> None:
    with override(settings.LANGUAGE_CODE):
        today = clock.today()
        with clock.at(today - 340 * ONE_DAY):
            bring_own(by=people["officer"])
            bring_foreign(by=people["officer"])
        for name, reference, ago, lessons in LEARNS:
            _learn(people[name], reference, today - ago * ONE_DAY, lessons)
        for name, reference in WHOLE:
            issue(course=Course.objects.get(reference=reference), by=people[name], name=people[name].name)
        revoke(certificate=own_certificates(people["accountant"]).get(), by=people["officer"],
               reason="示例：由他人代学，已核实")  # fmt: skip
        _odd(people, today)


def _learn(person: Person, reference: str, day: dt.date, count: int) -> None:
    course = Course.objects.get(reference=reference)
    moment = at(day, EVENING)
    with clock.at(moment):
        enrol(course=course, by=person)
    for lesson in course.lessons.filter(removed_at=None)[:count]:
        moment = _sit(person, lesson, moment + dt.timedelta(minutes=2))


def _sit(person: Person, lesson: Lesson, moment: dt.datetime) -> dt.datetime:
    """From opening it to having finished it."""
    with clock.at(moment):
        sitting = start(lesson=lesson, by=person)
    moment += dt.timedelta(seconds=lesson.seconds)
    with clock.at(moment):
        if lesson.is_quiz:
            hand_in(lesson=lesson, by=person, values=_right(lesson))
            return moment
        sitting = beat(sitting=sitting, by=person, nonce=sitting.nonce)
    moment += dt.timedelta(seconds=8)
    with clock.at(moment):
        answer_check(sitting=sitting, by=person, choice=_key(sitting))
    return moment


def _key(sitting: Sitting) -> str:
    return sitting.checks.filter(answered_at=None).get().key


def _right(lesson: Lesson) -> dict[str, str]:
    asked = Content.kept(lesson.questions).asked
    return {key: next(each.key for each in question.choices if each.score) for key, question in asked.items()}


def _odd(people: Mapping[str, Person], today: dt.date) -> None:
    """Three people on one phone, somebody in two places: for an officer to look at."""
    learners = [hours.learner_of(people[name]) for name in ("manager", "accountant", "student")]
    office = Course.objects.select_related("office").get(reference="first-idea").office
    began = at(today - 3 * ONE_DAY, dt.time(14))

    def word(n: int, session: str, title: str, source: str, device: str = "") -> hours.Word:
        return hours.Word(
            learner=learners[n], session=session, title=title, office=office, began=began,
            ended=began + dt.timedelta(minutes=50 + n), source=source, key=f"demo:{session}:{source}:{n}",
            device=device,
        )  # fmt: skip

    talk = "camp:demo-talk"
    hours.record_all([word(n, talk, "示例讲座：开办费怎么申请", Source.QR, SHARED) for n in range(3)])
    hours.record(word(0, "camp:demo-visit", "示例参访：众创空间", Source.ROLL))
    hours.declare(by=people["founder"], title="示例：自学《财务报表入门》", began=began, minutes=60, request_key="demo")
    hours.look(recorded_since(clock.now() - ONE_DAY))
