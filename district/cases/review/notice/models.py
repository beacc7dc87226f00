"""Public notice (公示): a list anybody may read and object to, line by line; kept for ever."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground.record.sealed import SealedField


class Notice(models.Model):
    """One public list of those a bureau means to grant. `until` is the last day to object."""

    reference = models.CharField(max_length=24, unique=True)
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="notices")
    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    provisional = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-opened_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="notice_lasts_a_day_at_least"),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeLine(models.Model):
    """One case as the public sees it; what it said stays, whatever becomes of the case (triggers; `outcome` is set)."""

    class Outcome(models.TextChoices):
        OPEN = "", _("公示中")
        KEPT = "kept", _("公示无异议或异议不成立")
        STRUCK = "struck", _("异议成立，已退出")
        WITHDRAWN = "withdrawn", _("企业已撤回")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="notice_lines")
    serial = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, help_text=_("统一社会信用代码，中间几位隐去"))
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    score = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)

    class Meta:
        ordering = ("serial",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("notice", "serial"), name="notice_lines_are_numbered"),
            models.UniqueConstraint(fields=("notice", "application"), name="one_line_per_case_and_notice"),
        ]


class Objection(models.Model):
    """What somebody holds against one line. Who it is from is kept for the bureau and never shown."""

    class State(models.TextChoices):
        FILED = "filed", _("核查中")
        UPHELD = "upheld", _("成立")
        DISMISSED = "dismissed", _("不成立")

    reference = models.CharField(max_length=24, unique=True)
    line = models.ForeignKey(NoticeLine, models.PROTECT, related_name="objections")
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILED)
    grounds = SealedField(purpose="objection", about="reference")
    name = SealedField(purpose="objection", about="reference", blank=True)
    contact = SealedField(purpose="objection", about="reference", blank=True)
    sender = models.CharField(max_length=64, help_text=_("来源地址的摘要，只用来限次"))
    at = models.DateTimeField()
    heard_until = models.DateField(help_text=_("企业可以陈述意见到哪天"))
    statement = SealedField(
        purpose="objection", about="reference", blank=True, help_text=_("企业的陈述，只给办理的部门看")
    )
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    stated_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(grounds=""), name="objection_has_grounds"),
            models.CheckConstraint(
                condition=Q(state="filed") | (~Q(reply="") & Q(replied_by__isnull=False)),
                name="objection_answered_has_a_reply",
            ),
            models.CheckConstraint(
                condition=Q(statement="", stated_at=None, stated_by=None)
                | (~Q(statement="") & Q(stated_at__isnull=False) & Q(stated_by__isnull=False)),
                name="objection_statement_has_its_giver",
            ),
        ]
