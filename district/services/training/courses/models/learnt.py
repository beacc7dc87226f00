"""What people do in courses: enrol, sit before a lesson, answer, finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.services.training.courses.models.taught import Course, Lesson

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL


class EnrolmentRows(models.QuerySet["Enrolment"]):
    def visible_to(self, person: Person) -> EnrolmentRows:
        """One's own, and those in courses of one's bureaus; auditors see all."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(person=person) | Q(course__office__in=person.bureau_ids("officer", "leader")))


class Enrolment(models.Model):
    """Somebody learns in a course; `left_at`: they gave up, and may come again."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = EnrolmentRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("course", "person"), condition=Q(left_at=None), name="one_enrolment_at_a_time"
            ),
            models.CheckConstraint(condition=Q(left_at=None) | Q(left_at__gte=F("at")), name="left_after_enrolled"),
        ]


class Sitting(models.Model):
    """Somebody before one lesson, from one device. One at a time: another one ends it, wherever it is opened.

    `nonce` is what the server gave out last, good for one answer; `seconds` what has been counted of this lesson so
    far, earlier sittings with it, `covered` its parts that were seen ([[from, to], …] in seconds); `asks_at`: at how
    many seconds the next check comes; `booked_at`: up to when the ledger of hours has it.
    """

    reference = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="sittings")
    device = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=32)
    nonce_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    covered = models.JSONField(default=list)
    asks_at = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person",), condition=Q(ended_at=None), name="one_sitting_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")), name="sitting_ends_after_it_began"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("person", "lesson"), name="sittings_of_one")]

    def __str__(self) -> str:
        return self.reference


class Beat(models.Model):
    """One answer to a nonce: when it was given out, when it came back, how many seconds it was good for. Append-only
    (triggers).
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="beats")
    nonce = models.CharField(max_length=32, unique=True)
    given_at = models.DateTimeField()
    at = models.DateTimeField()
    seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(at__gte=F("given_at")), name="beat_comes_after_its_nonce"),
        ]


class Check(models.Model):
    """A question put at a random point of a sitting; nothing is counted until somebody has answered it."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="checks")
    question = models.JSONField(help_text=_("题目和选项"))
    key = models.CharField(max_length=20, help_text=_("正确的选项"))
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("sitting",), condition=Q(answered_at=None), name="one_open_check_a_sitting"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, passed=None) | Q(answered_at__isnull=False, passed__isnull=False),
                name="answered_check_says_how",
            ),
        ]


class Attempt(models.Model):
    """Answers to a quiz, as they were handed in. Append-only (triggers)."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="attempts")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField(help_text=_("百分之几"))
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__range=(0, 100)), name="attempt_score_is_percent"),
        ]
        indexes: ClassVar = [models.Index(fields=("person", "lesson"), name="attempts_of_one")]


class Finished(models.Model):
    """Somebody finished a lesson: the one set of rows from which all progress is read. Append-only (triggers)."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="finished")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("lesson", "person"), name="a_lesson_is_finished_once"),
        ]
        indexes: ClassVar = [models.Index(fields=("person", "lesson"), name="finished_by_one")]
