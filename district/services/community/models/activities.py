"""Activities: a session of the slots room, what it is about, who comes for which firm, who was there."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.services.community.models.posts import KEEPERS

if TYPE_CHECKING:
    from district.ground.people.queries import Person


class Series(models.Model):
    """Activities that belong together; `programme` is the service of the catalogue they fulfil."""

    slug = models.SlugField(_("网址"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    text = models.TextField(_("说明"), blank=True)
    programme = models.CharField(_("对应的服务"), max_length=60, blank=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(name=""), name="series_has_a_name")]

    def __str__(self) -> str:
        return self.name


class ActivityRows(models.QuerySet["Activity"]):
    def visible_to(self, person: Person | None) -> ActivityRows:
        """Public ones to everybody; those of one's office; all to auditors."""
        if person is None:
            return self.filter(session__public=True)
        if person.has_role("auditor"):
            return self
        return self.filter(Q(session__public=True) | Q(session__office__in=person.bureau_ids(*KEEPERS)))


class Activity(models.Model):
    """What a session is: its kind, its mark in the alliance, topics, what of the chain it is for. Time, place and seats
    are the session's, whose reference it bears.
    """

    class Kind(models.TextChoices):
        SALON = "salon", _("沙龙")
        TEA = "tea", _("下午茶")
        TALK = "talk", _("讲座")
        FORUM = "forum", _("座谈会")
        VISIT = "visit", _("走访参观")
        OTHER = "other", _("其他活动")

    class Mark(models.TextChoices):
        STARTUP = "startup", _("党建+创业")
        SERVICE = "service", _("党建+服务")
        GOOD = "good", _("党建+公益")
        CULTURE = "culture", _("党建+文化")

    reference = models.CharField(max_length=24, unique=True)
    session = models.OneToOneField("slots.Session", models.PROTECT, related_name="activity")
    series = models.ForeignKey(Series, models.PROTECT, null=True, related_name="activities")
    kind = models.CharField(_("形式"), max_length=10, choices=Kind.choices)
    mark = models.CharField(_("创联公社标记"), max_length=10, choices=Mark.choices, blank=True)
    topics = models.CharField(_("话题"), max_length=300, blank=True, help_text=_("用顿号隔开"))
    chain = models.BooleanField(_("请报名的企业写上下游"), default=False)
    text = models.TextField(_("介绍"), blank=True)
    programme = models.CharField(_("对应的服务"), max_length=60, blank=True)

    objects = ActivityRows.as_manager()

    class Meta:
        ordering = ("-session__starts", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["salon", "tea", "talk", "forum", "visit", "other"]),
                                   name="activity_kind_is_known"),
            models.CheckConstraint(condition=Q(mark__in=["", "startup", "service", "good", "culture"]),
                                   name="activity_mark_is_known"),
        ]  # fmt: skip
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return str(self.session)

    @property
    def is_over(self) -> bool:
        return self.session.ends <= clock.now()

    @property
    def topics_said(self) -> list[str]:
        return [each.strip() for each in self.topics.replace("，", "、").replace(",", "、").split("、") if each.strip()]


class SignUpRows(models.QuerySet["SignUp"]):
    def visible_to(self, person: Person) -> SignUpRows:
        """One's own, those of activities of one's office; all to auditors."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(seat__person=person) | Q(seat__session__office__in=person.bureau_ids(*KEEPERS)))


class SignUp(models.Model):
    """What somebody said with a seat: for which firm they come, what it makes and what it looks for (trades of the
    national classification). `shared`: others who come may see that.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sign_ups")
    seat = models.OneToOneField("slots.Seat", models.PROTECT, related_name="sign_up")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    offers = models.CharField(max_length=40, blank=True)
    offers_code = models.CharField(max_length=6, blank=True)
    wants = models.CharField(max_length=40, blank=True)
    wants_code = models.CharField(max_length=6, blank=True)
    shared = models.BooleanField(default=False)

    objects = SignUpRows.as_manager()

    def __str__(self) -> str:
        return str(self.seat)


class CheckIn(models.Model):
    """Who was there: one a seat, however often it was scanned. `scan` is the scan's own number, made in the browser at
    the door, `at` what its clock said (bounded by the session), `received_at` when it came here.
    """

    class How(models.TextChoices):
        SCAN = "scan", _("扫码")
        HAND = "hand", _("点名")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="check_ins")
    seat = models.OneToOneField("slots.Seat", models.PROTECT, related_name="check_in")
    scan = models.UUIDField(unique=True, default=uuid.uuid4)
    how = models.CharField(max_length=6, choices=How.choices)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(how__in=["scan", "hand"]), name="check_in_how_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.at:%F %R}"
