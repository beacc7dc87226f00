"""What was said of something that is late: one row a rung."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nudge(models.Model):
    """One rung of the ladder, told once. `about` is a case's or a round's reference, or `opinion-<key>`.

    `since` is the day that passed (suspended: the day the clock was stopped), so that another deadline of the same case
    climbs the ladder from its foot.
    """

    class What(models.TextChoices):
        ACCEPT = "accept", _("受理")
        DECIDE = "decide", _("作出决定")
        CORRECT = "correct", _("补正")
        SHEETS = "sheets", _("评分表")
        OPINION = "opinion", _("会办意见")
        SUSPENDED = "suspended", _("会办停表")
        APPEAL = "appeal", _("答复复核申请")
        SOON = "soon", _("补正快到期")
        HURRY = "hurry", _("企业催办")

    what = models.CharField(max_length=10, choices=What.choices)
    about = models.CharField(max_length=64)
    since = models.DateField()
    rung = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField(help_text=_("告诉了几个人"))
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("about", "what", "since", "rung"), name="a_rung_is_told_once"),
        ]
        indexes: ClassVar = [models.Index(fields=("since",), name="nudges_since")]

    def __str__(self) -> str:
        return f"{self.about} {self.what} {self.since} {self.rung}"
