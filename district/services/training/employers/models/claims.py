"""Which learners' hours were put into which application: nobody's twice, nor more often a year than the rule says."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.services.training.employers.models.filings import Filing
from district.services.training.employers.models.learners import OfFiling, Trainee

PERSON = settings.AUTH_USER_MODEL


class Claim(models.Model):
    """A filing's hours in an application. Lines of one that was given up count no more."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="claims")
    application = models.OneToOneField("cases.Application", models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfFiling.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("学时申报")

    def __str__(self) -> str:
        return self.filing.reference


class ClaimLine(models.Model):
    """One learner's payable hours (学时) in a claim; `turn`: the person's which session of that year."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="lines")
    learner = models.ForeignKey(Trainee, models.PROTECT, related_name="lines")
    worker = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    learnt = models.PositiveIntegerField(help_text=_("有证据的学时，未封顶"))
    hours = models.PositiveIntegerField(help_text=_("计补学时"))
    live = models.BooleanField(default=True)

    class Meta:
        ordering = ("claim", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("learner",), condition=Q(live=True), name="one_live_claim_a_learner"),
            models.UniqueConstraint(
                fields=("worker", "year", "turn"), condition=Q(live=True), name="one_live_session_a_turn_of_the_year"
            ),
            models.CheckConstraint(condition=Q(turn__gte=1, hours__gte=1), name="claimed_line_is_of_something"),
            models.CheckConstraint(condition=Q(hours__lte=models.F("learnt")), name="never_more_claimed_than_learnt"),
        ]
