"""What an employer files before training starts, in versions; courses that several share; who follows it up."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import sight
from district.ground.people.queries import Person, Role
from district.ground.record.moves import State
from district.services.training.employers.states import COURSE_STATES, STATES

PERSON = settings.AUTH_USER_MODEL
KEEPERS = (Role.OFFICER, Role.LEADER)


def seen_by(person: Any, path: str = "") -> Q:
    """Officers and leaders see their bureau's filings, auditors all, others those of their own enterprises. `path`: to
    the filing, with its underscores."""
    if not person.is_authenticated:
        return Q(pk__in=[])
    own = sight(person, f"{path}enterprise")
    return own | on_desk(person, path) if person.is_official else own


def on_desk(person: Person, path: str = "") -> Q:
    if person.has_role(Role.AUDITOR):
        return Q(pk__isnull=False)
    return Q(**{f"{path}office__in": person.bureau_ids(*KEEPERS)})


class FilingRows(models.QuerySet["Filing"]):
    def visible_to(self, person: Person) -> FilingRows:
        return self.filter(seen_by(person))

    def of_member(self, person: Person) -> FilingRows:
        """Those of the enterprises a person belongs to or holds a mandate of: the hall's list."""
        return self.filter(sight(person, "enterprise"))

    def on_desk_of(self, person: Person) -> FilingRows:
        """Those an official works on or may look into: the desk's list."""
        return self.filter(on_desk(person))


class SharedCourseRows(models.QuerySet["SharedCourse"]):
    def visible_to(self, person: Person | None) -> SharedCourseRows:
        """Open ones are everybody's; others who offers them, and the bureau that looks at them."""
        public = Q(state="open")
        if person is None or not person.is_authenticated:
            return self.filter(public)
        return self.filter(public | seen_by(person))


class SharedCourse(models.Model):
    """A course (共享课程) one firm offers and several train with; each learner of it counts once, whoever sent them."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    title = models.CharField(_("课程"), max_length=80)
    about = models.TextField(_("讲什么"), max_length=2000)
    platform = models.CharField(_("在哪里学"), max_length=120)
    hours = models.PositiveSmallIntegerField(_("学时"))
    suits = models.CharField(_("适合的行业或技术"), max_length=120, blank=True)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise", models.PROTECT, related_name="+", verbose_name=_("提供单位")
    )
    contact = models.CharField(_("怎么联系"), max_length=120)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(key, each.staff) for key, each in COURSE_STATES.items()])
    why = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.UUIDField(unique=True)

    objects = SharedCourseRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("共享课程")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(COURSE_STATES)), name="shared_course_state_is_known"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="shared_course_has_hours"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown(self) -> State:
        return COURSE_STATES[self.state]


class Filing(models.Model):
    """Training an enterprise filed (备案). It holds from `filed_on`, the day it was handed in; what is filed is its
    latest `Plan`. `officer`: who follows it up.
    """

    reference = models.CharField(_("备案编号"), max_length=24, unique=True)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+", verbose_name=_("企业"))
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+", verbose_name=_("政策项目"))
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    state = models.CharField(_("状态"), max_length=10, choices=[(key, each.staff) for key, each in STATES.items()])
    filed_on = models.DateField(_("备案日期"))
    filed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    officer = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("跟踪专员"))
    asked = models.CharField(_("请补充什么"), max_length=500, blank=True)
    answer = models.CharField(_("企业的答复"), max_length=500, blank=True)
    finished_on = models.DateField(_("结班日期"), null=True)
    request_key = models.UUIDField(unique=True)

    objects = FilingRows.as_manager()

    class Meta:
        ordering = ("-filed_at", "-pk")
        verbose_name = _("培训备案")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="filing_state_is_known"),
            models.CheckConstraint(condition=~Q(state="asked", asked=""), name="filing_asked_back_says_what"),
            models.CheckConstraint(
                condition=Q(state="finished", finished_on__isnull=False) | ~Q(state="finished"),
                name="finished_filing_has_its_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("office", "state"), name="filings_of_an_office")]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown(self) -> State:
        return STATES[self.state]


class Plan(models.Model):
    """One version of what is filed; append-only, the latest holds. Days inclusive, `hours` 学时 a learner. `classroom`:
    the course whose hours in the ledger count for its learners.
    """

    class Platform(models.TextChoices):
        OWN = "own", _("企业自有平台")
        LISTED = "listed", _("人社部门目录内的平台")
        THIRD = "third", _("第三方平台（有检测报告）")
        DISTRICT = "district", _("区创业云课堂")

    class Mode(models.TextChoices):
        ONLINE = "online", _("线上")
        ATTENDED = "attended", _("线下面授")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField(_("版本"))
    course = models.CharField(_("培训项目"), max_length=80)
    mode = models.CharField(_("方式"), max_length=10, choices=Mode.choices)
    platform = models.CharField(_("平台类别"), max_length=10, choices=Platform.choices, blank=True)
    platform_name = models.CharField(_("平台名称"), max_length=80, blank=True)
    place = models.CharField(_("上课地点"), max_length=120, blank=True)
    starts = models.DateField(_("开班日期"))
    ends = models.DateField(_("结束日期"))
    learners = models.PositiveIntegerField(_("预计人数"))
    trainer = models.CharField(_("授课人"), max_length=80)
    hours = models.PositiveSmallIntegerField(_("每人学时"))
    shared = models.ForeignKey(
        SharedCourse, models.PROTECT, null=True, related_name="plans", verbose_name=_("共享课程")
    )
    classroom = models.ForeignKey(
        "courses.Course", models.PROTECT, null=True, related_name="+", verbose_name=_("区创业云课堂的课程")
    )
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("filing", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("filing", "number"), name="one_plan_a_version"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="plan_days_in_order"),
            models.CheckConstraint(condition=Q(learners__gte=1, hours__gte=1), name="plan_is_of_somebody"),
            models.CheckConstraint(condition=Q(mode__in=["online", "attended"]), name="plan_mode_is_known"),
            models.CheckConstraint(
                condition=Q(mode="attended") | Q(platform__in=["own", "listed", "third", "district"]),
                name="online_plan_names_its_platform",
            ),
            models.CheckConstraint(
                condition=Q(classroom=None) | Q(mode="online", platform="district"),
                name="classroom_is_the_districts_own_platform",
            ),
        ]

    def __str__(self) -> str:
        return self.course


class Touch(models.Model):
    """One step of how a filing is followed up (专人跟踪): what is due when, and what came of it."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="touches")
    due_on = models.DateField(_("哪天之前"))
    what = models.CharField(_("做什么"), max_length=120)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("情况"), max_length=500, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="touch_done_by_somebody",
            ),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(note=""), name="touch_done_says_what_came"),
        ]
        indexes: ClassVar = [models.Index(fields=("due_on",), name="touches_due", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return self.what

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return self.filing.reference
