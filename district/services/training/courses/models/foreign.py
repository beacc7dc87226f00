"""Courses others made: packages and their files, who learns in them, what a package said while it ran."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from district.services.training.courses.models.learnt import Sitting
from district.services.training.courses.models.taught import Course, Lesson

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL


class PackageRows(models.QuerySet["Package"]):
    def kept_by(self, person: Person) -> PackageRows:
        """Those of courses of one's bureaus; auditors see all."""
        return self.filter(course__in=Course.objects.kept_by(person))


class Package(models.Model):
    """A cmi5 or SCORM package as it was handed in: never changed (triggers), a new one is a new version.

    `identifier`, titles and `units` are its cmi5.xml's or imsmanifest.xml's; `version` counts packages of one
    identifier in a course.
    """

    reference = models.CharField(max_length=16, unique=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="packages")
    digest = models.CharField(max_length=64, help_text=_("压缩包的 SHA-256"))
    size = models.PositiveBigIntegerField(help_text=_("字节"))
    name = models.CharField(max_length=160, help_text=_("上传时的文件名，仅供显示"))
    identifier = models.CharField(max_length=300)
    title = models.CharField(max_length=120)
    english = models.CharField(max_length=120, blank=True)
    units = models.JSONField(help_text=_("课件的各个单元，按 cmi5.xml"))
    version = models.PositiveSmallIntegerField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = PackageRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("course", "digest"), name="a_course_keeps_a_package_once"),
            models.UniqueConstraint(fields=("course", "identifier", "version"), name="one_package_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1) & Q(size__gt=0), name="package_has_a_version"),
        ]

    def __str__(self) -> str:
        return self.english if self.english and get_language() == "en" else self.title

    @property
    def short(self) -> str:
        """So much of its digest as two people compare by eye."""
        return self.digest[:12]


class PackageFile(models.Model):
    """A file of a package; its bytes lie under their digest, beside those of other packages. Append-only (triggers)."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="files")
    path = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("path",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("package", "path"), name="a_package_has_a_path_once"),
        ]


class Registration(models.Model):
    """Somebody learns in a package of a lesson. `name` is all a package is told of who it is: drawn, and its alone."""

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="registrations")
    package = models.ForeignKey(Package, models.PROTECT, related_name="registrations")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    name = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("lesson", "package", "person"), name="one_registration_a_package"),
        ]


class Launch(models.Model):
    """A unit opened once, by one person, for a while. `session` is cmi5's; `secret` the digest of what its calls are
    let in by, given out once (`fetched_at`). It ends by the package's word, or is abandoned.
    """

    reference = models.CharField(max_length=24, unique=True)
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="launches")
    unit = models.PositiveSmallIntegerField()
    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="launch")
    session = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    mode = models.CharField(max_length=8, default="Normal")
    secret = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True)
    initialized_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True, help_text=_("最后一次上报"))
    terminated_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    calls = models.PositiveIntegerField(default=0, help_text=_("这一分钟的调用"))

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(mode__in=["Normal", "Review"]), name="launch_mode_is_known"),
            models.CheckConstraint(
                condition=Q(terminated_at=None) | Q(initialized_at__isnull=False), name="launch_ends_after_it_began"
            ),
            models.CheckConstraint(condition=Q(terminated_at=None) | Q(abandoned_at=None), name="launch_ends_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def described(self) -> dict[str, Any]:
        """The unit that was opened, as its package describes it."""
        said: dict[str, Any] = self.registration.package.units[self.unit]
        return said

    @property
    def is_over(self) -> bool:
        return self.terminated_at is not None or self.abandoned_at is not None


class XapiStatement(models.Model):
    """What was said of a launch, as xAPI; `ours`: by this site. Append-only (triggers).

    `defined`: cmi5's own, those by which moving on is told.
    """

    launch = models.ForeignKey(Launch, models.PROTECT, related_name="statements")
    key = models.UUIDField()
    verb = models.CharField(max_length=300)
    defined = models.BooleanField()
    ours = models.BooleanField(default=False)
    body = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "courses_statement"
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("launch", "key"), name="a_statement_is_said_once"),
        ]


class StateDocument(models.Model):
    """What a package keeps for itself between two visits of one learner."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="documents")
    unit = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200)
    type = models.CharField(max_length=100)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("key",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("registration", "unit", "key"), name="one_document_a_name"),
        ]
