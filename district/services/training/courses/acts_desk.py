"""Acts of who teaches: courses and lessons written, opened, closed; certificates revoked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, to
from district.ground.people.permissions import holds
from district.ground.people.queries import Role
from district.services.training.courses import actions, queries
from district.services.training.courses.bringing_own import bring_own
from district.services.training.courses.forms import CourseForm, LessonForm, NewCourseForm, RevokeForm
from district.services.training.courses.models import Certificate, Course, Lesson
from district.services.training.courses.permissions import may_keep, may_open, may_revoke

SEES = (Role.OFFICER, Role.LEADER, Role.AUDITOR)
seeing, teaching = holds(*SEES), holds(Role.OFFICER, Role.LEADER)
COURSE = to("courses:desk_course", "thing.reference")
OF_LESSON = to("courses:desk_course", "thing.course.reference")


def _others(by: Any, course: Course | None) -> dict[str, Any]:
    rows = queries.courses_kept(by)
    return {"courses": rows if course is None else rows.exclude(pk=course.pk), "course": course}


def _may_keep_lesson(by: Any, lesson: Lesson) -> Any:
    return may_keep(by, lesson.course)


ADD: Act[Course] = Act(
    "courses.add", gettext_lazy("新建课程"), actions.add_course, door=teaching, back=to("courses:desk"),
    asks=NewCourseForm, asks_with=_others, then=to("courses:desk_course", "result.reference"),
    says=gettext_lazy("已建好草稿。加上几课，再开放。"),
)  # fmt: skip
CHANGE: Act[Course] = Act(
    "courses.change", gettext_lazy("改课程"), actions.change_course, door=teaching,
    on=queries.courses_kept, named="course",
    may=may_keep, asks=CourseForm, asks_with=_others, back=COURSE, says=gettext_lazy("已改。"),
)  # fmt: skip
PUBLISH: Act[Course] = Act(
    "courses.publish", gettext_lazy("开放"), actions.publish, door=teaching, on=queries.courses_kept, named="course",
    may=may_open, back=COURSE, says=gettext_lazy("已开放，所有人都能看到。"),
    already=lambda _by, course, _data: course.state == "open",
)  # fmt: skip
CLOSE: Act[Course] = Act(
    "courses.close", gettext_lazy("停止报名"), actions.close, door=teaching, on=queries.courses_kept, named="course",
    may=may_keep, back=COURSE, says=gettext_lazy("已停止报名，学着的人可以学完。"),
    already=lambda _by, course, _data: course.state == "closed",
)  # fmt: skip
ADD_LESSON: Act[Course] = Act(
    "courses.add_lesson", gettext_lazy("加一课"), actions.add_lesson, door=teaching,
    on=queries.courses_kept, named="course",
    may=may_keep, asks=LessonForm, back=COURSE, says=gettext_lazy("已加上。"),
)  # fmt: skip
CHANGE_LESSON: Act[Lesson] = Act(
    "courses.desk_lesson", gettext_lazy("改这一课"), actions.change_lesson, door=teaching, on=queries.lessons_kept,
    by="pk", named="lesson", may=_may_keep_lesson, asks=LessonForm, asks_with=lambda _by, lesson: {"lesson": lesson},
    back=OF_LESSON, says=gettext_lazy("已改。学过的人的进度不变。"),
)  # fmt: skip
UP: Act[Lesson] = Act(
    "courses.lesson_up", gettext_lazy("上移"), actions.move_up, door=teaching,
    on=queries.lessons_kept, by="pk", named="lesson",
    may=_may_keep_lesson, back=OF_LESSON,
)  # fmt: skip
REMOVE: Act[Lesson] = Act(
    "courses.lesson_remove", gettext_lazy("撤下"), actions.remove, door=teaching, on=queries.lessons_kept, by="pk",
    named="lesson", may=_may_keep_lesson, back=OF_LESSON, says=gettext_lazy("已撤下，学过的记录都留着。"),
)  # fmt: skip
REVOKE: Act[Certificate] = Act(
    "courses.revoke", gettext_lazy("撤销证书"), actions.revoke, door=teaching,
    on=queries.certificates_seen, named="certificate",
    may=may_revoke, asks=RevokeForm, back=to("courses:certificates"),
    says=gettext_lazy("已撤销，核验页会写明，本人会收到通知。"),
    already=lambda _by, certificate, _data: certificate.state == "revoked",
)  # fmt: skip


def _brought(done: Done[Any]) -> str:
    return _("已加入 %(n)d 门自带课程。") % {"n": done.result}


OWN: Act[Any] = Act(
    "courses.own", gettext_lazy("加入自带课程"), bring_own, door=teaching, back=to("courses:desk"), says=_brought,
)  # fmt: skip
OF_TEACHERS: tuple[Act[Any], ...] = (
    ADD, CHANGE, PUBLISH, CLOSE, ADD_LESSON, CHANGE_LESSON, UP, REMOVE, REVOKE, OWN,
)  # fmt: skip
