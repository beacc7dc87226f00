"""Places (名额): how many a programme gives in a period, who took one, and how they were allotted."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Places(models.Model):
    """The places of a programme in a year (year 0: for good). The row deciders take from; never more than `count`."""

    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(help_text=_("0：不分年度"))
    count = models.PositiveIntegerField()
    carried = models.PositiveIntegerField(default=0, help_text=_("上年结转，已含在 count 里"))
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "year"), name="one_row_of_places_per_programme_year"),
            models.CheckConstraint(condition=Q(taken__lte=F("count")), name="never_more_places_than_the_quota"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year}: {self.taken}/{self.count}"


class Place(models.Model):
    """One place taken by one case; given back it stays as a row, so that the story can be told."""

    places = models.ForeignKey(Places, models.PROTECT, related_name="given")
    application = models.ForeignKey("applications.Application", models.PROTECT, related_name="places")
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application",), condition=Q(returned_at=None), name="one_place_per_application"
            ),
        ]


class Allocation(models.Model):
    """Who gets a place, decided by a stated rule at once: the order, and what settled ties. Append-only (triggers).

    `lines` is [{reference, order, outcome: place | waiting | below | refused, tie, share, score, rank, submitted}];
    `seed` is published before a draw; `digest` is over who stood, so that anybody can draw again.
    """

    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    round = models.ForeignKey("applications.Round", models.PROTECT, null=True, related_name="allocations")
    rule = models.CharField(max_length=12)
    places = models.PositiveIntegerField()
    seed = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    lines = models.JSONField()
    request_key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
