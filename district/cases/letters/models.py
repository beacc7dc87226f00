"""Papers as they were issued: what they said, the code by which anybody can check one, who read or was sent one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The kinds of papers."""

    DECISION = "decision", _("决定书")
    ACCEPTED = "accepted", _("受理通知书")
    RETURNED = "returned", _("补正通知书")
    ENDED = "ended", _("终止办理通知书")
    TOLD = "told", _("陈述意见告知书")
    RECOVERY = "recovery", _("追缴决定书")
    TOP_UP = "top_up", _("补发决定书")
    REVIEW = "review", _("复核决定书")
    DECLINED = "declined", _("不予受理决定书")
    RECEIPT = "receipt", _("提交回执")


MARKS = {
    Kind.DECISION: "惠", Kind.ACCEPTED: "受", Kind.RETURNED: "补", Kind.ENDED: "终", Kind.TOLD: "告",
    Kind.RECOVERY: "追", Kind.TOP_UP: "发", Kind.REVIEW: "复", Kind.DECLINED: "拒",
}  # fmt: skip
"""The last character of the number's letters: every kind has a series of its own."""


SENT = [("post", _("邮寄")), ("hand", _("直接送达"))]
WAYS = [("read", _("网上阅收")), *SENT]


class IssuedLetter(models.Model):
    """One paper of one case. Append-only (triggers); `digest` is SHA-256 over `content` without the check.

    `cause` is what it was issued for: the same cause gives the same paper, never a second one.
    """

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    cause = models.CharField(max_length=60)
    decision = models.OneToOneField("cases.Decision", models.PROTECT, null=True, related_name="letter")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=20, unique=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("kind", "cause"), name="one_letter_a_cause"),
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in Kind]), name="letter_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["decision", "declined"], decision__isnull=False)
                | ~Q(kind__in=["decision", "declined"]) & Q(decision=None),
                name="letter_of_a_decision_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FiledLetter(models.Model):
    """The sealed PDF of a paper as it is given out, always the same bytes. Append-only (triggers)."""

    letter = models.OneToOneField(IssuedLetter, models.PROTECT, related_name="filed")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, help_text=_("文件的 SHA-256"))
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = []


class Served(models.Model):
    """How a paper reached its receiver (送达): read in the site by a member, or sent. Append-only (triggers)."""

    letter = models.ForeignKey(IssuedLetter, models.PROTECT, related_name="served")
    how = models.CharField(max_length=6, choices=WAYS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on = models.DateField(help_text=_("送达的日子"))
    note = models.CharField(max_length=200, blank=True, help_text=_("邮件号、签收人"))
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("letter", "by"), condition=Q(how="read"), name="letter_read_once_by_a_person"
            ),
            models.CheckConstraint(condition=Q(how__in=["read", "post", "hand"]), name="letter_served_one_way"),
            models.CheckConstraint(condition=Q(how="read") | ~Q(note=""), name="letter_sent_says_how"),
        ]
