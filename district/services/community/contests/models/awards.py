"""What came of a contest: awards, who claimed them, and those taken back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person
from district.services.community.contests.models.contests import Contest, Prize
from district.services.community.contests.models.entries import ContestEntry, ContestTeam, of_own
from district.services.community.contests.states import PUBLISHED


class ContestAwards(models.QuerySet["ContestAward"]):
    def standing(self) -> ContestAwards:
        return self.filter(revoked=None)

    def visible_to(self, person: Person) -> ContestAwards:
        """Published ones are everybody's to read; there are no others, for awards are made when results are told."""
        return self.filter(entry__contest__state=PUBLISHED)

    def of(self, person: Person) -> ContestAwards:
        entries = ContestEntry.objects.filter(of_own(person))
        return self.filter(entry__in=entries.values("pk"))

    def at_desk_of(self, person: Person) -> ContestAwards:
        return self.filter(entry__contest__in=Contest.objects.at_desk_of(person).values("pk"))


class ContestAward(models.Model):
    """One entry's prize, made the moment the results are published; the certificate is a view of it, under a code
    nobody can guess. Append-only (triggers)."""

    entry = models.OneToOneField(ContestEntry, models.PROTECT, related_name="award")
    prize = models.ForeignKey(Prize, models.PROTECT, related_name="awards")
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=14, unique=True)
    on = models.DateField()
    at = models.DateTimeField()

    objects = ContestAwards.as_manager()

    class Meta:
        ordering = ("entry__track__position", "entry__place", "pk")

    def __str__(self) -> str:
        return self.number


class AwardClaim(models.Model):
    """In whose name an award counts: the firm's that won it; a team's once, its lead's or their new firm's.
    Append-only (triggers)."""

    award = models.ForeignKey(ContestAward, models.PROTECT, related_name="claims")
    team = models.ForeignKey(ContestTeam, models.PROTECT, null=True, related_name="+")
    subject = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("award",), name="one_prize_claimed_once_a_team"),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.subject}"


class AwardRevoked(models.Model):
    """An award taken back, and why. Append-only (triggers)."""

    award = models.OneToOneField(ContestAward, models.PROTECT, related_name="revoked")
    reason = models.CharField(_("原因"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_award_is_revoked_with_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.award)
