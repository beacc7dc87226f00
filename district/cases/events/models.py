"""One event of the register on one open case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

CASE = "cases.Application"


class CaseEvent(models.Model):
    """An event on a case: with `holds` nothing is accepted, put on notice or decided before it is settled."""

    application = models.ForeignKey(CASE, models.PROTECT, related_name="register_events")
    event = models.ForeignKey("enterprises.RegisterEvent", models.PROTECT, related_name="+")
    holds = models.BooleanField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "event"), name="event_once_on_a_case"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False),
                name="case_event_settled_on_a_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("application", "settled_at"), name="case_event_open")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.event_id}"
