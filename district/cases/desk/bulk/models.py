"""Jobs over many cases with a row a case."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from district.ground.work.queries import Row, Work


class Job(Work):
    """One move on many cases: tried first, then started by a person's word."""

    class Action(models.TextChoices):
        ACCEPT = "accept", _("受理")
        GRANT = "grant", _("拟同意")
        REFUSE = "refuse", _("拟不予同意")
        SIGN = "sign", _("签批拟办意见")
        ASSIGN = "assign", _("派件")

    action = models.CharField(max_length=10, choices=Action.choices)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Job]] = models.Manager()  # type: ignore[assignment]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(action__in=["accept", "grant", "refuse", "sign", "assign"]), name="job_action_is_known"
            ),
            models.CheckConstraint(condition=~Q(action="assign") | Q(to__isnull=False), name="job_says_to_whom"),
            models.CheckConstraint(condition=~Q(action="refuse") | ~Q(note=""), name="job_says_why_refused"),
        ]


class JobRowManager(models.Manager["JobRow"]):
    """Rows with what came of them, as the long work wrote it down: `outcome`, `why`, `at`."""

    def get_queryset(self) -> models.QuerySet[JobRow]:
        said = Row.objects.filter(work=OuterRef("job"), place=OuterRef("place"))
        return super().get_queryset().annotate(  # type: ignore[no-redef]
            outcome=Coalesce(Subquery(said.values("outcome")), Value("")),
            why=Coalesce(Subquery(said.values("why")), F("trial_why")), at=Subquery(said.values("at")),
        )  # fmt: skip


class JobRow(models.Model):
    """One case of a job and what the trial said."""

    class Trial(models.TextChoices):
        NONE = "", _("还没有试")
        WELL = "well", _("可以办")
        NOT = "not", _("不能办")

    job = models.ForeignKey(Job, models.CASCADE, related_name="rows")
    case = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    trial = models.CharField(max_length=8, choices=Trial.choices, default="", blank=True)
    trial_why = models.CharField(max_length=500, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text=_("试办得出的金额（元）"))

    objects = JobRowManager()
    outcome: str
    why: str
    at: dt.datetime | None

    class Meta:
        ordering = ("place",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("job", "case"), name="one_row_a_case_a_job"),
            models.UniqueConstraint(fields=("job", "place"), name="one_case_a_place_in_a_job"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.place}"

    def get_outcome_display(self) -> str:
        return str(Row.Outcome(self.outcome).label) if self.outcome else ""
