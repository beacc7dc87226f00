"""Teams of learners."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.services.training.camp.models.cohorts import KEEPERS, LETTERS, CampSignUp, Cohort

if TYPE_CHECKING:
    from district.ground.people.queries import Person


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _n in range(10))


class TeamRows(models.QuerySet["Team"]):
    def visible_to(self, person: Person) -> TeamRows:
        """One's own; those of one's bureaus' cohorts; all to auditors."""
        if person.has_role("auditor"):
            return self
        mine = TeamPlace.objects.filter(learner__person=person, left_at=None).values("team")
        return self.filter(Q(pk__in=mine) | Q(cohort__office__in=person.bureau_ids(*KEEPERS)))


class Team(models.Model):
    """Learners of one cohort with a project of theirs. Whoever has the `code` of the invitation may join."""

    reference = models.CharField(max_length=24, unique=True)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="teams")
    name = models.CharField(_("队名"), max_length=40)
    project = models.CharField(_("项目"), max_length=80, blank=True)
    text = models.TextField(_("项目简介"), blank=True)
    code = models.CharField(max_length=16, unique=True, default=new_code)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = TeamRows.as_manager()

    class Meta:
        ordering = ("cohort", "name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("cohort", "name"), condition=Q(ended_at=None), name="one_team_of_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamPlace(models.Model):
    """One learner in one team, from when until when."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="places")
    learner = models.ForeignKey(CampSignUp, models.PROTECT, related_name="team_places")
    leads = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-leads", "joined_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("learner",), condition=Q(left_at=None), name="one_team_a_learner"),
            models.UniqueConstraint(fields=("team",), condition=Q(left_at=None, leads=True), name="one_leads_a_team"),
        ]
