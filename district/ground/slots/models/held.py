"""Time taken and seats given: sessions, holds, seats."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground.record.moves import State
from district.ground.slots import overlaps, states
from district.ground.slots.models.given import KEEPERS, Opening, Resource
from district.ground.slots.models.timed import Timed
from district.ground.slots.times import minutes

if TYPE_CHECKING:
    import datetime as dt

    from district.ground.people.queries import Person

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_token() -> str:
    return secrets.token_urlsafe(24)


def new_reference(year: int) -> str:
    return f"HD{year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


class SessionRows(models.QuerySet["Session"]):
    def visible_to(self, person: Person | None) -> SessionRows:
        """Public ones to everybody; others to who runs them, who has a seat, and auditors."""
        if person is None:
            return self.filter(public=True)
        if person.has_role("auditor"):
            return self
        seated = Seat.objects.filter(person=person).values("session")
        return self.filter(Q(public=True) | Q(office__in=person.bureau_ids(*KEEPERS)) | Q(pk__in=seated))


class Session(Timed):
    """What many come to: a place, a time, so many seats. `taken` is counted by the database (triggers), and never above
    `capacity`; `joined` numbers who came in which order. `revision` is the SEQUENCE of calendar files.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("如期")
        CANCELLED = "cancelled", _("已取消")

    reference = models.CharField(max_length=24, unique=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4)
    calendar = models.CharField(max_length=20, default="sessions")
    title = models.CharField(_("名称"), max_length=80)
    text = models.TextField(_("说明"), blank=True)
    place = models.CharField(_("地点"), max_length=80)
    capacity = models.PositiveIntegerField(_("席位"))
    taken = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    public = models.BooleanField(_("公开"), default=True)
    waits = models.BooleanField(_("满了可以候补"), default=True)
    notice_join = models.PositiveIntegerField(_("开始前多久截止报名"), default=60)
    offer_hours = models.PositiveSmallIntegerField(_("递补后多久内确认"), default=24)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    why = models.CharField(max_length=200, blank=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, null=True, related_name="+")
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, related_name="sessions")
    room = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = SessionRows.as_manager()

    class Meta:
        ordering = ("starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="never_more_seats_than_the_capacity"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(state__in=["planned", "cancelled"]), name="session_state_is_known"),
            models.CheckConstraint(condition=~Q(state="cancelled", why=""), name="cancelled_session_says_why"),
            models.UniqueConstraint(fields=("opening", "starts"), condition=Q(state="planned"),
                                    name="one_session_a_slot"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("starts",), name="session_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> int:
        return self.capacity - self.taken

    @property
    def closes_at(self) -> dt.datetime:
        """Until when one may join."""
        return self.starts - minutes(self.notice_join)

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED


class HoldRows(models.QuerySet["Hold"]):
    def visible_to(self, person: Person) -> HoldRows:
        """What one booked or is booked for; what holds oneself or what one's bureaus keep; all to auditors."""
        if person.has_role("auditor"):
            return self
        kept = Q(resource__office__in=person.bureau_ids(*KEEPERS)) | Q(resource__person=person)
        return self.filter(Q(person=person) | Q(made_by=person) | kept)

    def standing(self) -> HoldRows:
        return self.filter(state=Hold.State.STANDS)

    def main(self) -> HoldRows:
        return self.filter(kind__in=overlaps.MAIN)


class Hold(Timed):
    """A resource's time taken, half-open. Holds of one `group` stand and fall together: an appointment's rows on each
    resource, the rest around it, the ways to it and back. Two never overlap (overlaps.py; exclusion constraints on
    PostgreSQL, triggers on SQLite). `wanted`: an absence whose clashes are not settled. Ended and cancelled ones stay.
    """

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", _("预约")
        SESSION = "session", _("场次")
        TRAVEL = "travel", _("路上")
        BUFFER = "buffer", _("间隔")
        ABSENCE = "absence", _("不在")

    class State(models.TextChoices):
        STANDS = "stands", _("有效")
        WANTED = "wanted", _("有冲突待处理")
        ENDED = "ended", _("已结束")
        CANCELLED = "cancelled", _("已取消")

    group = models.UUIDField(db_index=True)
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDS)
    title = models.CharField(max_length=80, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    whom = models.CharField(max_length=80, blank=True, help_text=_("没有账号的人，或者所代表的企业"))
    place = models.CharField(max_length=80, blank=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="holds")
    opening = models.ForeignKey(Opening, models.PROTECT, null=True, related_name="+")
    room = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    why = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    request_key = models.UUIDField(null=True)

    objects = HoldRows.as_manager()

    class Meta:
        ordering = ("starts", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="hold_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=list(overlaps.KINDS)), name="hold_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=["stands", "wanted", "ended", "cancelled"]),
                                   name="hold_state_is_known"),
            models.CheckConstraint(condition=~Q(state="wanted") | Q(kind="absence"), name="only_an_absence_is_wanted"),
            models.CheckConstraint(condition=Q(kind="session", session__isnull=False) | ~Q(kind="session"),
                                   name="hold_of_a_session_names_it"),
            models.UniqueConstraint(fields=("request_key", "resource", "kind"), name="one_hold_a_request"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("resource", "ends"), name="hold_by_resource")]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts:%F %R} {self.kind}"

    @property
    def stands(self) -> bool:
        return self.state == self.State.STANDS


class SeatRows(models.QuerySet["Seat"]):
    def visible_to(self, person: Person) -> SeatRows:
        """One's own, and those of one's bureaus' sessions; all to auditors. Who has a seat's token comes in by that."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(person=person) | Q(session__office__in=person.bureau_ids(*KEEPERS)))

    def in_line(self) -> SeatRows:
        return self.filter(state=states.WAITING).order_by("order")


class Seat(models.Model):
    """One person's place in a session, or in its waiting list: `order` is when they came. Its own `token` opens it and
    nothing else. Rows are kept; who comes again gets a new one at the end of the line.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    state = models.CharField(max_length=10, choices=states.CHOICES)
    order = models.PositiveIntegerField()
    token = models.CharField(max_length=40, unique=True, default=new_token)
    offer_until = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, null=True)

    objects = SeatRows.as_manager()

    class Meta:
        ordering = ("session", "order")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="seat_state_is_known"),
            models.UniqueConstraint(fields=("session", "order"), name="one_seat_at_a_place_of_the_line"),
            models.UniqueConstraint(fields=("session", "person"), condition=Q(state__in=sorted(states.STANDING)),
                                    name="one_seat_a_person_and_session"),
            models.CheckConstraint(
                condition=Q(state="offered", offer_until__isnull=False) | ~Q(state="offered"), name="offer_has_an_end"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="seat_names_somebody"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=("offer_until",), name="offer_by_end", condition=Q(state="offered")),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.name}"

    @property
    def reference(self) -> str:
        """What the log calls it: the session and the place in its line."""
        return f"{self.session.reference}/{self.order}"

    @property
    def shown(self) -> State:
        return states.STATES[self.state]
