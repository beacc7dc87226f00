"""Certificates: what is printed on one, and whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.services.training.courses.models.taught import Course
from district.services.training.courses.states import CERTIFICATE_STATES

if TYPE_CHECKING:
    from district.ground.people.queries import Person
    from district.ground.record.moves import State

PERSON = settings.AUTH_USER_MODEL


class CertificateRows(models.QuerySet["Certificate"]):
    def visible_to(self, person: Person) -> CertificateRows:
        """One's own, and those of courses of one's bureaus; auditors see all."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(person=person) | Q(office__in=person.bureau_ids("officer", "leader")))


class Certificate(models.Model):
    """What was printed is never changed (triggers); `name` as its owner let it be shown, no number of an identity ever.

    `reference` is its number and the code to check it by: it cannot be guessed.
    """

    reference = models.CharField(max_length=24, unique=True)
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="certificates")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60, help_text=_("本人同意显示的姓名"))
    title = models.CharField(max_length=80)
    english = models.CharField(max_length=120, blank=True)
    lessons = models.PositiveSmallIntegerField()
    strong = models.PositiveIntegerField(help_text=_("两个来源证明的分钟"))
    single = models.PositiveIntegerField(help_text=_("一个来源证明的分钟"))
    unproved = models.PositiveIntegerField(help_text=_("只有播放记录的分钟"))
    day = models.DateField()
    consent = models.TextField(help_text=_("同意时读到的话"))
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default="valid")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    objects = CertificateRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("person", "course"), condition=Q(state="valid"), name="one_valid_certificate_a_course"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["valid", "revoked", "withdrawn"]), name="certificate_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="valid", ended_at=None, ended_by=None)
                | (~Q(state="valid") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="ended_certificate_says_by_whom",
            ),
            models.CheckConstraint(condition=~Q(state="revoked") | ~Q(reason=""), name="revoked_certificate_says_why"),
            models.CheckConstraint(condition=~Q(name=""), name="certificate_names_somebody"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown(self) -> State:
        return CERTIFICATE_STATES[self.state]
