"""The log's head, signed once a day with a key that no database holds; and where it was sent."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Anchor(models.Model):
    """One day's signed head. `statement` is the text that was signed, to the letter. Append-only (triggers)."""

    day = models.DateField(_("日期"), unique=True)
    number = models.PositiveBigIntegerField(_("留痕行数"))
    seal = models.CharField(_("末行印记"), max_length=64)
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    key = models.CharField(_("签名公钥"), max_length=64, help_text=_("公钥的 SM3"))
    at = models.DateTimeField()

    class Meta:
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day} {self.number}"


class Sending(models.Model):
    """One anchor to one place: taken there, or why not yet."""

    anchor = models.ForeignKey(Anchor, models.PROTECT, related_name="sendings")
    place = models.CharField(max_length=300, help_text=_("送往哪里，不含口令"))
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("anchor", "place"), name="an_anchor_goes_to_a_place_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False, error="") | (Q(sent_at=None) & ~Q(error="")),
                name="anchor_sent_or_says_why_not",
            ),
        ]
