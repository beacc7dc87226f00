"""Letters as they were issued: what they said, and the code by which anybody can check one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _


class IssuedLetter(models.Model):
    """The letter of one decision or recovery. Append-only (triggers); `digest` is SHA-256 over `content` without the
    check.
    """

    decision = models.OneToOneField("applications.Decision", models.PROTECT, null=True, related_name="letter")
    finding = models.OneToOneField("applications.Finding", models.PROTECT, null=True, related_name="letter")
    code = models.CharField(max_length=20, unique=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decision=None, finding__isnull=False) | Q(decision__isnull=False, finding=None),
                name="letter_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def number(self) -> str:
        return str(self.content["number"])

    @property
    def programme(self) -> str:
        one = self.decision or self.finding
        assert one is not None
        return str(one.application.programme.name)

    @property
    def outcome(self) -> str:
        """What it decided, in a word."""
        if self.decision is not None:
            return str(self.decision.get_outcome_display())
        return str(_("追缴"))
