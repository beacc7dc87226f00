"""Lessons of the timetable and who was there."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.services.training.camp.models.cohorts import KEEPERS, SITTING, CampSignUp, Cohort

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL


def new_secret() -> str:
    return secrets.token_urlsafe(24)


class LessonRows(models.QuerySet["CampLesson"]):
    def visible_to(self, person: Person) -> LessonRows:
        """Of one's cohorts, those one gives, those of one's bureaus; all to auditors."""
        if person.has_role("auditor"):
            return self
        mine = CampSignUp.objects.filter(SITTING, person=person).values("cohort")
        kept = Q(cohort__office__in=person.bureau_ids(*KEEPERS))
        return self.filter(kept | Q(trainer=person) | Q(cohort__in=mine))

    def given_by(self, person: Person) -> LessonRows:
        """Those one may put down attendance of."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(cohort__office__in=person.bureau_ids(*KEEPERS)) | Q(trainer=person))


class CampLesson(models.Model):
    """One session (slots) of a cohort's timetable. `series` are those of one recurrence, made by `rule`; `secret` is
    what the code on the trainer's screen is made of.
    """

    class Kind(models.TextChoices):
        THEORY = "theory", _("理论")
        PRACTICE = "practice", _("实践")
        CONTEST = "contest", _("竞赛辅导")

    reference = models.CharField(max_length=24, unique=True)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="lessons")
    session = models.OneToOneField("slots.Session", models.PROTECT, related_name="camp_lesson")
    series = models.UUIDField(default=uuid.uuid4, db_index=True)
    rule = models.CharField(max_length=200, blank=True)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices, default=Kind.THEORY)
    trainer = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    trainer_name = models.CharField(_("讲师"), max_length=60, blank=True)
    secret = models.CharField(max_length=40, default=new_secret)
    early = models.PositiveSmallIntegerField(_("开始前几分钟可以签到"), default=30)
    grace = models.PositiveSmallIntegerField(_("迟到几分钟以内不算"), default=10)
    settled_at = models.DateTimeField(null=True, help_text=_("点名册交了，学时入了账"))

    objects = LessonRows.as_manager()

    class Meta:
        ordering = ("session__starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["theory", "practice", "contest"]),
                                   name="camp_lesson_kind_is_known"),
            models.CheckConstraint(condition=Q(early__lte=120, grace__lte=60), name="check_in_is_near_the_lesson"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.session)

    @property
    def opens_at(self) -> dt.datetime:
        """From when on one may check in."""
        return self.session.starts - dt.timedelta(minutes=self.early)

    @property
    def given_by(self) -> str:
        return self.trainer.name if self.trainer else self.trainer_name


class AttendanceRows(models.QuerySet["Attendance"]):
    def visible_to(self, person: Person) -> AttendanceRows:
        """One's own; of the lessons one gives; those of one's bureaus; all to auditors."""
        if person.has_role("auditor"):
            return self
        kept = Q(lesson__cohort__office__in=person.bureau_ids(*KEEPERS))
        return self.filter(kept | Q(learner__person=person) | Q(lesson__trainer=person))

    def there(self) -> AttendanceRows:
        return self.filter(THERE)


THERE = (Q(scanned_at__isnull=False) | Q(rolled=True)) & ~Q(rolled=False) & ~Q(checked=False)


class Attendance(models.Model):
    """One learner at one lesson, by two sources that know nothing of each other: the code scanned (`scanned_at`, from
    which `device`, how many minutes `late`), and the trainer's roll (`rolled`; by an account, or by link as a name).
    `drawn`: one of twenty scans whom the trainer looks for by name (`checked`).
    """

    lesson = models.ForeignKey(CampLesson, models.PROTECT, related_name="attendances")
    learner = models.ForeignKey(CampSignUp, models.PROTECT, related_name="attendances")
    scanned_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=64, blank=True)
    late = models.PositiveSmallIntegerField(default=0)
    drawn = models.BooleanField(default=False)
    checked = models.BooleanField(null=True)
    checked_why = models.CharField(max_length=200, blank=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    rolled = models.BooleanField(null=True)
    rolled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    rolled_as = models.CharField(max_length=60, blank=True, help_text=_("讲师凭链接点的名，没有账号"))
    rolled_at = models.DateTimeField(null=True)
    first_at = models.DateTimeField()

    objects = AttendanceRows.as_manager()

    class Meta:
        ordering = ("lesson", "learner")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("lesson", "learner"), name="one_attendance_a_learner_and_lesson"),
            models.CheckConstraint(condition=Q(scanned_at__isnull=False) | Q(rolled__isnull=False),
                                   name="attendance_has_a_source"),
            models.CheckConstraint(condition=Q(scanned_at=None, device="") | Q(scanned_at__isnull=False)
                                   & ~Q(device=""), name="scan_keeps_the_device"),
            models.CheckConstraint(condition=Q(rolled=None, rolled_by=None, rolled_as="")
                                   | Q(rolled__isnull=False, rolled_by__isnull=False, rolled_as="")
                                   | (Q(rolled__isnull=False, rolled_by=None) & ~Q(rolled_as="")),
                                   name="roll_says_who_took_it"),
            models.CheckConstraint(condition=Q(checked=None) | Q(drawn=True), name="only_drawn_ones_are_checked"),
            models.CheckConstraint(condition=~Q(checked=False, checked_why=""), name="failed_check_says_why"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("lesson", "device"), name="attendance_by_device")]

    @property
    def strength(self) -> str:
        """A by two sources, B by one; "" where they were not there, or one source says so. Of a roll that is in it is
        what the ledger of hours bears out by now (`queries.borne_out` reads it).
        """
        read = vars(self)
        if read.get("is_in"):
            return ("", "B", "A")[read["stands_qr"] + read["stands_roll"]]
        if self.rolled is False or self.checked is False:
            return ""
        return "A" if self.scanned_at is not None and self.rolled else "B"
