"""Rows of what comes after a decision: obligations and their checks, findings, sampling campaigns, workers' months."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.states import (
    CAMPAIGN_STATES,
    CLOSED,
    FINDING_OPEN,
    FINDING_RULED,
    FINDING_STATES,
    FINDING_UPHELD,
    OBLIGATION_STATES,
)
from district.cases.core.rows import CASE, AfterRows
from district.ground.people.queries import Person
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField

OWN_MONEY = ("paused", "replaced", "twice")
PERSON = settings.AUTH_USER_MODEL
DECISION = "cases.Decision"


def keys(states: dict[str, State]) -> list[tuple[str, Any]]:
    return [(key, state.staff) for key, state in states.items()]


class FindingRows(AfterRows):
    def heard(self) -> FindingRows:
        """Ruled on by a person, and over: what they were about is not opened again on the very same facts."""
        return self.filter(ruled_by__isnull=False, state__in=FINDING_RULED)

    def of_member(self, person: Person) -> AfterRows:
        """An enterprise sees a finding from the day it was told; what is favourable once it is recognised."""
        return self.filter(self._own(person))

    def _own(self, person: Person) -> Q:
        return super()._own(person) & (Q(told_at__isnull=False) | Q(kind="top_up", ruled_at__isnull=False))


class Obligation(models.Model):
    """One promise attached to one grant, watched from its decision to `until_on`."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    application = models.ForeignKey(CASE, models.PROTECT, related_name="obligations")
    decision = models.ForeignKey(DECISION, models.PROTECT, related_name="obligations")
    key = models.CharField(max_length=60)
    say = models.CharField(max_length=300)
    cite = models.CharField(max_length=200, blank=True)
    illustrative = models.BooleanField(default=False)
    on_breach = models.CharField(max_length=20)
    every = models.PositiveSmallIntegerField(help_text=_("几个月查一次"))
    state = models.CharField(max_length=12, choices=keys(OBLIGATION_STATES))
    from_on = models.DateField()
    until_on = models.DateField()
    next_on = models.DateField(null=True, help_text=_("下一次查的日子"))
    kept = models.BooleanField(null=True, help_text=_("最近一次查的结果；空白是不确定"))
    checked_on = models.DateField(null=True)
    missing = models.JSONField(default=list, help_text=_("最近一次缺哪些事实"))
    asked_on = models.DateField(null=True, help_text=_("哪天请企业补过信息"))

    objects = AfterRows.as_manager()

    class Meta:
        ordering = ("next_on", "pk")
        verbose_name = _("义务")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("decision", "key"), name="one_obligation_per_decision_and_key"),
            models.CheckConstraint(condition=Q(state__in=sorted(OBLIGATION_STATES)), name="obligation_state_is_known"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="obligation_days_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "next_on"), name="obligation_due")]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return OBLIGATION_STATES[self.state]


class ObligationCheck(models.Model):
    """One look at an obligation: the facts used with source and date, and what came of it. Append-only (triggers)."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    on = models.DateField(help_text=_("哪天查的"))
    as_of = models.DateField(help_text=_("按哪天的事实；期满后是最后一天"))
    kept = models.BooleanField(null=True)
    facts = models.JSONField(help_text=_("名称 → {value, type, unit, grade, source, valid_from}"))
    missing = models.JSONField(default=list)

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("obligation", "on"), name="one_check_a_day"),
        ]


class Finding(models.Model):
    """Something that may be wrong with a grant, heard, ruled on, and if money follows approved by a second person."""

    class Source(models.TextChoices):
        OBLIGATION = "obligation", _("义务跟踪")
        SAMPLING = "sampling", _("抽查")
        CORRECTION = "correction", _("事实更正")
        COLLISION = "collision", _("人员重复")
        RUNNING = "running", _("按期给付")
        PAUSED = "paused", _("暂停给付")
        REPLACED = "replaced", _("决定更正或撤销")
        TWICE = "twice", _("重复付出")
        HAND = "hand", _("部门提出")

    class Kind(models.TextChoices):
        RECOVERY = "recovery", _("追缴")
        TOP_UP = "top_up", _("补发")

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    application = models.ForeignKey(CASE, models.PROTECT, related_name="findings")
    decision = models.ForeignKey(DECISION, models.PROTECT, related_name="findings")
    source = models.CharField(max_length=12, choices=Source.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=keys(FINDING_STATES))
    cause = models.CharField(max_length=120, help_text=_("由什么引起：同一起因不重复立"))
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="findings")
    say = models.CharField(max_length=500)
    cite = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, help_text=_("事实、两次判定等，供对照"))
    since_on = models.DateField(help_text=_("从哪天起不符合"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True, help_text=_("陈述意见的期限"))
    due_provisional = models.BooleanField(default=False)
    ruling = models.TextField(blank=True)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2, null=True)
    sum = models.CharField(max_length=300, blank=True, help_text=_("算式"))
    back = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text=_("其中已拨付、应退回的"))
    number = models.CharField(max_length=60, blank=True, help_text=_("处理决定的文号"))
    reason = models.TextField(blank=True)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = FindingRows.as_manager()

    class Meta:
        ordering = ("-opened_at", "-pk")
        verbose_name = _("线索")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("cause",), condition=~Q(state=CLOSED), name="one_finding_a_cause"),
            models.UniqueConstraint(
                fields=("decision",),
                condition=Q(source="correction", state__in=sorted(FINDING_OPEN)),
                name="one_open_correction_per_decision",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(FINDING_STATES)), name="finding_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=["recovery", "top_up"]), name="finding_kind_is_known"),
            models.CheckConstraint(
                condition=Q(
                    source__in=[
                        "obligation",
                        "sampling",
                        "correction",
                        "collision",
                        "running",
                        "paused",
                        "replaced",
                        "twice",
                        "hand",
                    ]
                ),
                name="finding_source_is_known",
            ),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="finding_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("proposed_by")), name="finding_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(amount__isnull=False, approved_by__isnull=False, proposed_by__isnull=False),
                name="finding_approved_has_an_amount",
            ),
            models.CheckConstraint(
                condition=~Q(kind="recovery", state__in=list(FINDING_UPHELD))
                | Q(told_at__isnull=False, ruled_by__isnull=False),
                name="finding_recovery_was_told_and_ruled_on",
            ),
            models.CheckConstraint(
                condition=~Q(kind="recovery", state="approved") | Q(back__isnull=False) & ~Q(number=""),
                name="finding_recovery_has_its_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state="told") | Q(due_on__isnull=False), name="finding_told_has_a_deadline"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "due_on"), name="finding_worklist")]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return FINDING_STATES[self.state]

    @property
    def cancelled(self) -> Decimal | None:
        """Of the amount, what was never paid and will not be; yuan."""
        return None if self.amount is None or self.back is None else self.amount - self.back

    @property
    def about_its_own(self) -> bool:
        """Whether its money is no part of what was decided: it takes nothing off that."""
        return self.source in OWN_MONEY


class Statement(models.Model):
    """What an enterprise says to a finding (陈述意见). Append-only (triggers)."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="statements")
    text = SealedField(purpose="statement", about="request_key")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("at", "pk")


class Campaign(models.Model):
    """A sampling campaign: the population is sealed with its digest first, the seed is published after."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    year = models.PositiveSmallIntegerField(_("决定年度"))
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    programmes = models.ManyToManyField("policies.Programme", related_name="+")
    size = models.PositiveIntegerField(_("抽几件"))
    share = models.PositiveSmallIntegerField(_("按风险抽的比例（%）"))
    seed = models.CharField(_("种子"), max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=keys(CAMPAIGN_STATES))
    population = models.JSONField(help_text=_("[{number, score, parts}]，按决定文号排列"))
    digest = models.CharField(max_length=64)
    request_key = models.UUIDField(unique=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(size__gt=0), name="campaign_size_is_positive"),
            models.CheckConstraint(condition=Q(share__lte=100), name="campaign_share_is_a_percentage"),
            models.CheckConstraint(condition=Q(state__in=sorted(CAMPAIGN_STATES)), name="campaign_state_is_known"),
            models.CheckConstraint(condition=Q(state="sealed") | ~Q(seed=""), name="campaign_drawn_has_a_seed"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def stage(self) -> State:
        return CAMPAIGN_STATES[self.state]


class CampaignItem(models.Model):
    """One decision that was drawn: by risk or by lot, its officer, the checklist's answers and what came of it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items")
    application = models.ForeignKey(CASE, models.PROTECT, related_name="+")
    decision = models.ForeignKey(DECISION, models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=[("risk", _("按风险")), ("random", _("随机"))])
    place = models.PositiveIntegerField(help_text=_("第几个抽出"))
    score = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=dict)
    officer = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    result = models.CharField(max_length=8, blank=True, choices=[("fine", _("未发现问题")), ("problem", _("发现问题"))])
    answers = models.JSONField(default=dict, help_text=_("检查项 → yes / no / na"))
    note = models.TextField(blank=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="+")

    objects = AfterRows.as_manager()

    class Meta:
        ordering = ("campaign", "place")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("campaign", "decision"), name="one_item_per_decision"),
            models.CheckConstraint(condition=Q(result__in=["", "fine", "problem"]), name="item_result_is_known"),
            models.CheckConstraint(condition=Q(how__in=["risk", "random"]), name="item_drawn_one_way"),
        ]
