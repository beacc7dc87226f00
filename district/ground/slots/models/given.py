"""Whose time is given out, and when: resources, their openings, the ways between places, links to calendars."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from district.ground.people.queries import Person

KEEPERS = ("officer", "leader")  # duties in the office a resource or session belongs to


class ResourceRows(models.QuerySet["Resource"]):
    def visible_to(self, person: Person) -> ResourceRows:
        """Those of one's own bureaus, oneself, and what anybody may book; auditors see all."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(office__in=person.bureau_ids(*KEEPERS)) | Q(person=person) | Q(bookable=True))

    def kept_by(self, person: Person) -> ResourceRows:
        return self.filter(Q(office__in=person.bureau_ids(*KEEPERS)) | Q(person=person))


class Resource(models.Model):
    """Whose time is given out: an expert, a room, a device, a person. Its time zone is the district's, Asia/Shanghai.

    `before` and `after`: minutes of rest around what it is held for. Caps: at most so many appointments and sessions a
    day, a week, and still to come at once; None is no cap. `place` is where its ways begin and end.
    """

    class Kind(models.TextChoices):
        EXPERT = "expert", _("专家")
        PERSON = "person", _("人员")
        ROOM = "room", _("场地")
        DEVICE = "device", _("设备")

    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=80)
    owner = models.CharField(_("归谁"), max_length=80, blank=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    place = models.CharField(_("常在地点"), max_length=80, blank=True)
    before = models.PositiveSmallIntegerField(_("之前留出"), default=0)
    after = models.PositiveSmallIntegerField(_("之后留出"), default=0)
    per_day = models.PositiveSmallIntegerField(_("每天最多"), null=True, blank=True)
    per_week = models.PositiveSmallIntegerField(_("每周最多"), null=True, blank=True)
    open_at_once = models.PositiveSmallIntegerField(_("同时最多"), null=True, blank=True)
    bookable = models.BooleanField(_("任何人都可以预约"), default=False)
    closed_at = models.DateTimeField(null=True)

    objects = ResourceRows.as_manager()

    class Meta:
        ordering = ("kind", "name", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["expert", "person", "room", "device"]),
                                   name="resource_kind_is_known"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(name=""), name="resource_has_key_and_name"),
            models.CheckConstraint(condition=Q(before__lte=240, after__lte=240), name="rest_is_four_hours_at_most"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def travels(self) -> bool:
        return self.kind in {self.Kind.EXPERT, self.Kind.PERSON}


class Opening(models.Model):
    """When a resource may be had: once, or by a recurrence (RFC 5545 text, days alone). Slots are computed from it.

    `minutes` is how long it is open from `begins` on, `length` how long one slot is. `capacity` above one: the first
    who takes a slot opens a session, `notice_open` minutes ahead at the latest; others join it up to `notice_join`.
    What a split leaves of a series has its `series`; `ended_at`: it stands for nothing any more.
    """

    class Holidays(models.TextChoices):
        KEEP = "keep", _("节假日照常")
        OFF = "off", _("法定节假日停开")
        WORKDAYS = "workdays", _("只在工作日，调休上班日也开")

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="openings")
    series = models.UUIDField(default=uuid.uuid4, db_index=True)
    title = models.CharField(_("说明"), max_length=80, blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    first = models.DateField(_("第一天"))
    begins = models.TimeField(_("开始"))
    minutes = models.PositiveSmallIntegerField(_("开放多久"))
    rule = models.CharField(_("重复"), max_length=200, blank=True)
    holidays = models.CharField(_("节假日"), max_length=8, choices=Holidays.choices, default=Holidays.OFF)
    length = models.PositiveSmallIntegerField(_("每段多久"), default=30)
    capacity = models.PositiveSmallIntegerField(_("每段几人"), default=1)
    notice_open = models.PositiveIntegerField(_("至少提前多久预约"), default=1440)
    notice_join = models.PositiveIntegerField(_("至少提前多久加入"), default=60)
    ended_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        ordering = ("first", "begins", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(length__gte=5, minutes__gte=F("length"), minutes__lte=1440),
                                   name="opening_holds_a_slot"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="opening_takes_somebody"),
            models.CheckConstraint(condition=Q(holidays__in=["keep", "off", "workdays"]),
                                   name="opening_holidays_are_known"),
            models.CheckConstraint(condition=Q(notice_join__lte=F("notice_open")),
                                   name="joining_needs_no_longer_notice_than_opening"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("resource",), name="opening_in_force", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return f"{self.resource} {self.first} {self.begins}"

    @property
    def ends(self) -> dt.time:
        return (dt.datetime.combine(self.first, self.begins) + dt.timedelta(minutes=self.minutes)).time()


class Change(models.Model):
    """An exception: one day of a recurrence is left out, or is at another time (`on`, `begins`, `minutes`). It has no
    rule of its own.
    """

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="changes")
    day = models.DateField(help_text=_("原来的那一天"))
    on = models.DateField(null=True)
    begins = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    why = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("day",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("opening", "day"), name="one_change_a_day"),
            models.CheckConstraint(
                condition=Q(on=None, begins=None, minutes=None)
                | Q(on__isnull=False, begins__isnull=False, minutes__gte=5, minutes__lte=1440),
                name="change_is_away_or_has_a_time",
            ),
        ]


class Travel(models.Model):
    """Minutes on the way between two places, either way."""

    one = models.CharField(max_length=80)
    other = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("one", "other"), name="one_way_between_two_places"),
            models.CheckConstraint(condition=Q(one__lt=F("other"), minutes__lte=480), name="way_is_said_once"),
        ]


class CalendarLink(models.Model):
    """How often a calendar's link was made anew; links of earlier numbers lead nowhere. Without a row: never."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    resource = models.OneToOneField(Resource, models.CASCADE, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person=None, resource__isnull=False) | Q(person__isnull=False, resource=None),
                name="calendar_link_is_of_one",
            ),
        ]
