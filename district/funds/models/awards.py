"""Awards: one case's claim on money, the places of a quota it takes, and when it is paid."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.ledger import Line
from district.funds.money import to_yuan
from district.funds.states import AWARD_STATES
from district.record.moves import State


class Award(models.Model):
    """What one case (known here only by its public reference) may cost. `fen` is all of it, every year together."""

    reference = models.CharField(_("编号"), max_length=40, unique=True)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="awards")
    version = models.ForeignKey("policies.ProgrammeVersion", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="awards")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=[(key, state.staff) for key, state in AWARD_STATES.items()])
    fen = models.BigIntegerField()
    answers = models.JSONField(default=dict, help_text=_("由人判断的条件：重新核验时沿用"))
    place = models.ForeignKey("funds.Places", models.PROTECT, null=True, related_name="awards")
    expires_on = models.DateField(null=True)
    held_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(AWARD_STATES)), name="award_state_is_known"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="award_is_of_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["committed", "settled"]) | Q(committed_at__isnull=False),
                name="committed_has_a_date",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "expires_on"), name="award_expiry")]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return AWARD_STATES[self.state]

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)


class Places(models.Model):
    """A quota's places of one programme and period ("2022", or "life"). More cannot be taken than there are."""

    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    size = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "period"), name="one_quota_per_programme_period"),
            models.CheckConstraint(condition=Q(taken__lte=F("size")), name="quota_never_overdrawn"),
        ]


class Instalment(models.Model):
    """One payment an award promises: on a day, or when something is reached (`at`), or in a later year's budget."""

    class State(models.TextChoices):
        PLANNED = "planned", _("待列以后年度预算")
        WAITING = "waiting", _("待条件达成")
        DUE = "due", _("待付")
        PAYING = "paying", _("拨付中")
        PAID = "paid", _("已付")
        STOPPED = "stopped", _("已停止")

    award = models.ForeignKey(Award, models.PROTECT, related_name="instalments")
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="+")
    serial = models.PositiveSmallIntegerField()
    fen = models.BigIntegerField()
    at = models.CharField(max_length=20, default="decision")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices)
    problem = models.CharField(max_length=200, blank=True, help_text=_("上次没有付成的原因"))

    class Meta:
        ordering = ("award", "serial")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("award", "serial"), name="instalments_are_numbered"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="instalment_is_of_something"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "waiting", "due", "paying", "paid", "stopped"]),
                name="instalment_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["due", "paying", "paid"]) | Q(due_on__isnull=False),
                name="instalment_due_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "stopped"]) | Q(line__isnull=False),
                name="instalment_to_pay_has_a_line",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "due_on"), name="instalment_worklist")]

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)
