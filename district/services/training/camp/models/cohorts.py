"""Cohorts (期) and who signed up for them."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.record.moves import State
from district.ground.surveys.questions import Content
from district.services.training.camp import states

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL
KEEPERS = ("officer", "leader")  # duties in the office that runs the cohort
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference(letters: str, length: int = 6) -> str:
    return f"{letters}{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(length))}"


class CohortRows(models.QuerySet["Cohort"]):
    def visible_to(self, person: Person | None) -> CohortRows:
        """What was called, to everybody; all of one's bureaus, and all to auditors."""
        public = Q(called_at__isnull=False)
        if person is None:
            return self.filter(public)
        return self if person.has_role("auditor") else self.filter(public | Q(office__in=person.bureau_ids(*KEEPERS)))

    def kept_by(self, person: Person) -> CohortRows:
        """Those of one's bureaus; all to auditors."""
        return self if person.has_role("auditor") else self.filter(office__in=person.bureau_ids(*KEEPERS))


class Cohort(models.Model):
    """One run of the camp. Its seats and waiting list are those of `session` (slots): the day it opens. `chosen`: seats
    are given by marks after the term to sign up, not to who comes first. `past`: entered from records of its time,
    without a session. `questions` is a plain `surveys` content.
    """

    reference = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=80)
    text = models.TextField(_("招生说明"), blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    session = models.OneToOneField("slots.Session", models.PROTECT, null=True, related_name="camp_cohort")
    opens_at = models.DateTimeField(_("报名从"))
    closes_at = models.DateTimeField(_("报名到"))
    first = models.DateField(_("开营"))
    last = models.DateField(_("结营"))
    chosen = models.BooleanField(_("择优录取"), default=False)
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=[(k, s.staff) for k, s in states.COHORTS.items()],
                             default=states.DRAFT)  # fmt: skip
    why = models.CharField(max_length=200, blank=True)
    past = models.BooleanField(default=False)
    called_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField(null=True, help_text=_("择优录取的一期，何时排了席位"))
    least = models.DecimalField(_("录取分数线"), max_digits=5, decimal_places=2, null=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = CohortRows.as_manager()

    class Meta:
        ordering = ("-first", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.COHORTS)), name="cohort_state_is_known"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="cohort_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="cohort_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(past=True, session=None) | Q(past=False, session__isnull=False),
                                   name="cohort_has_seats_unless_past"),
            models.CheckConstraint(condition=~Q(state="cancelled", why=""), name="cancelled_cohort_says_why"),
            models.UniqueConstraint(fields=("office", "title"), name="one_cohort_of_a_title"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def asks(self) -> Content:
        return Content.kept(self.questions)

    @property
    def shown(self) -> State:
        return states.COHORTS[self.state]

    def takes_at(self, moment: dt.datetime) -> bool:
        """Whether one may sign up now."""
        return self.state == states.CALLED and self.opens_at <= moment <= self.closes_at

    @property
    def taking(self) -> bool:
        return self.takes_at(clock.now())

    @property
    def coming(self) -> bool:
        """Called for, and one cannot sign up yet."""
        return self.state == states.CALLED and clock.now() < self.opens_at


class CampSignUpRows(models.QuerySet["CampSignUp"]):
    def visible_to(self, person: Person) -> CampSignUpRows:
        """One's own, those of one's bureaus' cohorts; all to auditors."""
        if person.has_role("auditor"):
            return self
        return self.filter(Q(person=person) | Q(cohort__office__in=person.bureau_ids(*KEEPERS)))

    def learners(self) -> CampSignUpRows:
        """Who has a seat, or had one to the end or for a time."""
        return self.filter(LEARNS)

    def in_camp(self) -> CampSignUpRows:
        """Who has a seat now."""
        return self.filter(SITTING)

    def waiting(self) -> CampSignUpRows:
        """Who stands before its door, with no seat or one that was never theirs."""
        return self.filter(state__in=sorted(states.STANDING)).exclude(SITTING)


SITTING = Q(state=states.PLACED, seat__state__in=sorted(states.SITS))
LEARNS = SITTING | Q(state__in=sorted(states.WENT))


class CampSignUp(models.Model):
    """One person's sign-up for a cohort: a student without a firm, by their own consent. While it is `placed`, its seat
    (slots) says whether they are in, wait, or gave it back. `until`: how long answers are kept.
    """

    reference = models.CharField(max_length=24, unique=True)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sign_ups")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    school = models.ForeignKey("people.Organisation", models.PROTECT, null=True, related_name="+")
    school_name = models.CharField(_("学校"), max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    consent = models.TextField(blank=True, help_text=_("同意时读到的话"))
    until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=[(k, s.staff) for k, s in states.SIGN_UPS.items()])
    mark = models.DecimalField(_("分数"), max_digits=5, decimal_places=2, null=True)
    note = models.CharField(_("评语"), max_length=200, blank=True)
    marked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    seat = models.OneToOneField("slots.Seat", models.PROTECT, null=True, related_name="camp_sign_up")
    signed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    objects = CampSignUpRows.as_manager()

    class Meta:
        ordering = ("cohort", "signed_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.SIGN_UPS)), name="camp_sign_up_state_is_known"),
            models.UniqueConstraint(fields=("cohort", "person"), condition=~Q(state="withdrawn"),
                                    name="one_sign_up_a_person_and_cohort"),
            models.CheckConstraint(condition=~Q(state="refused", why=""), name="refused_sign_up_says_why"),
            models.CheckConstraint(condition=Q(mark=None) | Q(mark__gte=0, mark__lte=100), name="mark_is_of_a_hundred"),
            models.CheckConstraint(condition=~Q(state="placed", seat=None), name="placed_sign_up_has_a_seat"),
            models.CheckConstraint(condition=Q(person=None) | ~Q(consent=""), name="sign_up_by_consent"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("cohort", "state"), name="sign_up_by_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> State:
        """As it is said: of its seat while that decides, else its own state."""
        if self.state != states.PLACED or self.seat is None:
            return states.SIGN_UPS[self.state]
        return self.seat.shown

    @property
    def is_in(self) -> bool:
        """Whether they are a learner now."""
        return self.state == states.PLACED and self.seat is not None and self.seat.state in states.SITS

    @property
    def of_school(self) -> str:
        return self.school.name if self.school else self.school_name
