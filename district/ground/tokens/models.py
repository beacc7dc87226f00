"""Keys by which programs act for a person; and systems, which are programs with an account of their own."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Person, Role

BEGINS = "hq_"
LONGEST = dt.timedelta(days=366)
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class SystemRows(models.QuerySet["System"]):
    def visible_to(self, person: Person) -> SystemRows:
        """Administrators and auditors see all; leaders those their bureau answers for."""
        if person.has_role(Role.ADMINISTRATOR, Role.AUDITOR):
            return self
        return self.filter(bureau__in=person.bureau_ids(Role.LEADER))


class System(models.Model):
    """An organisation's or vendor's program. Its account signs in nowhere; what it may do are that account's duties."""

    name = models.CharField(_("系统名称"), max_length=60, unique=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="system")
    bureau = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+", verbose_name=_("责任部门"))
    keeper = models.CharField(_("使用单位和联系人"), max_length=120)
    purpose = models.CharField(_("用途"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=200, blank=True)
    request_key = models.UUIDField(unique=True)

    objects = SystemRows.as_manager()

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, close_reason="") | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="closed_system_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TokenRows(models.QuerySet["Token"]):
    def live(self) -> TokenRows:
        """Those that open something now."""
        return self.filter(revoked_at=None, expires_at__gt=clock.now(), person__is_active=True)


class Token(models.Model):
    """One key (令牌). Only its digest is kept. `in_minute` and `in_day` count the calls of `minute` and of `day`."""

    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(_("名称"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(help_text=_("范围：部分:read 或 部分:act；* 是全部"))
    per_minute = models.PositiveIntegerField(_("每分钟最多"))
    per_day = models.PositiveIntegerField(_("每天最多"))
    expires_at = models.DateTimeField(_("有效期到"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    two_factors = models.BooleanField(default=True, help_text=_("建立时用了两步验证"))
    last_used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(default=NEVER)
    in_minute = models.PositiveIntegerField(default=0)
    day = models.DateField(default=NEVER.date())
    in_day = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    revoke_reason = models.CharField(max_length=200, blank=True)
    request_key = models.UUIDField(unique=True)

    objects = TokenRows.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None, revoke_reason="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")),
                name="revoked_token_says_by_whom_and_why",
            ),
            models.CheckConstraint(condition=Q(per_minute__gte=1, per_day__gte=1), name="token_quota_is_positive"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="token_expires_later"),
        ]
        indexes: ClassVar = [models.Index(fields=("person", "revoked_at"), name="tokens_of_person")]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    @property
    def state(self) -> str:
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at <= clock.now() else "live"

    def covers(self, area: str, kind: str) -> bool:
        """Whether this key opens reading (`read`) or acting (`act`) in an area."""
        return not {f"{area}:{kind}", f"*:{kind}"}.isdisjoint(self.scopes)


def new_secret() -> str:
    """256 bits of chance: nothing to guess, so that a plain digest keeps it."""
    return BEGINS + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
