"""Rows of handing in: papers attached, papers looked at, consent to hand in later, lists of people and things."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attached(models.Model):
    """A wallet paper that was handed in with one submission. Append-only (triggers); it holds paper and file."""

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="attached")
    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="attached")
    name = models.CharField(max_length=120, help_text=_("材料名"))
    paper = models.ForeignKey("enterprises.Evidence", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("submission", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("submission", "name", "paper"), name="a_paper_is_attached_once"),
        ]


class PaperCheck(models.Model):
    """An official looked at a paper: in order, or not and why. The latest counts; earlier ones stay."""

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="paper_checks")
    name = models.CharField(max_length=120)
    paper = models.ForeignKey("enterprises.Evidence", models.PROTECT, related_name="+")
    fine = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(fine=True) | ~Q(note=""), name="a_bad_paper_has_a_reason"),
        ]


class Consent(models.Model):
    """A member's consent that the site hands an application in: when the window opens, or at once for a grant that
    needs only a yes. `text` is what they agreed to. It can be taken back until it is used.
    """

    class Kind(models.TextChoices):
        WINDOW = "window", _("窗口开放时自动提交")
        AUTOMATIC = "automatic", _("免申即享一键确认")

    class Outcome(models.TextChoices):
        SUBMITTED = "submitted", _("已自动提交")
        FAILED = "failed", _("没有提交成功")
        MOOT = "moot", _("已不需要")

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(help_text=_("同意时看到的原话"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opens_on = models.DateField(help_text=_("计划哪天提交"))
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    why = models.TextField(blank=True, help_text=_("没有提交成功的原因"))

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application",), condition=Q(withdrawn_at=None, used_at=None), name="one_live_consent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(used_at=None), name="a_used_consent_is_not_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None, outcome="") | Q(used_at__isnull=False) & ~Q(outcome=""),
                name="a_used_consent_has_an_outcome",
            ),
            models.CheckConstraint(condition=Q(kind__in=["window", "automatic"]), name="consent_kind_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=("used_at", "opens_on"), name="consent_by_day")]
