"""A piece of long work, whoever brought it, and what came of each of its rows."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person, Role
from district.ground.work.words import words_of


class WorkRows(models.QuerySet["Work"]):
    def visible_to(self, person: Person) -> WorkRows:
        """One's own and one's bureaus'; who looks after the house sees all."""
        if person.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(Q(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER)) | Q(by=person))


class Work(models.Model):
    """One stretch of long work. A room whose thing *is* long work inherits it (an import, a run, a job); one whose
    thing only goes through long work points at it by `subject` (a list of offers, a payment batch).

    TRYING, QUEUED and RUNNING are work for the worker; READY waits for a person's word. `lease_*`: who has it in hand
    and until when; a worker that dies leaves it to the next. `done` counts rows, `refused` and `failed` among them.
    """

    class State(models.TextChoices):
        TRYING = "trying", _("正在试办")
        READY = "ready", _("等人开始")
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        CANCELLED = "cancelled", _("已停止")
        FAILED = "failed", _("未能完成")

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=40, help_text=_("办的是哪一件：它的编号"))
    office = models.ForeignKey("people.Bureau", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    trial = models.BooleanField(default=False, help_text=_("还在逐行试办"))
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    request_key = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, help_text=_("最近一次开始"))
    started_with = models.PositiveIntegerField(default=0, help_text=_("最近一次开始时已办的行"))
    finished_at = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    objects = WorkRows.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["trying", "ready", "queued", "running", "done", "cancelled", "failed"]),
                name="work_state_is_known",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="work_done_within_total"),
            models.CheckConstraint(
                condition=Q(done__gte=F("refused") + F("failed")), name="work_refused_and_failed_are_done"
            ),
            models.CheckConstraint(
                condition=Q(trial=False) | Q(state__in=["trying", "cancelled", "failed"]),
                name="work_is_tried_before_it_is_done",
            ),
            models.CheckConstraint(
                condition=Q(lease_token=None, lease_until=None)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="work_lease_has_an_end",
            ),
            models.UniqueConstraint(
                fields=("kind", "subject"),
                condition=Q(state__in=["trying", "ready", "queued", "running"]),
                name="one_work_at_a_time_on_a_thing",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "kind"), name="work_by_state")]

    def __str__(self) -> str:
        return self.reference

    @property
    def works(self) -> bool:
        """Whether it is the worker's turn."""
        return self.state in TO_DO

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state in the words of its kind: a register is 导入中, a job 正在办理."""
        return str(words_of(self.kind).get(self.state) or Work.State(self.state).label)


TO_DO = (Work.State.TRYING, Work.State.QUEUED, Work.State.RUNNING)
IN_HAND = (Work.State.TRYING, Work.State.RUNNING)
STOPPED = (Work.State.CANCELLED, Work.State.FAILED)


class Row(models.Model):
    """What came of one piece of the work, for good: a case, a firm, a thousand rows of a register."""

    class Outcome(models.TextChoices):
        DONE = "done", _("已办")
        REFUSED = "refused", _("未办")
        FAILED = "failed", _("出错")

    work = models.ForeignKey(Work, models.PROTECT, related_name="outcomes")
    place = models.PositiveIntegerField()
    subject = models.CharField(max_length=60, blank=True)
    rows = models.PositiveIntegerField(default=1)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("place",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("work", "place"), name="one_outcome_a_row_of_work"),
            models.CheckConstraint(condition=Q(outcome__in=["done", "refused", "failed"]), name="row_outcome_is_known"),
            models.CheckConstraint(condition=Q(outcome="done") | ~Q(why=""), name="row_not_done_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.place}"
