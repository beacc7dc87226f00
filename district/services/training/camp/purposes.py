"""What a trainer without an account does by link: takes the roll of one lesson, and hands it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.onetime.purposes import Done, NotDone, Purpose, Shown
from district.ground.onetime.queries import Link
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Person
from district.services.training.camp import attending
from district.services.training.camp.models import CampLesson, CampSignUp
from district.services.training.camp.nightly import GRACE
from district.services.training.camp.permissions import may_run

ROLL = "camp.roll"
SPARE = dt.timedelta(days=1)  # until the night has handed in what nobody did


def _lesson(thing: str) -> CampLesson | None:
    return CampLesson.objects.filter(reference=thing).select_related("session", "cohort__office", "trainer").first()


def why_no_link(lesson: CampLesson) -> str:
    """Why a lesson's roll is not taken by a link; "" where it may be."""
    if not lesson.session.is_planned:
        return _("这节课已经取消。")
    if lesson.settled_at is not None:
        return _("点名册已经交了。")
    if lesson.trainer_id is not None:
        return _("讲师有账号，登录就能点名。")
    return "" if lesson.trainer_name else _("请先写明讲师姓名。")


def _may(person: Person, thing: str) -> Answer:
    found = _lesson(thing)
    return may_run(person, found.cohort) if found else No(_("没有这节课。"))


def _until(thing: str) -> dt.datetime | None:
    """Until the roll is in, by whomever."""
    found = _lesson(thing)
    return max(found.session.ends + GRACE, clock.now()) + SPARE if found else None


def _learners(lesson: CampLesson) -> list[CampSignUp]:
    rows = CampSignUp.objects.in_camp().filter(cohort=lesson.cohort_id)
    return list(rows.select_related("school").order_by("name", "pk"))


def _shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    """The roll. What was scanned is not on it: the trainer's word stands by itself."""
    lesson = _lesson(link.thing)
    if lesson is None or why_no_link(lesson) or lesson.trainer_name != link.name:
        return None
    learners = _learners(lesson)
    rolled = set(lesson.attendances.filter(rolled=True).values_list("learner", flat=True))
    ticked = set(typed.get("came", "").split()) if typed else {str(pk) for pk in rolled}
    values: dict[str, Any] = {
        "lesson": lesson, "begun": clock.now() >= lesson.opens_at, "over": clock.now() >= lesson.session.ends,
        "learners": [{"learner": each, "came": str(each.pk) in ticked} for each in learners],
    }  # fmt: skip
    seen = {
        "lesson": f"{lesson.reference} {lesson.session.title}", "learners": [each.name for each in learners],
        "came": [each.name for each in learners if each.pk in rolled],
    }  # fmt: skip
    return Shown("camp/_by_link.html", values, seen)


def _do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    """The roll, and (`settle`) handed in: checked as an account's is."""
    lesson = _lesson(link.thing)
    assert lesson is not None, "shown before"
    verb, ticked = data.get("do", ""), set(data.get("came", "").split())
    if verb not in {"save", "settle"}:
        raise NotDone(_("请选保存还是交点名册。"))
    came = [each for each in _learners(lesson) if str(each.pk) in ticked]
    signed = {"came": [each.name for each in came]}
    try:
        count = attending.roll(
            lesson=lesson, by=None, came=[each.reference for each in came], named=link.name, may=Yes
        )  # fmt: skip
        if verb == "save":
            return Done(
                "roll", _("已点名，到 %(n)d 人。下课后请用同一个链接交点名册。") % {"n": count}, signed, last=False
            )
        counted = attending.settle(lesson=lesson, by=None, named=link.name)
    except NotPossible as why:
        raise NotDone(str(why)) from None
    return Done("settle", _("点名册已交，%(n)d 人的学时入账。") % {"n": counted}, signed)


PURPOSE = Purpose(
    ROLL, gettext_lazy("讲师点名"), _may, _shown, _do, until=_until,
    words={"lesson": gettext_lazy("课"), "learners": gettext_lazy("学员"), "came": gettext_lazy("到的")},
)  # fmt: skip
