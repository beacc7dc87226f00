"""What is kept of a person: by which consent, under which identity number, and which official looked and why."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground.record.sealed import SealedField


class KeepingRows(models.QuerySet["Keeping"]):
    def in_force(self, day: dt.date) -> KeepingRows:
        return self.filter(withdrawn_at=None, until__gte=day)


class Keeping(models.Model):
    """A person's consent that their facts are kept (保存同意): for what, in which words, until when.

    Withdrawn any time. What was consented to is never changed; a renewal is a row of its own.
    """

    subject = models.ForeignKey("enterprises.Enterprise", models.CASCADE, related_name="keepings")
    text = models.TextField(help_text=_("同意时读到的话"))
    given_at = models.DateTimeField()
    until = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = KeepingRows.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("subject",), condition=Q(withdrawn_at=None), name="one_consent_to_keep_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]


class Identity(models.Model):
    """A person's identity number: sealed, and recognised by a keyed digest, so that nobody is two subjects."""

    subject = models.OneToOneField("enterprises.Enterprise", models.CASCADE, related_name="identity")
    number = SealedField(purpose="identity", about="subject_id")
    print = models.CharField(max_length=64)
    shown = models.CharField(max_length=18, help_text=_("遮住中间的写法"))
    entered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("print",), name="one_subject_per_identity_number")]


class Reading(models.Model):
    """An official looked at what is known of a person, for a stated purpose, on one day. Append-only (triggers)."""

    subject = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(purpose=""), name="reading_says_for_what"),
        ]
