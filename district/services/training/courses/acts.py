"""Acts of learners: enrol, sit down, answer, hand in, be certified."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, Say, to
from district.ground.people.permissions import is_known
from district.services.training.courses import actions, queries
from district.services.training.courses.forms import BeatForm, CertifyForm, CheckForm, LaunchForm, QuizForm
from district.services.training.courses.models import Certificate, Course, Lesson, Sitting
from district.services.training.courses.permissions import (
    is_enrolled,
    may_be_certified,
    may_enrol,
    may_learn,
    may_sit,
    may_withdraw,
)

COURSE, LESSON = to("courses:course", "thing.reference"), to("courses:lesson", "thing.pk")
SITS = to("courses:lesson", "thing.lesson_id")


def _first_lesson(done: Done[Course]) -> str:
    assert done.thing is not None
    first = done.thing.lessons.filter(removed_at=None).first()
    return (
        reverse("courses:lesson", args=[first.pk]) if first else reverse("courses:course", args=[done.thing.reference])
    )


def _lessons(person: Any) -> QuerySet[Lesson]:
    return queries.lessons_seen(person)


def _handed_in(done: Done[Lesson]) -> Say:
    attempt = done.result
    if attempt.passed:
        return Say(_("%(n)d 分，通过。") % {"n": attempt.score})
    return Say(_("%(n)d 分，还差一点，可以再看一遍课文后重做。") % {"n": attempt.score}, "warning")


ENROL: Act[Course] = Act(
    "courses.enrol", gettext_lazy("报名学习"), actions.enrol, door=is_known, on=queries.courses_seen, named="course",
    may=may_enrol, back=COURSE, then=_first_lesson, says=gettext_lazy("已报名。想学多久学多久，进度会记住。"),
    already=lambda by, course, _data: is_enrolled(by, course),
)  # fmt: skip
LEAVE: Act[Course] = Act(
    "courses.leave", gettext_lazy("不学了"), actions.leave, door=is_known, on=queries.courses_seen, named="course",
    back=COURSE, says=gettext_lazy("已退出，学过的都留着，随时可以再报名。"),
)  # fmt: skip
START: Act[Lesson] = Act(
    "courses.start", gettext_lazy("开始计时学习"), actions.start, door=is_known, on=_lessons, by="pk", named="lesson",
    may=may_learn, back=LESSON,
)  # fmt: skip
LAUNCH: Act[Lesson] = Act(
    "courses.launch", gettext_lazy("打开课件"), actions.launch, door=is_known, on=_lessons, by="pk", named="lesson",
    may=may_learn, now=lambda lesson: "" if lesson.is_package else _("这一课不是课件。"), asks=LaunchForm, back=LESSON,
)  # fmt: skip
BEAT: Act[Sitting] = Act(
    "courses.beat", gettext_lazy("记下学到这里"), actions.beat, door=is_known, on=queries.own_sittings,
    named="sitting", may=may_sit, asks=BeatForm, back=SITS, own_key=True,
)  # fmt: skip
CHECK: Act[Sitting] = Act(
    "courses.check", gettext_lazy("回答"), actions.answer_check, door=is_known, on=queries.own_sittings,
    named="sitting", may=may_sit, asks=CheckForm, back=SITS, own_key=True,
)  # fmt: skip
HAND_IN: Act[Lesson] = Act(
    "courses.hand_in", gettext_lazy("交卷"), actions.hand_in, door=is_known, on=_lessons, by="pk", named="lesson",
    may=may_learn, now=lambda lesson: "" if lesson.is_quiz else _("这一课不是测验。"), asks=QuizForm,
    asks_with=lambda _by, lesson: {"lesson": lesson}, back=LESSON, says=_handed_in,
)  # fmt: skip
CERTIFY: Act[Course] = Act(
    "courses.certify", gettext_lazy("领取证书"), actions.issue, door=is_known, on=queries.courses_seen, named="course",
    may=may_be_certified, asks=CertifyForm, back=COURSE, then=to("courses:certificate", "result.reference"),
    says=gettext_lazy("证书已发。把核验网址或二维码给别人，对方能看到同样的内容。"),
    already=lambda by, course, _data: queries.certificate_of(by, course),
)  # fmt: skip
WITHDRAW: Act[Certificate] = Act(
    "courses.withdraw", gettext_lazy("收回证书"), actions.withdraw, door=is_known, on=queries.own_certificates,
    named="certificate", may=may_withdraw, back=to("courses:certificate", "thing.reference"),
    says=gettext_lazy("已收回，核验页不再显示您的姓名。"),
    already=lambda _by, certificate, _data: certificate.state == "withdrawn",
)  # fmt: skip
OF_LEARNERS: tuple[Act[Any], ...] = (ENROL, LEAVE, START, LAUNCH, BEAT, CHECK, HAND_IN, CERTIFY, WITHDRAW)
