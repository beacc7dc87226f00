"""What was answered to a request that may come again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Answered(models.Model):
    """The answer to one key of one person for one act. Written in the transaction in which the act is done."""

    key = models.CharField(max_length=64)
    act = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    body = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "act", "by"], name="one_answer_a_key_of_a_person"),
            models.UniqueConstraint(fields=["key", "act"], condition=Q(by=None), name="one_answer_a_key_of_a_stranger"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.key[:8]}"
