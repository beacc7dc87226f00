"""Settling by hand: what became of a payment, by a paper, asked by one person and agreed to by another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.paying import Payment


class Settlement(models.Model):
    """One payment settled without a return file: its result and the paper that says so."""

    class Result(models.TextChoices):
        PAID = "paid", _("已付")
        FAILED = "failed", _("未付成")
        REFUNDED = "refunded", _("已退汇")

    class State(models.TextChoices):
        ASKED = "asked", _("待另一人确认")
        AGREED = "agreed", _("已确认")
        DECLINED = "declined", _("未确认")

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="settlements")
    result = models.CharField(max_length=10, choices=Result.choices)
    reason = models.CharField(_("说明"), max_length=200)
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_why = models.CharField(max_length=500, blank=True)
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("payment",), condition=Q(state="asked"), name="one_settlement_asked_per_payment"
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("asked_by")), name="settlement_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(settled_by__isnull=False), name="settlement_agreed_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["paid", "failed", "refunded"]), name="settlement_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "agreed", "declined"]), name="settlement_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment} {self.result}"
