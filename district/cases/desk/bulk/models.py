"""Jobs over many cases with a row a case, and lists kept under a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One move on many cases. TRYING and RUNNING are work for the worker, READY waits for a person's word."""

    class Action(models.TextChoices):
        ACCEPT = "accept", _("受理")
        GRANT = "grant", _("拟同意")
        REFUSE = "refuse", _("拟不予同意")
        SIGN = "sign", _("签批拟办意见")
        ASSIGN = "assign", _("派件")

    class State(models.TextChoices):
        TRYING = "trying", _("正在试办")
        READY = "ready", _("试办完，等开始")
        RUNNING = "running", _("正在办理")
        DONE = "done", _("已办完")
        CANCELLED = "cancelled", _("已停止")

    reference = models.CharField(max_length=24, unique=True)
    action = models.CharField(max_length=10, choices=Action.choices)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRYING)
    total = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    request_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(action__in=["accept", "grant", "refuse", "sign", "assign"]), name="job_action_is_known"
            ),
            models.CheckConstraint(condition=~Q(action="assign") | Q(to__isnull=False), name="job_says_to_whom"),
            models.CheckConstraint(condition=~Q(action="refuse") | ~Q(note=""), name="job_says_why_refused"),
            models.CheckConstraint(condition=Q(total__gt=0), name="job_has_cases"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def works(self) -> bool:
        return self.state in (Job.State.TRYING, Job.State.RUNNING)


class JobRow(models.Model):
    """One case of a job: what the trial said, and what came of it."""

    class Trial(models.TextChoices):
        NONE = "", _("还没有试")
        WELL = "well", _("可以办")
        NOT = "not", _("不能办")

    class Outcome(models.TextChoices):
        NONE = "", _("还没有办")
        DONE = "done", _("已办")
        REFUSED = "refused", _("未办")
        FAILED = "failed", _("出错")

    job = models.ForeignKey(Job, models.CASCADE, related_name="rows")
    case = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    trial = models.CharField(max_length=8, choices=Trial.choices, default="", blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default="", blank=True)
    why = models.CharField(max_length=500, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, help_text=_("试办得出的金额（元）"))
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("place",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("job", "case"), name="one_row_a_case_a_job"),
            models.UniqueConstraint(fields=("job", "place"), name="one_case_a_place_in_a_job"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "done"]) | ~Q(why=""), name="what_is_not_done_says_why"
            ),
        ]
        indexes: ClassVar = [models.Index(F("job"), F("outcome"), F("place"), name="job_rows_left")]

    def __str__(self) -> str:
        return f"{self.job} {self.place}"


class SavedList(models.Model):
    """A worklist's filters under a name (常用清单)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(max_length=500)
    office = models.ForeignKey("people.Bureau", models.PROTECT, null=True, related_name="+")  # whose people see it
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "name"), name="one_saved_list_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_list_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
