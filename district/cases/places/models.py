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
    """One place taken by one case; given back it stays as a row, so that the story can be told.

    One `above` the quota needs a leader's leave (trigger `no_place_above_the_quota_without_leave`).
    """

    places = models.ForeignKey(Places, models.PROTECT, related_name="given")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="places")
    above = models.BooleanField(default=False, help_text=_("超名额的，不占 taken"))
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application",), condition=Q(returned_at=None), name="one_place_per_application"
            ),
        ]


class AboveQuota(models.Model):
    """A leader's leave to grant one case beside the quota, and the stated power it rests on. Append-only (triggers)."""

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="above_quota")
    power = models.CharField(max_length=200, help_text=_("依据的权力：文号和条款"))
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application",), name="one_leave_above_the_quota_a_case"),
            models.CheckConstraint(condition=~Q(power="") & ~Q(reason=""), name="above_the_quota_by_a_stated_power"),
        ]


class Allocation(models.Model):
    """Who gets a place, decided by a stated rule at once: the order, and what settled ties. Append-only (triggers).

    `lines` is [{reference, order, outcome: place | waiting | below | refused, tie, share, score, rank, submitted}];
    `seed` is published before a draw; `digest` is over who stood, so that anybody can draw again. `period` is that of
    the places it gives (as `Places.year`); `rule` is the quota's, or "appeal" for one who waits by an appeal upheld.
    """

    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    period = models.PositiveSmallIntegerField(help_text=_("哪一年的名额；0：不分年度"))
    round = models.ForeignKey("scoring.Round", models.PROTECT, null=True, related_name="allocations")
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
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("programme", "year"), condition=Q(rule="pro-rata"), name="one_pot_is_shared_out_once"
            ),
        ]


class Listed(models.Model):
    """Where a case stands on a list: what deciding and calling up ask. The list as published is the Allocation.

    Who waits is called up in the order of the lists and of their lines (trigger `waiting_is_called_in_order`), and no
    place is taken against the list (trigger `no_place_against_the_list`). Who has lost what it gave is
    `out`, and why.
    """

    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="standings")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="listed")
    order = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    share = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    called_at = models.DateTimeField(null=True, help_text=_("候补的何时递补"))
    told = models.PositiveIntegerField(null=True, help_text=_("候补第几位，上次告诉企业的"))
    why = models.CharField(max_length=300, blank=True, help_text=_("为什么退出名单"))

    class Meta:
        ordering = ("allocation_id", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("allocation", "order"), name="one_case_at_a_place_of_a_list"),
            models.UniqueConstraint(
                fields=("application",), condition=Q(outcome__in=["place", "waiting"]), name="one_standing_a_case"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["place", "waiting", "below", "refused", "out"]), name="listed_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(called_at=None) | Q(outcome__in=["waiting", "out"]), name="only_who_waits_is_called_up"
            ),
            models.CheckConstraint(
                condition=Q(outcome="out") & ~Q(why="") | ~Q(outcome="out") & Q(why=""),
                name="who_leaves_a_list_is_told_why",
            ),
        ]

    @property
    def stands(self) -> bool:
        """Whether the list gives the case a place, or a wait for one."""
        return self.outcome in {"place", "waiting"}

    @property
    def ready(self) -> bool:
        """Whether the list lets the case be granted now."""
        return self.outcome == "place" or (self.outcome == "waiting" and self.called_at is not None)
