"""Paying: whose account, in which batch, what the bank answered."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.awards import Instalment
from district.funds.models.ledger import Line
from district.funds.money import to_yuan
from district.funds.states import BATCH_STATES, RELEASED_BATCH
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField


class Payee(models.Model):
    """An account an enterprise wants to be paid to: entered by it, verified by an official. The number is sealed."""

    class State(models.TextChoices):
        PENDING = "pending", _("待核验")
        VERIFIED = "verified", _("已核验")
        REFUSED = "refused", _("未通过")
        RETIRED = "retired", _("已停用")

    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="payees")
    holder = models.CharField(_("户名"), max_length=120)
    bank = models.CharField(_("开户银行"), max_length=120)
    bank_code = models.CharField(_("联行号"), max_length=12)
    number = SealedField(_("账号"), purpose="payee", about="enterprise_id", help_text=_("SM4 加密"))
    last4 = models.CharField(max_length=4)
    print = models.CharField(max_length=64, help_text=_("账号的带密钥摘要，认出同一个账号"))
    certificate = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", help_text=_("开户许可证或开户证明")
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-entered_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("enterprise",), condition=Q(state="verified"), name="one_verified_payee_per_enterprise"
            ),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_by__isnull=False) & ~Q(verified_by=F("entered_by")),
                name="payee_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "verified", "refused", "retired"]), name="payee_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} ****{self.last4}"


class Batch(models.Model):
    """Payments of one line that go to the treasury together and come back together (拨付批次)."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    line = models.ForeignKey(Line, models.PROTECT, related_name="batches")
    state = models.CharField(max_length=10, choices=[(key, state.staff) for key, state in BATCH_STATES.items()])
    count = models.PositiveIntegerField()
    fen = models.BigIntegerField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    handed_out_at = models.DateTimeField(null=True, help_text=_("送盘文件第一次下载，此后内容不再变"))
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(BATCH_STATES)), name="batch_state_is_known"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("made_by")), name="batch_checked_by_another"
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=F("first_by")), name="batch_released_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(RELEASED_BATCH)) | Q(second_by__isnull=False),
                name="batch_leaves_only_released",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return BATCH_STATES[self.state]

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)


class Payment(models.Model):
    """One instalment in one batch, to one account. `reference` is the line's key in the bank's file, for good."""

    class State(models.TextChoices):
        QUEUED = "queued", _("待放行")
        SENT = "sent", _("在途")
        UNKNOWN = "unknown", _("结果不明")
        PAID = "paid", _("已付")
        FAILED = "failed", _("未付成")
        REFUNDED = "refunded", _("已退汇")
        CANCELLED = "cancelled", _("已撤销")
        TWICE = "twice", _("重复付出")

    reference = models.CharField(max_length=32, unique=True)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="payments")
    instalment = models.ForeignKey(Instalment, models.PROTECT, related_name="payments")
    payee = models.ForeignKey(Payee, models.PROTECT, related_name="payments")
    fen = models.BigIntegerField()
    offset = models.BigIntegerField(default=0, help_text=_("抵扣应退款的部分（分），不送银行"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("batch", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("instalment",),
                condition=Q(state__in=["queued", "sent", "unknown", "paid"]),
                name="one_live_payment_per_instalment",
            ),
            models.CheckConstraint(condition=Q(fen__gt=0), name="payment_is_of_something"),
            models.CheckConstraint(
                condition=Q(offset__gte=0) & Q(offset__lte=F("fen")), name="payment_offset_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "sent", "unknown", "paid", "failed", "refunded", "cancelled", "twice"]
                ),
                name="payment_state_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("batch", "state"), name="payment_by_batch")]

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)


class ReturnFile(models.Model):
    """A return file as it came. Its rows are applied a few at a time; the same file again changes nothing."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="returns")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(help_text=_("[[编号, 分, 结果, 原因]]"))
    done = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text=_("[[行, 原因]]"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("batch", "sha256"), name="return_file_once_per_batch"),
        ]
