"""An enterprise's request under one version, with the facts and the verdict as they were."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.cases.core.cuts import in_words as cut_in_words
from district.cases.core.states import DRAFT, OPEN_STATES, STATES
from district.enterprises.queries import sight
from district.funds.queries import in_words
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person, Role
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField

# Steps in which other bureaus than the lead's see a case add here which cases: bureaus → keys of applications.
asked_bureaus: Registry[Callable[[Collection[int]], models.QuerySet[Any, Any]]] = Registry("bureaus asked of a case")


class ApplicationRows(models.QuerySet["Application"]):
    def visible_to(self, person: Person) -> ApplicationRows:
        """Officers and leaders see their bureau's cases and those it was asked about, auditors all, others those of
        their own enterprises.

        A draft is the enterprise's own business until it is submitted.
        """
        if not person.is_authenticated:
            return self.none()
        if not person.is_official:
            return self.of_member(person)
        return self.filter(_own(person) | _on_desk(person))

    def of_member(self, person: Person) -> ApplicationRows:
        """Those of the enterprises the person belongs to or holds a mandate of, drafts included: the hall's list."""
        return self.filter(_own(person))

    def on_desk_of(self, person: Person) -> ApplicationRows:
        """Those an official works on or may look into: the desk's list."""
        return self.filter(_on_desk(person))

    def open(self) -> ApplicationRows:
        return self.filter(state__in=OPEN_STATES)


def _own(person: Person) -> Q:
    return sight(person, "enterprise")


def _on_desk(person: Person) -> Q:
    if person.has_role(Role.AUDITOR):
        return ~Q(state=DRAFT)
    bureaus = person.bureau_ids(Role.OFFICER, Role.LEADER)
    seen = Q(programme__office__in=bureaus)
    for asked in asked_bureaus:
        seen |= Q(pk__in=asked(bureaus))
    return seen & ~Q(state=DRAFT)


class Application(models.Model):
    """One application (申报). `facts` and `verdict` are frozen at submission and again at each resubmission."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="applications")
    version = models.ForeignKey("policies.ProgrammeVersion", models.PROTECT, related_name="applications")
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="applications")
    state = models.CharField(max_length=12, choices=[(key, state.staff) for key, state in STATES.items()])
    as_of = models.DateField(_("核算日"))
    facts = models.JSONField(default=dict, help_text=_("名称 → {value, type, unit, grade, source, valid_from}"))
    verdict = models.JSONField(default=dict)
    entered = models.JSONField(default=dict, help_text=_("草稿里填了什么：事实名 → 文字"))
    evidence = models.JSONField(default=dict, help_text=_("材料名 → 申报人的说明，或 {papers, note}"))
    statements = models.JSONField(default=dict, help_text=_("申报人自己回答的条件：条件 → 是否"))
    contested = models.JSONField(default=dict, help_text=_("有异议的事实：名称 → {known, declared}"))
    request_key = models.UUIDField(unique=True, help_text=_("表单的唯一键：重复提交只生成一件"))
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="cases")
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    due_from = models.DateField(null=True, help_text=_("当前一步从哪天起算"))
    due_on = models.DateField(null=True, help_text=_("当前一步的期限"))
    due_provisional = models.BooleanField(default=False)
    days_left = models.PositiveSmallIntegerField(null=True, help_text=_("补正期间停表时，受理期限还剩几个工作日"))
    lapses_on = models.DateField(null=True, help_text=_("补正逾期已告知：到哪天还不补正就视为撤回"))
    times_returned = models.PositiveSmallIntegerField(default=0)
    passed = models.JSONField(default=list, help_text=_("受理之后已走完的步骤，见 handling.BETWEEN"))
    amount = models.DecimalField(
        _("决定金额（元）"), max_digits=18, decimal_places=2, null=True, help_text=_("合计：各期都在内")
    )

    objects = ApplicationRows.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("申报")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("enterprise", "programme"),
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_application_per_programme",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="application_state_is_known"),
            models.CheckConstraint(condition=Q(times_returned__lte=1), name="application_returned_once_at_most"),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(decided_at__isnull=False),
                name="granted_has_a_decision_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("state", "due_on"), name="application_worklist"),
            models.Index(fields=("programme", "state"), name="application_by_programme"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        """The state with its words for staff and for the public."""
        return STATES[self.state]


class Submission(models.Model):
    """What stood in an application at one submission: facts, verdict, evidence. Append-only (triggers)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="submissions")
    serial = models.PositiveSmallIntegerField()
    request_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    as_of = models.DateField()
    version = models.ForeignKey("policies.ProgrammeVersion", models.PROTECT, related_name="+")
    facts = models.JSONField()
    verdict = models.JSONField()
    evidence = models.JSONField(default=dict)
    statements = models.JSONField(default=dict)
    contested = models.JSONField(default=dict)

    class Meta:
        ordering = ("serial",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "serial"), name="submissions_are_numbered"),
        ]


class Answer(models.Model):
    """A person's condition judged by a person: yes or no, with a note. The latest counts; earlier ones stay."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="answers")
    condition = models.CharField(max_length=60)
    value = models.BooleanField()
    note = SealedField(purpose="note", about="application_id", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")


class Correction(models.Model):
    """One thing that is missing, of the list sent back with a returned application (补正清单)."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=10, choices=[("fact", _("信息")), ("evidence", _("材料")), ("other", _("其他"))])
    about = models.CharField(max_length=120, help_text=_("事实名或材料名"))
    say = models.CharField(max_length=300)
    was = models.JSONField(null=True, help_text=_("材料：退回时交的是什么，与之不同的才算补上"))
    reply = SealedField(purpose="note", about="application_id", blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)


class NumberSeries(models.Model):
    """The last number a bureau gave to a kind of paper in a year; the row that deciders of one bureau queue for."""

    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=4, default="惠", help_text=_("机关代字的末字，每种文书一个"))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("office", "year", "mark"), name="one_number_series_per_bureau_year"),
        ]


HALF = Decimal("0.005")  # SQLite multiplies as floats: less than a fen apart is equal


def _whole(beside: Decimal) -> Any:
    """One period's amount by their number, less what a limit took."""
    return F("amount") * F("times") - F("cut") + beside


class DecisionRows(models.QuerySet["Decision"]):
    def in_force(self) -> DecisionRows:
        """Those that no later decision replaced."""
        return self.filter(replacements=None)

    def by_rule(self) -> DecisionRows:
        """Those on cases that were taken up: a rule was judged, and can be judged again."""
        return self.filter(ground="")


class Decision(models.Model):
    """What was decided, by whom, on which verdict, with reasons and citations. Append-only (triggers).

    `amount` is one payment's, as the verdict gives it; `total` all of them, less what a limit took (`cut`, by year and
    reason in `cuts`). It is never edited: a correction is a new decision that `replaces` it.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    number = models.CharField(max_length=40, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="+", help_text=_("依据哪一次提交"))
    answers = models.JSONField(default=dict, help_text=_("由人判断的条件：条件 → 是否"))
    outcome = models.CharField(max_length=10, choices=[("granted", _("同意")), ("refused", _("不予同意"))])
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text=_("一期的金额"))
    per = models.CharField(max_length=10, blank=True, help_text=_("多久一期；空白是一次"))
    times = models.PositiveSmallIntegerField(default=1, help_text=_("一共几期"))
    cuts = models.JSONField(default=list, help_text=_("因上限等少给的：[{year, amount, why, because}]"))
    cut = models.DecimalField(max_digits=18, decimal_places=2, default=0, help_text=_("少给的合计"))
    total = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text=_("合计：各期在内，少给的不在内"))
    share = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, help_text=_("按比例分配时名单上的份额；空白是不按比例")
    )
    reasons = models.JSONField(help_text=_("[{say, cite, value, words}]"))
    note = models.TextField(blank=True)
    ground = models.CharField(max_length=300, blank=True, help_text=_("不予受理的法律依据；空白是对受理了的件"))
    verdict = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replacements")

    objects = DecisionRows.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application",), condition=Q(replaces=None), name="one_decision_per_application"
            ),
            models.UniqueConstraint(fields=("replaces",), name="a_decision_is_replaced_once"),
            models.UniqueConstraint(
                fields=("office", "year", "serial"), condition=Q(ground=""), name="decision_numbers_never_repeat"
            ),
            models.UniqueConstraint(
                fields=("office", "year", "serial"), condition=~Q(ground=""), name="numbers_of_declining_never_repeat"
            ),
            models.CheckConstraint(
                condition=Q(ground="") | Q(outcome="refused") & ~Q(note=""), name="declining_says_why"
            ),
            models.CheckConstraint(condition=Q(outcome__in=["granted", "refused"]), name="decision_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(outcome="granted") | Q(outcome="refused", amount=None),
                name="refusal_has_no_amount",
            ),
            models.CheckConstraint(
                condition=Q(share=None) | Q(amount__isnull=False, amount__lte=F("share")),
                name="decision_gives_no_more_than_its_share",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, total=None, cut=0)
                | Q(amount__isnull=False, total__isnull=False, cut__gte=0)
                & Q(total__gt=_whole(-HALF), total__lt=_whole(HALF)),
                name="decision_is_its_periods",
            ),
        ]

    @property
    def outcome_words(self) -> str:
        return gettext("不予受理") if self.ground else str(self.get_outcome_display())

    @property
    def words(self) -> str:
        """`每月 1,000.00 元 × 36 = 36,000.00 元`."""
        return "" if self.amount is None else in_words(self.amount, self.per, self.times, self.cut)

    @property
    def cut_words(self) -> list[str]:
        """What a limit took, in yuan, and why."""
        return [cut_in_words(each) for each in self.cuts]
