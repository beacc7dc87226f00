"""Requests to accept a milestone of a granted project (验收)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.cases.aftercare.milestones.states import STANDING, STATES
from district.ground.people.queries import Person, Role
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField

PERSON = settings.AUTH_USER_MODEL


class MilestoneRows(models.QuerySet["Milestone"]):
    def on_desk_of(self, person: Person) -> MilestoneRows:
        """Those of the bureau's cases; an auditor's all."""
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(application__programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))


class Milestone(models.Model):
    """One request: which milestone was reached, on which papers; who looked at it, and who else confirmed it."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="milestones")
    milestone = models.CharField(max_length=60, help_text=_("规则里分期的 at"))
    state = models.CharField(max_length=12, choices=[(key, state.staff) for key, state in STATES.items()])
    say = SealedField(purpose="statement", about="reference", help_text=_("企业写的完成情况"))
    papers = models.JSONField(default=list, help_text=_("[{paper, file, digest, name, …}]"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.UUIDField(unique=True)
    due_from = models.DateField(null=True)
    due_on = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False)
    found = models.TextField(_("核验意见"), blank=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    why = models.TextField(_("退回的理由"), blank=True)
    returned_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    objects = MilestoneRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application", "milestone"),
                condition=Q(state__in=tuple(sorted(STANDING))),
                name="one_request_a_milestone",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="milestone_state_is_known"),
            models.CheckConstraint(condition=~Q(say=""), name="milestone_says_what_was_reached"),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(checked_by__isnull=False) & ~Q(confirmed_by=F("checked_by")),
                name="milestone_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False), name="milestone_confirmed_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(why="") & Q(returned_by__isnull=False),
                name="milestone_returned_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> State:
        return STATES[self.state]

    @property
    def words(self) -> str:
        return str(_("项目验收")) if self.milestone == "acceptance" else self.milestone
