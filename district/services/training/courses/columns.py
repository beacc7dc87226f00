"""Lists of the classroom: courses for everybody, one's own, the desk's; who learns; certificates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind, Sort, name_of
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import PUBLIC, Empty, Table
from district.services.training.courses import queries, states
from district.services.training.courses.acts_desk import SEES
from district.services.training.courses.models import Certificate, Course, Enrolment, Level, Package, Stage
from district.services.training.courses.progress import Progress, finished_by, progress_of

EARLIEST, LATEST = _("最早的在前"), _("最近的在前")


@dataclass(frozen=True)
class Offered:
    """A course as one sees it before or while learning."""

    course: Course
    progress: Progress
    enrolled: bool = False
    certificate: Certificate | None = None


def _offered(rows: Sequence[Course], user: Any, _asked: Mapping[str, str]) -> Iterable[Offered]:
    person = user if isinstance(user, Person) else None
    progress = progress_of(person, rows)
    mine = set(queries.enrolments_of(person).values_list("course", flat=True)) if person else set()
    return [Offered(row, progress[row.pk], row.pk in mine) for row in rows]


def _public(user: Any, _asked: Mapping[str, str]) -> QuerySet[Course]:
    return Course.objects.public().select_related("office")


CATALOGUE = Table[Offered](
    _("创业云课堂"),
    (
        Column("title", _("课程"), lambda row: row.course.name, width=32,
               href=lambda row: reverse("courses:course", args=[row.course.reference])),
        Column("stage", _("阶段"), lambda row: row.course.get_stage_display(), width=14),
        Column("level", _("层次"), lambda row: row.course.get_level_display(), width=12),
        Column("summary", _("学什么"), lambda row: row.course.summary, width=48),
        Column("lessons", _("几课"), lambda row: row.progress.whole, Kind.NUMBER, 8),
        Column("office", _("开课部门"), lambda row: row.course.office.name, width=16),
    ),
    page=("title", "stage", "level", "lessons"), named="title",
    key="courses.catalogue", route="courses:catalogue", door=PUBLIC, rows=_public, dress=_offered,
    card="courses/_card.html", cards="hq-grid hq-grid-2",
    filters=(
        Filter("q", _("课程名或内容"), Asks.WORDS, "title__icontains|english__icontains|summary__icontains"),
        Filter("stage", _("阶段"), lookup="stage", choices=Stage.choices),
        Filter("level", _("层次"), lookup="level", choices=Level.choices),
    ),
    empty=Empty(_("没有找到课程"), _("换个阶段或层次看看。"), "book"),
)  # fmt: skip


def _mine(rows: Sequence[Enrolment], person: Person, _asked: Mapping[str, str]) -> Iterable[Offered]:
    courses = [row.course for row in rows]
    progress = progress_of(person, courses)
    found = queries.own_certificates(person).filter(course__in=courses, state=states.VALID)
    certificates = {each.course_id: each for each in found}
    return [Offered(each, progress[each.pk], True, certificates.get(each.pk)) for each in courses]


MINE = Table[Offered](
    _("我的课程"),
    (
        Column("title", _("课程"), lambda row: row.course.name, width=32,
               href=lambda row: reverse("courses:course", args=[row.course.reference])),
        Column("done", _("已学"), lambda row: row.progress.count, Kind.NUMBER, 8),
        Column("lessons", _("几课"), lambda row: row.progress.whole, Kind.NUMBER, 8),
        Column("certificate", _("证书"), lambda row: str(row.certificate or ""), width=20),
    ),
    page=("title", "done", "lessons", "certificate"), named="title",
    key="courses.mine", route="courses:mine", rows=lambda person, _asked: queries.enrolments_of(person), dress=_mine,
    card="courses/_own_card.html", cards="hq-grid hq-grid-2",
    empty=Empty(
        _("还没有报名课程"), _("挑一门短课开始，十分钟就能学完一课。"), "book", "courses:catalogue", _("看有哪些课"),
    ),
)  # fmt: skip


def _lessons(row: Any) -> int:
    return int(row.lesson_count)


def _learners_now(row: Any) -> int:
    return int(row.learner_count)


def _stands(state: str) -> Callable[[Any, Mapping[str, str]], Q]:
    return lambda _user, _chosen: Q(state=state)


DESK = Table[Course](
    _("云课堂课程"),
    (
        Column("title", _("课程"), lambda row: row.title, width=32, small=lambda row: row.reference,
               href=lambda row: reverse("courses:desk_course", args=[row.reference])),
        Column("reference", _("网址名"), lambda row: row.reference, width=20),
        Column("stage", _("阶段"), lambda row: row.get_stage_display(), width=14),
        Column("level", _("层次"), lambda row: row.get_level_display(), width=12),
        Column("office", _("开课部门"), lambda row: row.office.name, width=16),
        Column("lessons", _("几课"), _lessons, Kind.NUMBER, 8),
        Column("learners", _("在学"), _learners_now, Kind.NUMBER, 8,
               sort=Sort(("learner_count", "pk"), _("在学少的在前"), _("在学多的在前"))),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=lambda row: row.shown.tone),
    ),
    page=("title", "stage", "level", "lessons", "learners", "state"), named="title",
    key="courses.desk", route="courses:desk", door=SEES,
    rows=lambda person, _asked: queries.with_counts(queries.courses_kept(person)),
    filters=(
        Filter("q", _("课程名"), Asks.WORDS, "title__icontains|reference__icontains"),
        Filter("stage", _("阶段"), lookup="stage", choices=Stage.choices),
    ),
    tabs=Tabs((
        Tab("all", _("全部")),
        *(Tab(key, each.staff, _stands(key)) for key, each in states.COURSE_STATES.items()),
    )),
    empty=Empty(_("还没有课程"), _("新建一门，加上几课，再开放。"), "book", "courses:add", _("新建课程")),
)  # fmt: skip


@dataclass(frozen=True)
class Learning:
    enrolment: Enrolment
    done: int
    lessons: int


def _learners(person: Person, asked: Mapping[str, str]) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.visible_to(person).filter(course__reference=asked["reference"])
    kept = rows.filter(course__in=Course.objects.kept_by(person))
    return kept.select_related("person", "course")


def _learning(rows: Sequence[Enrolment], _person: Person, _asked: Mapping[str, str]) -> Iterable[Learning]:
    if not rows:
        return []
    course = rows[0].course
    done = finished_by([row.person_id for row in rows], course)
    lessons = progress_of(None, [course])[course.pk].whole
    return [Learning(row, done[row.person_id], lessons) for row in rows]


LEARNERS = Table[Learning](
    _("学员"),
    (
        Column("name", _("姓名"), lambda row: row.enrolment.person.name, width=16),
        Column("at", _("报名"), lambda row: row.enrolment.at, Kind.TIME, sort=Sort(("at", "pk"), EARLIEST, LATEST)),
        Column("done", _("已学"), lambda row: row.done, Kind.NUMBER, 8),
        Column("lessons", _("几课"), lambda row: row.lessons, Kind.NUMBER, 8),
        Column("left", _("退出"), lambda row: row.enrolment.left_at, Kind.TIME),
    ),
    page=("name", "at", "done", "lessons", "left"), named="name", default="-at",
    key="courses.learners", route="courses:learners", of=("reference",), door=SEES, rows=_learners, dress=_learning,
    empty=Empty(_("还没有人报名"), icon="users"),
)  # fmt: skip

CERTIFICATES = Table[Certificate](
    _("结业证书"),
    (
        Column("reference", _("证书编号"), lambda row: row.reference, width=20,
               href=lambda row: reverse("courses:certificate", args=[row.reference])),
        Column("name", _("姓名"), lambda row: row.name, width=16),
        Column("title", _("课程"), lambda row: row.title, width=28),
        Column("strong", _("两个来源（分钟）"), lambda row: row.strong, Kind.NUMBER, 12),
        Column("single", _("一个来源（分钟）"), lambda row: row.single, Kind.NUMBER, 12),
        Column("day", _("发证"), lambda row: row.day, Kind.DATE, sort=Sort(("day", "pk"), EARLIEST, LATEST)),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=lambda row: row.shown.tone),
        Column("reason", _("理由"), lambda row: row.reason, width=28, part="courses/_revoke.html"),
        Column("by", _("谁办的"), lambda row: name_of(row.ended_by), width=14),
    ),
    page=("reference", "name", "title", "day", "state", "reason"), named="reference", default="-day",
    key="courses.certificates", route="courses:certificates", door=SEES,
    rows=lambda person, _asked: queries.certificates_seen(person).filter(course__in=Course.objects.kept_by(person)),
    filters=(
        Filter("q", _("编号、姓名或课程"), Asks.WORDS, "reference__iexact|name__icontains|title__icontains"),
        Filter("state", _("状态"), lookup="state",
               choices=[(key, each.staff) for key, each in states.CERTIFICATE_STATES.items()]),
    ),
    empty=Empty(_("还没有发过证书"), _("学完一门课的人自己领取，会列在这里。"), "certificate"),
)  # fmt: skip


def _files(row: Any) -> int:
    return int(row.file_count)


PACKAGES = Table[Package](
    _("外来课件"),
    (
        Column("title", _("课件"), lambda row: str(row), width=28, small=lambda row: row.identifier),
        Column("version", _("第几版"), lambda row: row.version, Kind.NUMBER, 8),
        Column("identifier", _("课件标识"), lambda row: row.identifier, width=32),
        Column("digest", _("SHA-256"), lambda row: row.digest, width=40),
        Column("short", _("校验值"), lambda row: row.short, width=14),
        Column("course", _("课程"), lambda row: row.course.name, width=24,
               href=lambda row: reverse("courses:desk_course", args=[row.course.reference])),
        Column("units", _("几个单元"), lambda row: len(row.units), Kind.NUMBER, 8),
        Column("files", _("几个文件"), _files, Kind.NUMBER, 8),
        Column("size", _("字节"), lambda row: row.size, Kind.NUMBER, 12),
        Column("lessons", _("几课在用"), _lessons, Kind.NUMBER, 8),
        Column("by", _("谁上传的"), lambda row: name_of(row.by), width=14),
        Column("at", _("上传"), lambda row: row.at, Kind.TIME, sort=Sort(("at", "pk"), EARLIEST, LATEST)),
    ),
    page=("title", "version", "short", "course", "files", "lessons", "by", "at"), named="title", default="-at",
    key="courses.packages", route="courses:packages", door=SEES,
    rows=lambda person, _asked: queries.packages_kept(person),
    filters=(
        Filter("q", _("课件、标识或校验值"), Asks.WORDS,
               "title__icontains|english__icontains|identifier__icontains|digest__istartswith"),
    ),
    empty=Empty(_("还没有外来课件"), _("在课程里加一课，类别选“课件”，上传 cmi5 或 SCORM 的 ZIP 包。"), "book"),
)  # fmt: skip

LISTS: tuple[Table[Any], ...] = (CATALOGUE, MINE, DESK, LEARNERS, CERTIFICATES, PACKAGES)
