"""What became of each piece of the night's work."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Night(models.Model):
    """One piece, as it last ran. `running_since` is a lease: who holds it does the piece alone."""

    key = models.CharField(max_length=60, unique=True)
    running_since = models.DateTimeField(null=True)
    day = models.DateField(null=True, help_text=_("最近一次按哪天办的"))
    started_at = models.DateTimeField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    fine = models.BooleanField(null=True)
    said = models.TextField(blank=True)
    fine_at = models.DateTimeField(null=True, help_text=_("最近一次办成"))
    due_on = models.DateField(null=True, help_text=_("下一次该在哪天"))

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(day=None, started_at=None, took_ms=None, fine=None)
                | Q(day__isnull=False, started_at__isnull=False, took_ms__isnull=False, fine__isnull=False),
                name="night_that_ran_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.key
