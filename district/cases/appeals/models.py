"""Appeals (复核): a second look at a decision, asked for by the enterprise."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.cases.appeals.states import OPEN, RULED, STATES, WAYS
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField


class Appeal(models.Model):
    """One appeal against one decision. Its own clock; looked at by somebody who did not decide."""

    reference = models.CharField(max_length=24, unique=True)
    decision = models.ForeignKey("cases.Decision", models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=14, choices=[(key, state.staff) for key, state in STATES.items()])
    grounds = SealedField(purpose="appeal", about="reference")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_from = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)
    reply = models.TextField(blank=True, help_text=_("复核结论和理由，企业会看到"))
    answered_at = models.DateTimeField(null=True)
    result = models.ForeignKey("cases.Decision", models.PROTECT, null=True, related_name="+")
    way = models.CharField(
        max_length=8, choices=[(key, words) for key, words in WAYS.items()], blank=True,
        help_text=_("原决定改变，但先要走完步骤、等名额的：怎么走"),
    )  # fmt: skip

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("decision",), condition=Q(state__in=tuple(sorted(OPEN))), name="one_open_appeal_per_decision"
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="appeal_has_grounds"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(RULED)) | ~Q(reply=""),
                name="appeal_answered_has_a_reply",
            ),
            models.CheckConstraint(
                condition=~Q(state="upheld") | Q(result__isnull=False) | ~Q(way=""),
                name="appeal_upheld_has_a_new_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return STATES[self.state]
