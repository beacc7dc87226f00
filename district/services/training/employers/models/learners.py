"""Who learns, known by a keyed hash of their number; what sheets came in, and what of them did not."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person
from district.ground.record.sealed import SealedField
from district.services.training.employers.models.filings import Filing, SharedCourse, seen_by


class OfFiling(models.QuerySet[Any]):
    def visible_to(self, person: Person) -> OfFiling:
        """Whoever sees the filing."""
        return self.filter(seen_by(person, "filing__"))


class Trainee(models.Model):
    """One person of a filing. `worker`: the hash by which people are compared; name and number are sealed, for the
    claim asks for them. Of a shared course each person is once, whoever sent them.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="learners")
    position = models.PositiveIntegerField()
    worker = models.CharField(max_length=64)
    masked = models.CharField(_("姓名"), max_length=20)
    ledger = models.ForeignKey("hours.Learner", models.PROTECT, related_name="+")
    name = SealedField(purpose="learner", about="filing_id")
    number = SealedField(purpose="learner", about="filing_id")
    shared = models.ForeignKey(SharedCourse, models.PROTECT, null=True, related_name="learners")
    live = models.BooleanField(default=True)
    why = models.CharField(max_length=200, blank=True, help_text=_("为什么不再计算"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfFiling.as_manager()

    class Meta:
        ordering = ("filing", "position")
        verbose_name = _("学员")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("filing", "position"), name="one_learner_a_position"),
            models.UniqueConstraint(fields=("filing", "worker"), name="one_learner_a_filing"),
            models.UniqueConstraint(
                fields=("shared", "worker"), condition=Q(live=True, shared__isnull=False),
                name="one_learner_a_shared_course",
            ),
            models.CheckConstraint(condition=Q(live=True) | ~Q(why=""), name="learner_left_out_says_why"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("worker",), name="learners_by_worker")]

    def __str__(self) -> str:
        return self.masked

    @property
    def called(self) -> str:
        """What lots and logs call them: the filing and the place in it."""
        return f"{self.filing.reference}/{self.position}"


class TraineeSheet(models.Model):
    """A workbook that came in: how many rows were taken, and which were not, with the reason. Append-only."""

    class Kind(models.TextChoices):
        LEARNERS = "learners", _("学员名单")
        RECORDS = "records", _("学习记录")
        ROLL = "roll", _("签到记录")

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    taken = models.PositiveIntegerField()
    known = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, help_text=_("没有收的行：行号、列、原因；不含个人信息"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfFiling.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["learners", "records", "roll"]), name="sheet_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
