"""Pausing: what of an award does not leave for now, since when, why, and what brings it back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.awards import Award


class Pause(models.Model):
    """One reason why an award is not paid for now: its facts say no, or something about it is being heard.

    `whole` holds all that is unpaid, else the instalments that are marked `paused` are held. The money stays committed.
    `digest` is of what was found, so that what was overruled does not pause it again.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="pauses")
    cause = models.CharField(max_length=60, help_text=_("facts；或线索编号"))
    why = models.CharField(max_length=500)
    back = models.CharField(max_length=300, help_text=_("怎样恢复"))
    since_on = models.DateField(help_text=_("情况从哪天起变化"))
    whole = models.BooleanField(default=True)
    digest = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=500, blank=True)
    overruled = models.BooleanField(default=False)

    class Meta:
        ordering = ("award", "since_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("award", "cause"), condition=Q(ended_at=None), name="one_open_pause_a_cause"
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended_why=""), name="pause_ends_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.why
