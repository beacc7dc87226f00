"""What readers say of an answer, and what they ask beyond it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.record.sealed import SealedField

if TYPE_CHECKING:
    from district.ground.people.queries import Person


class Vote(models.Model):
    """Whether an answer helped one visitor; the same visitor's later word replaces the earlier one."""

    answer = models.CharField(max_length=80)
    visitor = models.CharField(max_length=64, help_text=_("地址的密钥散列，不是地址"))
    helpful = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("answer", "visitor"), name="one_vote_per_answer_visitor"),
        ]


class QuestionRows(models.QuerySet["AskedQuestion"]):
    def visible_to(self, person: Person) -> QuestionRows:
        """Questions to one's own bureaus; auditors see all. Whoever asked comes in by the question's key instead."""
        if person.has_role("auditor"):
            return self
        return self.filter(office__in=person.bureau_ids("officer", "leader"))


class AskedQuestion(models.Model):
    """A question put to a bureau's experts from an answer's page; `key` opens it for whoever asked."""

    class State(models.TextChoices):
        OPEN = "open", _("待答复")
        ANSWERED = "answered", _("已答复")

    reference = models.CharField(max_length=24, unique=True)
    key = models.CharField(max_length=43)
    answer = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    text = SealedField(purpose="question", about="reference")
    contact = SealedField(purpose="question", about="reference", blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    visitor = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    objects = QuestionRows.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=["open", "answered"]), name="question_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", reply="", replied_at=None)
                | (Q(state="answered", replied_at__isnull=False, replied_by__isnull=False) & ~Q(reply="")),
                name="answered_question_has_a_reply",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("office", "state", "due_on"), name="question_worklist")]

    def __str__(self) -> str:
        return self.reference


class PublicAnswer(models.Model):
    """A question and its answer that everybody may read, worded so that nobody is known by it; what it came of stays
    with its room (`room`, `subject`). Taken down it stays on record.
    """

    reference = models.CharField(max_length=24, unique=True)
    room = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    group = models.CharField(max_length=40, blank=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    question = models.CharField(_("问题"), max_length=200)
    text = models.TextField(_("答复"))
    who = models.CharField(_("谁答的"), max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_down_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("room", "subject"), condition=Q(taken_down_at=None), name="one_public_answer_a_subject"
            ),
            models.CheckConstraint(condition=~Q(question="") & ~Q(text=""), name="public_answer_says_something"),
            models.CheckConstraint(condition=Q(taken_down_at=None) | ~Q(why=""), name="answer_taken_down_says_why"),
        ]

    def __str__(self) -> str:
        return self.reference
