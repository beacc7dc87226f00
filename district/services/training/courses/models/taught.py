"""What is taught: courses by stage and level, their lessons in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from district.services.training.courses.states import COURSE_STATES, OPEN

if TYPE_CHECKING:
    from district.ground.people.queries import Person
    from district.ground.record.moves import State


class Stage(models.IntegerChoices):
    """The letter says three stages and seven levels, from the first idea to meeting investors; their names are ours."""

    IDEA = 1, _("意向与萌芽")
    START = 2, _("初创与开业")
    GROWTH = 3, _("成长与资本")


class Level(models.IntegerChoices):
    KNOW = 1, _("创业认知")
    CHOOSE = 2, _("项目选择")
    PLAN = 3, _("商业计划")
    OPEN = 4, _("开办注册")
    RUN = 5, _("经营管理")
    FUND = 6, _("融资对接")
    GROW = 7, _("规模成长")


STAGE_OF = {
    Level.KNOW: Stage.IDEA, Level.CHOOSE: Stage.IDEA, Level.PLAN: Stage.START, Level.OPEN: Stage.START,
    Level.RUN: Stage.START, Level.FUND: Stage.GROWTH, Level.GROW: Stage.GROWTH,
}  # fmt: skip


class Kind(models.TextChoices):
    TEXT = "text", _("文章")
    VIDEO = "video", _("视频")
    DOCUMENT = "document", _("文档")
    QUIZ = "quiz", _("测验")
    PACKAGE = "package", _("课件")


class CourseRows(models.QuerySet["Course"]):
    def public(self) -> CourseRows:
        """What everybody sees: open ones."""
        return self.filter(state=OPEN)

    def visible_to(self, person: Person | None) -> CourseRows:
        """Open ones; those one learns in; those of one's bureaus in any state; auditors see all."""
        if person is None:
            return self.public()
        if person.has_role("auditor"):
            return self
        own = Q(enrolments__person=person) | Q(office__in=person.bureau_ids("officer", "leader"))
        return self.filter(Q(state=OPEN) | Q(pk__in=self.model._base_manager.filter(own).values("pk")))

    def kept_by(self, person: Person) -> CourseRows:
        """Those of one's bureaus; auditors see all."""
        return self if person.has_role("auditor") else self.filter(office__in=person.bureau_ids("officer", "leader"))


class Course(models.Model):
    """One course. `after`: courses to be finished before one may begin it. It is edited in place; what people did in it
    stands in their own rows.
    """

    reference = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=80)
    english = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    after = models.ManyToManyField("self", symmetrical=False, related_name="before", blank=True)
    state = models.CharField(max_length=8, default="draft")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = CourseRows.as_manager()

    class Meta:
        ordering = ("stage", "level", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(COURSE_STATES)), name="course_state_is_known"),
            models.CheckConstraint(condition=Q(stage__in=[1, 2, 3]), name="course_stage_is_known"),
            models.CheckConstraint(condition=Q(level__range=(1, 7)), name="course_level_is_known"),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False), name="open_course_says_since_when"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its title in the reader's language."""
        return self.english if self.english and get_language() == "en" else self.title

    @property
    def shown(self) -> State:
        return COURSE_STATES[self.state]


class Lesson(models.Model):
    """One lesson of a course. `seconds`: how long it takes, the most that is ever counted for it; `questions`: of a
    quiz, and of the checks within others, as `surveys` keeps them, read from `source`; `passes`: percent of a quiz's
    score that is enough.
    """

    course = models.ForeignKey(Course, models.PROTECT, related_name="lessons")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=80)
    english = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    source = models.TextField(blank=True, help_text=_("题目，按编辑页的写法"))
    questions = models.JSONField(default=list)
    passes = models.PositiveSmallIntegerField(default=60)
    seconds = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    package = models.ForeignKey("courses.Package", models.PROTECT, null=True, related_name="lessons")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("course", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("course", "position"), condition=Q(removed_at=None), name="one_lesson_a_position"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="lesson_kind_is_known"),
            models.CheckConstraint(condition=Q(passes__range=(1, 100)), name="lesson_passes_by_percent"),
            models.CheckConstraint(condition=Q(seconds__range=(30, 14400)), name="lesson_takes_a_while"),
            models.CheckConstraint(
                condition=~Q(kind__in=["video", "document"]) | Q(file__isnull=False), name="lesson_has_its_file"
            ),
            models.CheckConstraint(
                condition=~Q(kind="package") | Q(package__isnull=False), name="lesson_has_its_package"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.english if self.english and get_language() == "en" else self.title

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)

    @property
    def is_quiz(self) -> bool:
        return bool(self.kind == Kind.QUIZ)

    @property
    def is_package(self) -> bool:
        return bool(self.kind == Kind.PACKAGE)
