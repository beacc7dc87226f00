"""A round of expert scoring (评审): cases, experts, and one sheet for each expert and case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """One round of a programme's review. `rubric` and `scoring` are the version's, as they stood when it opened."""

    reference = models.CharField(max_length=24, unique=True)
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    version = models.ForeignKey("policies.ProgrammeVersion", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    rubric = models.JSONField(help_text=_("[{name, most, say}]"))
    blind = models.BooleanField(default=False, help_text=_("专家看不到企业名称"))
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return self.reference


class Entry(models.Model):
    """A case in a round, under a code that says nothing of whose it is. Means and order are set when it closes."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="entries")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="entries")
    code = models.CharField(max_length=8)
    score = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    marks = models.JSONField(default=dict, help_text=_("评分项 → 平均分"))
    order = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("order", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("round", "application"), name="one_entry_per_case_and_round"),
            models.UniqueConstraint(fields=("round", "code"), name="one_entry_per_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Judge(models.Model):
    """An expert in a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="seats")
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="seats")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("round", "expert"), name="one_seat_per_expert")]

    def __str__(self) -> str:
        return f"{self.round} · {self.expert}"


class Sheet(models.Model):
    """One expert's sheet for one case: first the declaration of interests, then marks. Recused means no marks."""

    class State(models.TextChoices):
        OPEN = "open", _("待申报利益关系")
        DECLARED = "declared", _("待打分")
        GIVEN = "given", _("已打分")
        RECUSED = "recused", _("已回避")

    seat = models.ForeignKey(Judge, models.PROTECT, related_name="sheets")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    interest = models.CharField(max_length=300, blank=True, help_text=_("回避的原因"))
    marks = models.JSONField(default=dict, help_text=_("评分项 → 分数"))
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    note = models.TextField(blank=True)
    declared_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text=_("何时请专家复看离群的评分"))

    class Meta:
        ordering = ("entry__code", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("seat", "entry"), name="one_sheet_per_expert_and_case"),
            models.CheckConstraint(
                condition=Q(state="given", total__isnull=False) | (~Q(state="given") & Q(total=None)),
                name="sheet_given_has_a_total",
            ),
            models.CheckConstraint(condition=~Q(state="recused") | ~Q(interest=""), name="recusal_has_a_reason"),
        ]

    @property
    def looked_again(self) -> bool:
        """Whether the expert has answered for an outlier, by other marks or by the reason for these."""
        return self.asked_at is not None and self.given_at is not None and self.given_at > self.asked_at
