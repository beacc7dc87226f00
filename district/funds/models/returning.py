"""Which column of a bank's or treasury's table is what, and which of its words means what."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ReturnColumns(models.Model):
    """Columns and words of return files with one header row, as they were chosen last."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(help_text="{reference, amount, result, reason: place; unit; words: {word: result}}")
    used_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.fingerprint[:12]
