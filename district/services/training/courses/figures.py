"""What is counted of the classroom: who learns, what is finished, certificates."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, People, Source, Stock
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.training.courses.columns import CERTIFICATES as CERTIFICATE_LIST
from district.services.training.courses.models import Certificate, Course, Enrolment, Level, Stage

STAGE = {str(value): label for value, label in Stage.choices}
LEVEL = {str(value): label for value, label in Level.choices}

ENROLMENT_LIST = Table[Enrolment](
    _("报名"),
    (
        Column("name", _("姓名"), lambda row: row.person.name, width=16),
        Column("course", _("课程"), lambda row: row.course.title, width=32),
        Column("at", _("报名"), lambda row: row.at, Kind.TIME),
        Column("left", _("退出"), lambda row: row.left_at, Kind.TIME),
    ),
    page=("name", "course", "at", "left"), named="name",
)  # fmt: skip


def _enrolments(rows: QuerySet[Enrolment], person: Person) -> QuerySet[Enrolment]:
    return rows.filter(pk__in=Enrolment.objects.visible_to(person).values("pk"))


def _certificates(rows: QuerySet[Certificate], person: Person) -> QuerySet[Certificate]:
    return rows.filter(pk__in=Certificate.objects.visible_to(person).values("pk"))


BY_COURSE = (
    Dimension("course", _("课程"), "course__reference", label="course__title"),
    Dimension("stage", _("阶段"), "course__stage", named=lambda value: STAGE[str(value)]),
    Dimension("level", _("层次"), "course__level", named=lambda value: LEVEL[str(value)]),
)
ENROLMENTS = Source[Enrolment](
    "enrolments", _("云课堂报名"), lambda _day: Enrolment.objects.all(), ENROLMENT_LIST, _enrolments,
    dimensions=BY_COURSE, listed=lambda rows: rows.select_related("person", "course").order_by("-at", "-pk"), place=62,
    people=People(None, "person", ("course", "stage", "level")),
)  # fmt: skip
ENROLLED = Flow(
    key="courses.enrolled", words=_("云课堂报名"), unit=pgettext_lazy("unit", "人次"), source=ENROLMENTS, time="at",
    public=True, definition=_("期间内报名学习云课堂课程的人次；一个人报几门课计几次，退出后再报的另计。"),
)  # fmt: skip
LEARNERS = Flow(
    key="courses.learners", words=_("报名云课堂的人"), unit=pgettext_lazy("unit", "人"), source=ENROLMENTS, time="at",
    of=("person",), public=True, definition=_("期间内报名学习云课堂课程的人数；一个人报几门课也只计一人。"),
)  # fmt: skip
CERTIFICATES = Source[Certificate](
    "certificates", _("结业证书"), lambda _day: Certificate.objects.all(), CERTIFICATE_LIST, _certificates,
    dimensions=BY_COURSE, listed=lambda rows: rows.select_related("ended_by").order_by("-at", "-pk"), place=63,
    people=People(None, "person", ("course", "stage", "level")),
)  # fmt: skip
ISSUED = Flow(
    key="courses.certified", words=_("发出的结业证书"), unit=pgettext_lazy("unit", "张"), source=CERTIFICATES,
    time="day", public=True, definition=_("期间内发出的云课堂结业证书数，后来撤销或者收回的也计。"),
)  # fmt: skip
REVOKED = Flow(
    key="courses.revoked", words=_("撤销的结业证书"), unit=pgettext_lazy("unit", "张"), source=CERTIFICATES,
    time="ended_at", where=Q(state="revoked"), public=True,
    definition=_("期间内由发证部门撤销的云课堂结业证书数，按撤销的日期；本人收回的不计。"),
)  # fmt: skip

COURSE_LIST = Table[Course](
    _("开放的课程"),
    (
        Column("title", _("课程"), lambda row: row.title, width=32),
        Column("stage", _("阶段"), lambda row: row.get_stage_display(), width=14),
        Column("level", _("层次"), lambda row: row.get_level_display(), width=12),
        Column("opened", _("开放"), lambda row: row.opened_at, Kind.TIME),
    ),
    page=("title", "stage", "level", "opened"), named="title",
)  # fmt: skip
COURSES = Source[Course](
    "courses", _("云课堂课程"), lambda _day: Course.objects.public(), COURSE_LIST, None,
    dimensions=(
        Dimension("stage", _("阶段"), "stage", named=lambda value: STAGE[str(value)]),
        Dimension("level", _("层次"), "level", named=lambda value: LEVEL[str(value)]),
    ),
    listed=lambda rows: rows.order_by("stage", "level", "pk"), place=64,
)  # fmt: skip
OPEN = Stock(
    key="courses.open", words=_("开放的云课堂课程"), unit=pgettext_lazy("unit", "门"), source=COURSES,
    public=True, definition=_("现在开放报名的云课堂课程数。"),
)  # fmt: skip

FIGURES = (LEARNERS, ENROLLED, ISSUED, REVOKED, OPEN)
