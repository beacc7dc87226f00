"""Letters as they were issued: what they said, and the code by which anybody can check one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class IssuedLetter(models.Model):
    """The letter of one decision. Append-only (triggers); `digest` is SHA-256 over `content` without the check."""

    decision = models.OneToOneField("applications.Decision", models.PROTECT, related_name="letter")
    code = models.CharField(max_length=20, unique=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = []

    def __str__(self) -> str:
        return self.code
