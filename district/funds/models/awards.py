"""Awards: one case's claim on money, and when it is paid."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.ledger import Line
from district.funds.money import to_fen, to_yuan
from district.funds.promise import Promise
from district.funds.states import AWARD_STATES, DECIDED
from district.ground.record.moves import State


class Award(models.Model):
    """What one case (known here only by its public reference) was promised: `each` fen a payment, `times` payments,
    less what a limit keeps back (`cut`); `fen` is all of it, every year together.

    What was decided stays in these; what became of it stands beside: `fallen` will not be paid because the facts
    changed or it was stopped, `withdrawn` because less is due after all, `beyond` is paid or planned above `fen`,
    against what was asked back; `excess` was paid above what is decided now and is being heard. Instalments that were
    not stopped add up to fen − fallen − withdrawn + beyond.
    """

    reference = models.CharField(_("编号"), max_length=40, unique=True)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="awards")
    version = models.ForeignKey("policies.ProgrammeVersion", models.PROTECT, null=True, related_name="+")
    line = models.ForeignKey(Line, models.PROTECT, related_name="awards")
    title = models.CharField(max_length=160)
    state = models.CharField(max_length=12, choices=[(key, state.staff) for key, state in AWARD_STATES.items()])
    fen = models.BigIntegerField()
    each = models.BigIntegerField(help_text=_("一期多少分"))
    per = models.CharField(max_length=10, blank=True, help_text=_("多久一期；空白是一次"))
    times = models.PositiveSmallIntegerField(default=1, help_text=_("一共几期"))
    cut = models.BigIntegerField(default=0, help_text=_("因上限等少给的分"))
    cuts = models.JSONField(default=list, help_text=_("少给在哪一年：[[年, 分]]"))
    fallen = models.BigIntegerField(default=0, help_text=_("情况变化或停止后不再付的分"))
    withdrawn = models.BigIntegerField(default=0, help_text=_("更正、撤销、追缴后不再付的分"))
    beyond = models.BigIntegerField(default=0, help_text=_("超出现在金额的已付（已转追缴）或补付的分"))
    excess = models.BigIntegerField(default=0, help_text=_("决定改了之后付多了、尚未追回的分"))
    answers = models.JSONField(default=dict, help_text=_("由人判断的条件：重新核验时沿用"))
    expires_on = models.DateField(null=True)
    warned_for = models.DateField(null=True, help_text=_("已提醒过的到期日"))
    held_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(AWARD_STATES)), name="award_state_is_known"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="award_is_of_something"),
            models.CheckConstraint(condition=Q(fen=F("each") * F("times") - F("cut")), name="award_is_its_periods"),
            models.CheckConstraint(
                condition=Q(fallen__gte=0, withdrawn__gte=0, beyond__gte=0)
                & Q(fen__gte=F("fallen") + F("withdrawn") - F("beyond")),
                name="award_loses_no_more_than_it_is",
            ),
            models.CheckConstraint(condition=Q(excess__gte=0), name="award_excess_is_not_below_nought"),
            models.CheckConstraint(
                condition=~Q(state__in=list(DECIDED)) | Q(committed_at__isnull=False),
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
        """In all, as decided; yuan."""
        return to_yuan(self.fen)

    @property
    def left(self) -> Decimal:
        """In all, what was stopped, withdrawn and added counted; yuan."""
        return to_yuan(self.fen - self.fallen - self.withdrawn + self.beyond)

    @property
    def words(self) -> str:
        """`每月 1,000.00 元 × 36 = 36,000.00 元`."""
        return self.promise.words

    @property
    def promise(self) -> Promise:
        """As it was decided."""
        return Promise(to_yuan(self.each), self.per, self.times, tuple((year, to_yuan(fen)) for year, fen in self.cuts))

    def take_on(self, promise: Promise) -> None:
        """Put a promise down; the caller saves."""
        self.each, self.per, self.times = to_fen(promise.each), promise.per, promise.times
        self.cuts = [[year, to_fen(yuan)] for year, yuan in promise.cuts if yuan]
        self.cut = to_fen(promise.cut)
        self.fen = to_fen(promise.total)


class Nothing(models.Model):
    """A table that stays empty: who refers to a row of it must have stopped by the end of the transaction."""


def _off() -> models.ForeignKey[Nothing | None, Nothing | None]:
    return models.ForeignKey(Nothing, models.DO_NOTHING, null=True, related_name="+", db_index=False)


class Agreement(models.Model):
    """An award's sums in fen, two by two: what it promises and what its instalments plan; what of them is to be paid
    this year and what the ledger has committed and sent; what is paid and what the ledger paid and asked back.

    Only triggers write here (`agreeing`). Where two differ the `…_off` beside them refers to Nothing, and the database
    refuses to commit.
    """

    award = models.OneToOneField(Award, models.PROTECT, primary_key=True, related_name="agreement", db_constraint=False)
    promised = models.BigIntegerField(default=0)
    planned = models.BigIntegerField(default=0)
    unpaid = models.BigIntegerField(default=0)
    money = models.BigIntegerField(default=0)
    settled = models.BigIntegerField(default=0)
    kept = models.BigIntegerField(default=0)
    promise_off = _off()
    unpaid_off = _off()
    paid_off = _off()


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
    full = models.BigIntegerField(help_text=_("按决定应付的分；情况变化后可以少付"))
    at = models.CharField(max_length=20, default="decision")
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices)
    problem = models.CharField(max_length=200, blank=True, help_text=_("上次没有付成的原因"))
    paused = models.BooleanField(default=False, help_text=_("到期时不符合，暂停"))

    class Meta:
        ordering = ("award", "serial")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("award", "serial"), name="instalments_are_numbered"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="instalment_is_of_something"),
            models.CheckConstraint(
                condition=Q(state="stopped") | Q(fen__lte=F("full")), name="instalment_within_what_was_decided"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "waiting", "due", "paying", "paid", "stopped"]),
                name="instalment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(paused=False) | Q(state__in=["planned", "waiting", "due"]),
                name="instalment_paused_is_not_under_way",
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


S = Instalment.State
PAYABLE = (S.WAITING, S.DUE, S.PAYING)
"""States of an instalment that is of this year's money and is not paid yet."""
UNPAID = (S.PLANNED, *PAYABLE)
