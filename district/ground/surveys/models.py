"""Questionnaires, their versions, who is invited, and what was answered."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground.surveys.questions import Content, Words
from district.ground.surveys.states import DRAFT, HANDED_IN, STATES, WITHDRAWN

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL
ANONYMOUS_FROM = 5  # respondents from whom on answers of an anonymous questionnaire are shown


class QuestionnaireRows(models.QuerySet["Questionnaire"]):
    def visible_to(self, person: Person) -> QuestionnaireRows:
        """Those of the bureaus one works in; auditors see all. Whoever answers comes in by `answerable_by`."""
        if person.has_role("auditor"):
            return self
        return self.filter(office__in=person.bureau_ids("officer", "leader"))

    def answerable_by(self, person: Person, today: dt.date) -> QuestionnaireRows:
        """Those open today to everybody with an account, or to which this person is invited."""
        invited = Q(invitations__person=person, invitations__cancelled_at=None)
        rows = self.filter(Q(access=Questionnaire.Access.SIGNED_IN) | invited, published_at__isnull=False)
        return rows.filter(opens_on__lte=today, closes_on__gte=today).distinct()


class Questionnaire(models.Model):
    """What a bureau asks, of whom, from when until when. What is asked stands in its versions."""

    class Access(models.TextChoices):
        INVITED = "invited", _("只有受邀请的")
        SIGNED_IN = "signed-in", _("登录的人都可以")

    key = models.CharField(_("代号"), max_length=40, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=120)
    title_en = models.CharField(_("英文标题"), max_length=160, blank=True)
    purpose = models.TextField(_("为什么问、怎么用"), max_length=1000)
    audience = models.CharField(_("请谁回答"), max_length=200)
    access = models.CharField(_("谁可以打开"), max_length=10, choices=Access.choices, default=Access.INVITED)
    anonymous = models.BooleanField(_("匿名"), default=False)
    opens_on = models.DateField(_("开始"))
    closes_on = models.DateField(_("截止"))
    population = models.PositiveIntegerField(_("应答对象总数"), null=True, blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True)

    objects = QuestionnaireRows.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="questionnaire_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(access__in=["invited", "signed-in"]), name="questionnaire_access_is_known"
            ),
        ]

    def __str__(self) -> str:
        return str(Words(self.title, self.title_en))

    def is_open(self, today: dt.date) -> bool:
        return self.published_at is not None and self.opens_on <= today <= self.closes_on


class Sketch(models.Model):
    """What will be the next version: changed at will. `faults`: what could not be read of a workbook, row by row."""

    questionnaire = models.OneToOneField(Questionnaire, models.CASCADE, related_name="sketch")
    content = models.JSONField(default=list)
    faults = models.JSONField(default=list, help_text=_("[{sheet, row, column, why}]"))
    source = models.CharField(max_length=160, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.source}"

    @cached_property
    def asks(self) -> Content:
        return Content.kept(self.content)


class QuestionnaireVersion(models.Model):
    """What was asked from one moment on. Append-only: a change is another version."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=160, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("questionnaire", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("questionnaire", "number"), name="one_questionnaire_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.number}"

    @cached_property
    def asks(self) -> Content:
        return Content.kept(self.content)


class Invitation(models.Model):
    """Somebody is asked to answer, for themselves or for a subject (an enterprise's code, a case's number).

    Of an anonymous questionnaire it says only that an answer came in, never which.
    """

    reference = models.UUIDField(unique=True, default=uuid.uuid4)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="invitations")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=120, help_text=_("请的是谁"))
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True)
    handed_in = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("questionnaire", "person", "subject"), condition=Q(person__isnull=False, cancelled_at=None),
                name="one_invitation_per_person_and_subject",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.name}"


class ResponseRows(models.QuerySet["Response"]):
    def visible_to(self, person: Person) -> ResponseRows:
        """One's own; for a bureau the named ones that were handed in to it; auditors likewise of all bureaus."""
        official = Q(anonymous=False, state=HANDED_IN)
        if not person.has_role("auditor"):
            official &= Q(questionnaire__office__in=person.bureau_ids("officer", "leader"))
        return self.filter(Q(person=person) | official)


class Response(models.Model):
    """One set of answers to one version. `typed`: the draft, right or wrong, hidden branches too; `aside`: what another
    device typed and was not taken over; `saves` counts saved pages. Handed in it is frozen, its answers are rows.
    """

    reference = models.CharField(max_length=24, unique=True)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, related_name="responses")
    invitation = models.ForeignKey(Invitation, models.PROTECT, null=True, related_name="responses")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=64, blank=True)
    anonymous = models.BooleanField()
    state = models.CharField(max_length=10, choices=[(key, each.staff) for key, each in STATES.items()], default=DRAFT)
    typed = models.JSONField(default=dict)
    aside = models.JSONField(default=dict)
    saves = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)

    objects = ResponseRows.as_manager()

    class Meta:
        ordering = ("-started_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=list(STATES)), name="response_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=HANDED_IN) | Q(handed_in_at__isnull=False), name="response_handed_in_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(anonymous=True, state=HANDED_IN) | Q(person=None, invitation=None, subject=""),
                name="anonymous_response_names_nobody",
            ),
            models.UniqueConstraint(
                fields=("invitation",), condition=Q(invitation__isnull=False) & ~Q(state=WITHDRAWN),
                name="one_response_per_invitation",
            ),
            models.UniqueConstraint(
                fields=("questionnaire", "person", "subject"), condition=Q(person__isnull=False) & ~Q(state=WITHDRAWN),
                name="one_response_per_person_and_subject",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("questionnaire", "state"), name="responses_by_state")]

    def __str__(self) -> str:
        return self.reference

    @property
    def who(self) -> str:
        """Who answered, as the bureau knows them."""
        return self.invitation.name if self.invitation else str(self.person or "")


class Participation(models.Model):
    """That a person without an invitation has answered an anonymous questionnaire; never what."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="participations")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("questionnaire", "person"), name="one_participation_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · {self.person}"


class Save(models.Model):
    """One saved page of a draft: what it changed. Gone when the response is handed in or given up."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="history")
    number = models.PositiveIntegerField()
    request_key = models.UUIDField()
    device = models.CharField(max_length=36)
    changed = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("response", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("response", "number"), name="one_save_a_number"),
            models.UniqueConstraint(fields=("response", "request_key"), name="one_save_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.response} · {self.number}"


class ResponseAnswer(models.Model):
    """One answer that was handed in: typed by its question, once, by whom and when. Append-only."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=60)
    value = models.JSONField()
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "surveys_answer"
        ordering = ("response", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("response", "question"), name="one_answer_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.response} · {self.question}"
