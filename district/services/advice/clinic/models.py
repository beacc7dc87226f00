"""Clinics (云坐诊、门诊): a topic's day with its experts, and the numbers given out for it."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Topic
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField
from district.ground.slots.times import Span, here, when
from district.services.advice.clinic import states

if TYPE_CHECKING:
    from district.ground.people.queries import Person

KEEPERS = ("officer", "leader")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TOPICS = ["culture", "science", "funding", "commerce", "services", "policy", "intent"]


def new_token() -> str:
    return secrets.token_urlsafe(24)


def new_reference(year: int) -> str:
    return f"YZ{year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


class ClinicRows(models.QuerySet["Clinic"]):
    def visible_to(self, person: Person | None) -> ClinicRows:
        """When a clinic is held is public; days entered from paper are its office's and the auditors'."""
        if person is None:
            return self.filter(session__isnull=False)
        if person.has_role("auditor"):
            return self
        return self.filter(Q(session__isnull=False) | Q(office__in=person.bureau_ids(*KEEPERS)))

    def kept_by(self, person: Person) -> ClinicRows:
        """Those whose numbers this person calls: of their bureaus, and where they sit as an expert."""
        sits = ClinicExpert.objects.filter(expert__person=person, ended_at=None).values("clinic")
        return self.filter(Q(office__in=person.bureau_ids(*KEEPERS)) | Q(pk__in=sits))


class Clinic(models.Model):
    """One topic's clinic. Its experts' time is held by `session`; without one it was entered from paper (`past`).

    `length`: minutes a person gets. `walk_share`: of each hour's places so many in a hundred are kept from booking, for
    who walks in. `strangers`: a number may be taken without an account. `booked_given`, `walked_given` number who came.
    """

    reference = models.CharField(max_length=24, unique=True)
    topic = models.CharField(_("分组"), max_length=10, choices=Topic.choices)
    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))
    length = models.PositiveSmallIntegerField(_("每人几分钟"), default=20)
    online = models.BooleanField(_("线上"), default=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    text = models.TextField(_("说明"), blank=True)
    walk_share = models.PositiveSmallIntegerField(_("留给现场取号的比例"), default=30)
    strangers = models.BooleanField(_("不登录也可以取号"), default=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    session = models.OneToOneField("slots.Session", models.PROTECT, null=True, related_name="+")
    booked_given = models.PositiveIntegerField(default=0)
    walked_given = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = ClinicRows.as_manager()

    class Meta:
        ordering = ("starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="clinic_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(topic__in=TOPICS), name="clinic_topic_is_known"),
            models.CheckConstraint(condition=Q(length__gte=5, length__lte=120), name="clinic_gives_a_person_time"),
            models.CheckConstraint(condition=Q(walk_share__lte=100), name="share_is_of_a_hundred"),
            models.CheckConstraint(condition=Q(cancelled_at=None) | ~Q(why=""), name="cancelled_clinic_says_why"),
            models.CheckConstraint(condition=Q(session__isnull=False) | Q(closed_at__isnull=False),
                                   name="clinic_without_a_session_is_over"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=("topic", "starts"), name="clinics_of_topic"),
            models.Index(fields=("starts",), name="clinics_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        kind = translation.gettext("云坐诊") if self.online else translation.gettext("门诊")
        return f"{self.get_topic_display()}{kind}"

    @property
    def span(self) -> Span:
        return Span(here(self.starts), here(self.ends))

    @property
    def when(self) -> str:
        return when(self.span)

    @property
    def day(self) -> dt.date:
        return here(self.starts).date()

    @property
    def where(self) -> str:
        return translation.gettext("线上（视频或电话）") if self.online and not self.place else self.place

    @property
    def past(self) -> bool:
        return self.session_id is None

    @property
    def is_on(self) -> bool:
        """Neither cancelled nor closed."""
        return self.cancelled_at is None and self.closed_at is None

    @property
    def runs(self) -> bool:
        """Numbers are called: from half an hour before it begins until somebody closes it."""
        return self.is_on and self.starts - dt.timedelta(minutes=30) <= clock.now()


class ClinicExpert(models.Model):
    """An expert at a clinic. Who is handed over to somebody else keeps the row, with its end."""

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="sittings")
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("clinic", "expert"), name="one_sitting_an_expert_and_clinic"),
        ]

    def __str__(self) -> str:
        return f"{self.clinic_id} {self.expert}"


class VisitorRows(models.QuerySet["Visitor"]):
    def visible_to(self, person: Person) -> VisitorRows:
        """One's own, and those of clinics one keeps or sits at; all to auditors. Its token opens it to who holds it."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(person=person) | Q(clinic__in=Clinic.objects.kept_by(person).order_by().values("pk")))

    def open(self) -> VisitorRows:
        return self.filter(state__in=states.OPEN)


class Visitor(models.Model):
    """A number: `booked` has its time (`at`) and its place beside the others of that time (`lane`), `walk` has neither.

    Who was served has an `encounter` of a `need`, their own or, of `subject`, a new one.
    `seat` is a booked number's seat in the clinic's session. `arrived_at` is since when it waits, `waited` how many
    minutes that were when it was called the first time. `confirm`: to be confirmed by phone, for two were missed.
    """

    class Kind(models.TextChoices):
        BOOKED = "booked", _("预约")
        WALK = "walk", _("现场取号")

    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="visitors")
    kind = models.CharField(_("怎样来的"), max_length=8, choices=Kind.choices)
    number = models.PositiveIntegerField(_("号"))
    at = models.DateTimeField(_("约定时间"), null=True)
    lane = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(_("状态"), max_length=10, choices=states.CHOICES)
    token = models.CharField(max_length=40, unique=True, default=new_token)
    seat = models.OneToOneField("slots.Seat", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("称呼"), max_length=60, blank=True)
    phone = SealedField(purpose="clinic", about="token", blank=True, help_text=_("电话"))
    about = SealedField(purpose="clinic", about="token", blank=True, help_text=_("想问什么"))
    subject = models.ForeignKey("advice.Subject", models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    need = models.ForeignKey("advice.Need", models.PROTECT, null=True, related_name="+")
    encounter = models.OneToOneField("advice.Encounter", models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(_("取号"))
    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    waited = models.PositiveSmallIntegerField(_("等了几分钟"), null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    expert = models.ForeignKey("people.Expert", models.PROTECT, null=True, related_name="+")
    confirm = models.BooleanField(_("电话确认"), default=False)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    sender = models.CharField(max_length=64, blank=True, help_text=_("地址的密钥散列，不是地址"))
    request_key = models.UUIDField(unique=True, null=True)

    objects = VisitorRows.as_manager()

    class Meta:
        ordering = ("clinic", "kind", "number")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="visitor_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=["booked", "walk"]), name="visitor_kind_is_known"),
            models.UniqueConstraint(fields=("clinic", "kind", "number"), name="one_visitor_a_number"),
            models.UniqueConstraint(fields=("clinic", "at", "lane"), condition=Q(state__in=sorted(states.EXPECTED)),
                                    name="one_visitor_a_time_and_lane"),
            models.UniqueConstraint(fields=("clinic", "person"), condition=Q(state__in=sorted(states.OPEN)),
                                    name="one_open_visitor_a_person_and_clinic"),
            models.UniqueConstraint(fields=("clinic", "expert"), condition=Q(state="called"),
                                    name="an_expert_calls_one_at_a_time"),
            models.CheckConstraint(condition=~Q(state="called") | Q(called_at__isnull=False, expert__isnull=False),
                                   name="called_visitor_says_when_and_to_whom"),
            models.CheckConstraint(condition=~Q(state="waiting") | Q(arrived_at__isnull=False),
                                   name="who_waits_came_at_a_time"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None) | Q(confirmed_at__isnull=False, confirm=True),
                name="confirmed_visitor_was_to_be",
            ),
            models.CheckConstraint(
                condition=Q(encounter=None) | Q(need__isnull=False, state="served"), name="encounter_of_who_was_served"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=("clinic", "state"), name="visitors_of_clinic"),
            models.Index(fields=("person", "state"), name="visitors_of_person"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def label(self) -> str:
        """How it is called out: A01 booked, B01 walked in."""
        return f"{'A' if self.kind == self.Kind.BOOKED else 'B'}{self.number:02d}"

    @property
    def reference(self) -> str:
        """What the log calls it."""
        return f"{self.clinic.reference}/{self.label}"

    @property
    def shown(self) -> State:
        return states.STATES[self.state]

    @property
    def is_booked(self) -> bool:
        return self.kind == self.Kind.BOOKED
