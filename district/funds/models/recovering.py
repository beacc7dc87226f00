"""Recovering: what an enterprise is to give back, by which plan, and what came of it."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.awards import Award
from district.funds.models.paying import Payment
from district.funds.money import to_yuan
from district.funds.states import CLAWBACK_STATES, UNHEARD
from district.ground.record.moves import State


class Clawback(models.Model):
    """One recovery (追缴), on the ground of a finding that one person proposed and another agreed to. `left` is what is
    still owed; it and the ledger's receivable move together. With `payment` it is money that left twice: booked when
    the bank says so, asked back once a finding was heard.
    """

    reference = models.CharField(max_length=24, unique=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="clawbacks")
    state = models.CharField(max_length=12, choices=[(key, state.staff) for key, state in CLAWBACK_STATES.items()])
    fen = models.BigIntegerField()
    left = models.BigIntegerField()
    reason = models.TextField()
    offset = models.BooleanField(default=True)
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="clawback",
                                   help_text=_("重复付出的那一笔"))  # fmt: skip
    ground = models.CharField(max_length=40, blank=True, help_text=_("据以追缴的线索编号"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_why = models.TextField(blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(CLAWBACK_STATES)), name="clawback_state_is_known"),
            models.CheckConstraint(condition=Q(fen__gt=0, left__gte=0, left__lte=F("fen")), name="clawback_adds_up"),
            models.CheckConstraint(
                condition=Q(state__in=list(UNHEARD)) | ~Q(ground="") | Q(state="recovered", payment__isnull=False),
                name="clawback_stands_on_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(ground="")
                | Q(proposed_by__isnull=False, agreed_by__isnull=False) & ~Q(proposed_by=F("agreed_by")),
                name="clawback_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="write_off_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="written-off") | Q(approved_by__isnull=False), name="write_off_is_approved"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return CLAWBACK_STATES[self.state]

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)


class ClawbackStep(models.Model):
    """One day of the plan and what is due on it."""

    clawback = models.ForeignKey(Clawback, models.PROTECT, related_name="steps")
    due_on = models.DateField()
    fen = models.BigIntegerField()

    class Meta:
        ordering = ("clawback", "due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="clawback_step_is_of_something"),
            models.UniqueConstraint(fields=("clawback", "due_on"), name="one_clawback_step_a_day"),
        ]

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)
