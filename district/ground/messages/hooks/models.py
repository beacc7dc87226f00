"""A subscription: whose messages are posted where."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.record.sealed import SealedField

if TYPE_CHECKING:
    from district.ground.people.queries import Person

ALL = "*"
MOST_FAULTS = 20  # tries in a row that failed, over all messages, after which a subscription is closed


class HookRows(models.QuerySet["Hook"]):
    def live(self) -> HookRows:
        return self.filter(closed_at=None, person__is_active=True)

    def of(self, person: Person) -> HookRows:
        return self.filter(person=person)


class Hook(models.Model):
    """Messages of `kinds` to `person` are posted to `address`, signed with a secret that is kept sealed."""

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="hooks")
    address = models.URLField(_("地址"), max_length=300)
    kinds = models.JSONField(help_text=_("消息类别；* 是全部"))
    secret = SealedField(purpose="hook", about="reference", help_text=_("SM4 加密"))
    faults = models.PositiveIntegerField(default=0, help_text=_("连续没有送到的次数"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=200, blank=True)
    request_key = models.UUIDField(unique=True)

    objects = HookRows.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, close_reason="") | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="closed_hook_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("person",), name="live_hooks", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return self.reference

    def wants(self, kind: str) -> bool:
        return ALL in self.kinds or kind in self.kinds


def new_secret() -> str:
    return "whsec_" + secrets.token_urlsafe(32)
