"""What was typed and could not be taken yet, sealed, for an hour."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Unsent(models.Model):
    """One form as it was sent. `person`: for whom the page with the form was made, and who alone sees it again; None
    where a stranger typed, in whose session its key stands. Nothing in it is ever sent again by itself.
    """

    key = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    sealed = models.TextField()
    kept_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("kept_at")), name="unsent_ends_later"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("person", "kept_at"), name="unsent_of_person"),
            models.Index(fields=("until",), name="unsent_until"),
        ]

    def __str__(self) -> str:
        return self.key
