"""The ledger: budget lines, their accounts, and transfers between accounts in whole fen."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    CITY = "city", _("市级")
    DISTRICT = "district", _("区级")


class Kind(models.TextChoices):
    """What the money of an account is. Every transfer moves it from one kind to another."""

    APPROPRIATED = "appropriated", _("核定来源")
    AVAILABLE = "available", _("可用")
    HELD = "held", _("占用")
    COMMITTED = "committed", _("待付")
    SENT = "sent", _("在途")
    PAID = "paid", _("已付")
    RECEIVABLE = "receivable", _("应收追缴")
    LAPSED = "lapsed", _("收回财政")
    WRITTEN_OFF = "written-off", _("核销")
    ADVANCED = "advanced", _("多付垫支")
    OVERPAID = "overpaid", _("多付应收")


SOURCES = ("appropriated", "advanced")  # where money comes from: what a line was given, what left it unowed


class Line(models.Model):
    """A budget line (预算指标) of one year and bureau; or a pool or fund that stands over the years."""

    class Sort(models.TextChoices):
        BUDGET = "budget", _("年度指标")
        POOL = "pool", _("风险分担资金池")
        FUND = "fund", _("引导基金")

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    year = models.PositiveSmallIntegerField(_("年度"))
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+", verbose_name=_("主管部门"))
    name = models.CharField(_("名称"), max_length=60)
    sort = models.CharField(_("种类"), max_length=8, choices=Sort.choices, default=Sort.BUDGET)
    hold_days = models.PositiveSmallIntegerField(_("占用期限（天）"), default=90)
    illustrative = models.BooleanField(_("示例数字"), default=False)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "name", "pk")
        verbose_name = _("预算指标")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("year", "office", "name"), name="one_line_per_year_bureau_name"),
            models.CheckConstraint(condition=Q(sort__in=["budget", "pool", "fund"]), name="line_sort_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.name}"


class Account(models.Model):
    """One kind of money of one line and level. `fen` is moved by the trigger on Transfer and by nothing else.

    That it never falls below nought is what makes over-commitment impossible, whoever writes the transfer.
    """

    line = models.ForeignKey(Line, models.PROTECT, related_name="accounts")
    level = models.CharField(max_length=8, choices=Level.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    fen = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("line", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("line", "level", "kind"), name="one_account_per_line_level_kind"),
            models.CheckConstraint(condition=Q(kind__in=SOURCES) | Q(fen__gte=0), name="account_never_overdrawn"),
            models.CheckConstraint(condition=~Q(kind__in=SOURCES) | Q(fen__lte=0), name="appropriated_is_a_source"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="account_level_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="account_kind_is_known"),
        ]


class Transfer(models.Model):
    """One entry with both its sides: `fen` leave `credit` (贷) and come to `debit` (借). Append-only (triggers)."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    credit = models.ForeignKey(Account, models.PROTECT, related_name="given")
    debit = models.ForeignKey(Account, models.PROTECT, related_name="taken")
    fen = models.BigIntegerField()
    award = models.ForeignKey("funds.Award", models.PROTECT, null=True, related_name="transfers")
    payment = models.ForeignKey("funds.Payment", models.PROTECT, null=True, related_name="transfers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=80, unique=True, null=True, help_text=_("同一件事只记一次"))

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="transfer_moves_something"),
            models.CheckConstraint(condition=~Q(credit=F("debit")), name="transfer_between_two_accounts"),
        ]


class Tally(models.Model):
    """What an award has of a line and level, by kind; kept by the trigger on Transfer, never below nought.

    Only that trigger writes here, from a transfer's award and an account's line, both checked there: a second check
    would lock the line's row in every decision up to its commit, and cost a third of all decisions a second.
    """

    award = models.ForeignKey("funds.Award", models.PROTECT, related_name="tallies", db_constraint=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="+", db_constraint=False)
    level = models.CharField(max_length=8, choices=Level.choices)
    held = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    sent = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    receivable = models.BigIntegerField(default=0)
    overpaid = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("award", "line", "level"), name="one_tally_per_award_line_level"),
            models.CheckConstraint(
                condition=Q(
                    held__gte=0, committed__gte=0, sent__gte=0, paid__gte=0, receivable__gte=0, overpaid__gte=0
                ),
                name="award_never_overdrawn",
            ),
        ]
