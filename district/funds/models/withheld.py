"""What keeps an award from being paid although it was decided: an event of the register, or a fact of today."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.funds.models.awards import Award


class Withheld(models.Model):
    """One cause for which nothing of an award is paid, or nothing that falls due from a day on, until it ends.

    `cause` names the event or the difference, so that what an official has ruled on does not withhold again.
    """

    class Ended(models.TextChoices):
        RIGHT = "right", _("登记已恢复")
        PAID = "paid", _("经负责人决定照付")
        RULED = "ruled", _("经认定不成立，恢复拨付")

    award = models.ForeignKey(Award, models.PROTECT, related_name="withheld")
    cause = models.CharField(max_length=80)
    about = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=600)
    from_on = models.DateField(null=True, help_text=_("只扣住从这天起到期的；空白是全部"))
    opened_at = models.DateTimeField()
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("award", "cause"), condition=Q(ended=""), name="award_withheld_once_for_a_cause"
            ),
            models.CheckConstraint(condition=Q(ended__in=["", "right", "paid", "ruled"]), name="withheld_end_is_known"),
            models.CheckConstraint(
                condition=Q(ended="", ended_at=None) | (~Q(ended="") & Q(ended_at__isnull=False)),
                name="withheld_ends_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(ended__in=["paid", "ruled"]) | (Q(ended_by__isnull=False) & ~Q(reason="")),
                name="withheld_is_paid_for_a_reason",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="withheld_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=("ended", "award"), name="withheld_open")]

    def __str__(self) -> str:
        return f"{self.award_id}: {self.cause}"
