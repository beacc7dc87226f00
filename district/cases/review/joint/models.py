"""Opinions of the bureaus asked in a joint review (联审)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Opinion(models.Model):
    """What one bureau is asked about one case, its own clock, and what it says.

    `said` is empty while it is open; "silent" when its term passed and silence means agreement, "silent-object"
    when it means objection; "unanswered" when a leader ended the review without it.
    """

    class Said(models.TextChoices):
        AGREE = "agree", _("同意")
        OBJECT = "object", _("不同意")
        SILENT = "silent", _("逾期未答，视为同意")
        SILENT_OBJECT = "silent-object", _("逾期未答，视为不同意")
        UNANSWERED = "unanswered", _("没有答复，负责人结束联审")

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="opinions")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+", verbose_name=_("会办部门"))
    ask = models.JSONField(default=list, help_text=_("要答的问题"))
    veto = models.BooleanField(default=False, help_text=_("不同意即否决"))
    silence = models.CharField(max_length=8, default="remind")
    asked_at = models.DateTimeField()
    due_from = models.DateField()
    due_on = models.DateField()
    due_provisional = models.BooleanField(default=False)
    suspended_at = models.DateTimeField(null=True)
    suspended_why = models.CharField(max_length=300, blank=True)
    suspended_until = models.DateField(null=True, help_text=_("预计停到哪天；过了自动继续计时"))
    days_left = models.PositiveSmallIntegerField(null=True)
    reminded_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=14, choices=Said.choices, blank=True)
    answers = models.JSONField(default=dict, help_text=_("问题 → 回答"))
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("office__name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "office"), name="one_opinion_per_bureau_and_case"),
            models.CheckConstraint(
                condition=Q(said="", at=None) | (~Q(said="") & Q(at__isnull=False)), name="opinion_given_has_a_time"
            ),
            models.CheckConstraint(condition=~Q(said="object") | ~Q(note=""), name="objecting_opinion_has_a_reason"),
            models.CheckConstraint(
                condition=Q(suspended_until=None) | Q(suspended_at__isnull=False), name="only_who_stops_says_until_when"
            ),
            models.CheckConstraint(
                condition=~Q(said__in=["agree", "object"]) | Q(by__isnull=False), name="opinion_given_has_a_giver"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("office", "said", "due_on"), name="opinion_worklist")]

    def __str__(self) -> str:
        return f"{self.application} · {self.office}"

    @property
    def open(self) -> bool:
        return not self.said

    @property
    def objects_(self) -> bool:
        """Whether it stands against the case."""
        return self.said in {self.Said.OBJECT, self.Said.SILENT_OBJECT}

    @property
    def vetoes(self) -> bool:
        return self.veto and self.objects_
