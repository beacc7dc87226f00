"""Writing courses: made, changed, opened, closed; their lessons added, changed, moved, taken down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.files.actions import store
from district.ground.people.permissions import holds, require
from district.ground.people.queries import Bureau, Person, Role, bureau_of
from district.ground.record.actions import lock, moving, write_log
from district.services.training.courses import asked
from district.services.training.courses.foreign.taking import take_in
from district.services.training.courses.models import STAGE_OF, Course, Kind, Lesson, Level
from district.services.training.courses.permissions import may_keep, may_open
from district.services.training.courses.states import COURSE_MOVES, COURSE_STATES

ROOM = "courses"
READ = 5  # characters a second
LEAST, SLOWEST = 60, 14400  # seconds of a lesson


@dataclass(frozen=True)
class LessonSaid:
    """What a lesson says. `minutes` None: reckoned from the text. `questions` as `asked.read` takes them."""

    kind: str
    title: str
    english: str = ""
    text: str = ""
    questions: str = ""
    minutes: int | None = None
    passes: int = 60


def add_course(
    *, by: Person, title: str, summary: str, level: int, reference: str, english: str = "",
    after: Iterable[Course] = (), office: Bureau | None = None,
) -> Course:  # fmt: skip
    """A new course of one's bureau, a draft. Raises Refused, NotPossible."""
    require(holds(Role.OFFICER, Role.LEADER)(by))
    office = office or bureau_of(by, Role.OFFICER, Role.LEADER)
    assert office is not None
    if Course.objects.filter(reference=reference).exists():
        raise NotPossible(_("这个网址名已经有课程在用。"))
    with transaction.atomic():
        row = Course.objects.create(
            reference=reference, title=title, english=english, summary=summary, level=level,
            stage=STAGE_OF[Level(level)], office=office, made_at=clock.now(),
        )  # fmt: skip
        row.after.set(after)
        write_log(room=ROOM, subject=row.reference, verb="add", by=by, after=row.state)
    return row


def change_course(
    *, course: Course, by: Person, title: str, summary: str, level: int, english: str = "",
    after: Iterable[Course] = (),
) -> Course:  # fmt: skip
    """Raises Refused, NotPossible."""
    require(may_keep(by, course))
    before = list(after)
    if course in before or any(_comes_after(each, course) for each in before):
        raise NotPossible(_("先修课程绕成了圈：它自己也要先学这门课。"))
    with transaction.atomic():
        row = lock(Course.objects.filter(pk=course.pk)).get()
        row.title, row.english, row.summary = title, english, summary
        row.level, row.stage = level, STAGE_OF[Level(level)]
        row.save()
        row.after.set(before)
        write_log(room=ROOM, subject=row.reference, verb="change", by=by)
    course.refresh_from_db()
    return course


def _comes_after(course: Course, other: Course) -> bool:
    """Whether `other` has to be finished before `course`, at however many removes."""
    seen, level = set[int](), [course]
    while level:
        up = Course.objects.filter(before__in=level).exclude(pk__in=seen)
        level = list(up)
        if other in level:
            return True
        seen |= {each.pk for each in level}
    return False


def publish(*, course: Course, by: Person) -> Course:
    """Everybody sees it and may enrol. Raises Refused, MoveRefused."""
    require(may_open(by, course))
    with moving(course, "publish", states=COURSE_STATES, moves=COURSE_MOVES, room=ROOM, by=by) as row:
        row.opened_at = row.opened_at or clock.now()
    return course


def close(*, course: Course, by: Person) -> Course:
    """Nobody new; who learns may finish. Raises Refused, MoveRefused."""
    require(may_keep(by, course))
    with moving(course, "close", states=COURSE_STATES, moves=COURSE_MOVES, room=ROOM, by=by):
        pass
    return course


def add_lesson(*, course: Course, by: Person, said: LessonSaid, file: BinaryIO | None = None, name: str = "") -> Lesson:
    """A lesson at the end of a course. Raises Refused, NotPossible, BadQuestions, BadUpload."""
    require(may_keep(by, course))
    fields = _fields(course, by, said, file, name)
    with transaction.atomic():
        lock(Course.objects.filter(pk=course.pk)).get()
        last = course.lessons.filter(removed_at=None).aggregate(last=Max("position"))["last"] or 0
        row = Lesson.objects.create(course=course, position=last + 1, kind=said.kind, **fields)
        write_log(room=ROOM, subject=course.reference, verb="add-lesson", by=by, data={"lesson": row.pk})
    return row


def change_lesson(
    *, lesson: Lesson, by: Person, said: LessonSaid, file: BinaryIO | None = None, name: str = ""
) -> Lesson:
    """Its kind stays; without a file the one it has; and its length to the second, where the minutes are what they
    were. Raises Refused, NotPossible, BadQuestions, BadUpload."""
    require(may_keep(by, lesson.course))
    if said.kind != lesson.kind:
        raise NotPossible(_("一课的类别不能改，请撤下后另加一课。"))
    fields = _fields(lesson.course, by, said, file, name, keeps=(lesson.file or lesson.package) is not None)
    if said.minutes == lesson.minutes:
        fields["seconds"] = lesson.seconds
    with transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk).update(**fields)
        write_log(room=ROOM, subject=lesson.course.reference, verb="change-lesson", by=by, data={"lesson": lesson.pk})
    lesson.refresh_from_db()
    return lesson


def _fields(
    course: Course, by: Person, said: LessonSaid, file: BinaryIO | None, name: str, *, keeps: bool = False
) -> dict[str, Any]:
    content = asked.read(said.questions)
    if said.kind == Kind.QUIZ and not content.asked:
        raise NotPossible(_("测验至少要有一道题。"))
    if said.kind == Kind.TEXT and not said.text.strip():
        raise NotPossible(_("请写课文。"))
    if said.kind in (Kind.VIDEO, Kind.DOCUMENT) and file is None and not keeps:
        raise NotPossible(_("请上传文件。"))
    if said.kind == Kind.PACKAGE:
        return _of_package(course, by, said, file, name, keeps=keeps)
    if not said.title:
        raise NotPossible(_("请写这一课的名字。"))
    fields: dict[str, Any] = {
        "title": said.title, "english": said.english, "text": said.text, "source": said.questions,
        "questions": content.plain(), "passes": said.passes, "seconds": seconds_of(said, len(content.asked)),
    }  # fmt: skip
    if file is not None:
        kept = store(file=file, name=name, room=ROOM, subject=course.reference, by=by, film=said.kind == Kind.VIDEO)
        if (said.kind == Kind.VIDEO) != kept.is_film:
            raise NotPossible(_("视频课请上传 MP4 或 WebM，文档课请上传 PDF 或 Word。"))
        fields["file"] = kept
    return fields


def _of_package(
    course: Course, by: Person, said: LessonSaid, file: BinaryIO | None, name: str, *, keeps: bool
) -> dict[str, Any]:
    """Its name is the package's own where none is said; how long it takes nobody can read from it."""
    if file is None and not (keeps and said.title):
        raise NotPossible(_("请写这一课的名字。") if keeps else _("请上传课件的 ZIP 文件。"))
    if not said.minutes:
        raise NotPossible(_("请填课件需要几分钟：最多计这么多学时。"))
    fields: dict[str, Any] = {
        "title": said.title, "english": said.english, "text": said.text, "seconds": seconds_of(said, 0),
    }  # fmt: skip
    if file is not None:
        package = fields["package"] = take_in(course=course, file=file, name=name, by=by)
        if not said.title:
            fields |= {"title": package.title[:80], "english": said.english or package.english}
    return fields


def seconds_of(said: LessonSaid, questions: int) -> int:
    """How long a lesson takes: as said, else by its words and questions."""
    if said.minutes:
        return min(said.minutes * 60, SLOWEST)
    words = len(re.sub(r"\s", "", said.text))
    return min(max(LEAST, words // READ, questions * 30), SLOWEST)


def move_up(*, lesson: Lesson, by: Person) -> Lesson:
    """Before the one before it. Refused."""
    require(may_keep(by, lesson.course))
    with transaction.atomic():
        rows = list(lock(Lesson.objects.filter(course=lesson.course, removed_at=None)).order_by("position"))
        place = next((n for n, each in enumerate(rows) if each.pk == lesson.pk), 0)
        if place:
            other, here = rows[place - 1], rows[place]
            for row, position in ((here, 0), (other, here.position), (here, other.position)):
                Lesson.objects.filter(pk=row.pk).update(position=position)
            write_log(room=ROOM, subject=lesson.course.reference, verb="move-lesson", by=by, data={"lesson": lesson.pk})
    lesson.refresh_from_db()
    return lesson


def remove(*, lesson: Lesson, by: Person) -> Lesson:
    """Nobody learns it any more; what people did in it stays. Refused."""
    require(may_keep(by, lesson.course))
    with transaction.atomic():
        if Lesson.objects.filter(pk=lesson.pk, removed_at=None).update(removed_at=clock.now()):
            write_log(
                room=ROOM, subject=lesson.course.reference, verb="remove-lesson", by=by, data={"lesson": lesson.pk}
            )
    lesson.refresh_from_db()
    return lesson
