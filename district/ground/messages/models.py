"""What leaves the house: one row a notice, channel and person; and how each person wants to be told."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.record.sealed import SealedField

if TYPE_CHECKING:
    import datetime as dt

    from district.ground.people.queries import Person

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Channel(models.TextChoices):
    EMAIL = "email", _("邮件")
    SMS = "sms", _("短信")
    WEBHOOK = "webhook", _("政务消息平台")
    HOOK = "hook", _("推送到程序")


class Pace(models.TextChoices):
    """URGENT leaves at any hour, SINGLE in working hours by itself, DIGEST once a day with the person's others."""

    URGENT = "urgent", _("立即")
    SINGLE = "single", _("单独发送")
    DIGEST = "digest", _("每日汇总")


class State(models.TextChoices):
    WAITING = "waiting", _("待发")
    HELD = "held", _("待审")
    SENT = "sent", _("已发")
    BUNDLED = "bundled", _("已并入汇总")
    FAILED = "failed", _("未发成")
    DROPPED = "dropped", _("已撤下")


class DeliveryRows(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> DeliveryRows:
        """Those of one's own bureaus; the house's own to administrators; all to auditors. Codes to nobody."""
        rows = self.exclude(kind="code")
        if person.has_role("auditor"):
            return rows
        mine = Q(office__in=person.bureau_ids("officer", "leader"))
        return rows.filter(mine | Q(office=None) if person.has_role("administrator") else mine)


def new_reference(year: int) -> str:
    return f"FX{year}-{''.join(secrets.choice(LETTERS) for _n in range(8))}"


class Delivery(models.Model):
    """One notice on its way to one person by one channel. `key` is the same on every try: receivers tell repeats by it.

    `claim` is the worker that has it in hand, until `claimed_until`; then it is anybody's again.
    """

    reference = models.CharField(max_length=24, unique=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey("messaging.Message", models.CASCADE, null=True, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.ForeignKey("people.Bureau", models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    hook = models.ForeignKey("messaging.Hook", models.CASCADE, null=True, related_name="deliveries")
    kind = models.CharField(max_length=20)
    pace = models.CharField(max_length=8, choices=Pace.choices)
    address = SealedField(purpose="address", about="key", help_text=_("SM4 加密"))
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    held_for = models.CharField(max_length=8, blank=True, help_text=_("kind 按类别，bulk 因为人数多"))
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField()
    claim = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    provider = models.CharField(max_length=200, blank=True, help_text=_("对方给的编号"))
    bundle = models.ForeignKey("self", models.PROTECT, null=True, related_name="items")
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = DeliveryRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="delivery_channel_is_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_is_known"),
            models.CheckConstraint(condition=Q(pace__in=Pace.values), name="delivery_pace_is_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="sent_delivery_has_its_time",
            ),
            models.CheckConstraint(condition=~Q(state__in=["failed", "dropped"], error=""),
                                   name="unsent_delivery_says_why"),
            models.CheckConstraint(
                condition=Q(state="bundled", bundle__isnull=False) | (~Q(state="bundled") & Q(bundle=None)),
                name="bundled_delivery_names_its_bundle",
            ),
            models.CheckConstraint(
                condition=Q(claim=None, claimed_until=None)
                | Q(claim__isnull=False, claimed_until__isnull=False, state="waiting"),
                name="only_waiting_deliveries_are_claimed",
            ),
            models.CheckConstraint(
                condition=Q(channel="hook", hook__isnull=False) | (~Q(channel="hook") & Q(hook=None)),
                name="posted_delivery_names_its_hook",
            ),
            models.UniqueConstraint(
                fields=("message", "channel"), condition=Q(hook=None), name="one_delivery_per_message_channel"
            ),
            models.UniqueConstraint(fields=("message", "hook"), name="one_delivery_per_message_hook"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=("next_try",), name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=("office", "state", "at"), name="delivery_by_office"),
            models.Index(fields=("claim",), name="delivery_claim", condition=Q(claim__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown_address(self) -> str:
        """Enough to recognise, not enough to write to."""
        if self.channel == Channel.EMAIL:
            name, _at, host = self.address.partition("@")
            return f"{name[:1]}***@{host}"
        if self.channel == Channel.HOOK:
            return urlsplit(self.address).hostname or ""
        return masked_phone(self.address) if self.channel == Channel.SMS else self.address

    def is_in_hand(self, now: dt.datetime) -> bool:
        """A worker is sending it this moment."""
        return self.claimed_until is not None and self.claimed_until > now


def masked_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}"


class Choice(models.Model):
    """How a person wants to be told; without a row: by e-mail, what needs nothing done once a day."""

    class Bundle(models.TextChoices):
        NONE = "none", _("每条单独发送")
        PLAIN = "plain", _("需要我办理的单独发送，其余每天合为一封")
        ALL = "all", _("全部每天合为一封")

    class Language(models.TextChoices):
        CHINESE = "zh-hans", "中文"
        ENGLISH = "en", "English"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choice")
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=False)
    webhook = models.BooleanField(default=False)
    bundle = models.CharField(max_length=8, choices=Bundle.choices, default=Bundle.PLAIN)
    language = models.CharField(max_length=8, choices=Language.choices, default=Language.CHINESE)
    phone = SealedField(purpose="phone", about="person_id", blank=True, help_text=_("SM4 加密"))
    phone_confirmed_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True, help_text=_("验证码的密钥散列"))
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(bundle__in=["none", "plain", "all"]), name="notice_bundle_is_known"),
            models.CheckConstraint(condition=Q(language__in=["zh-hans", "en"]), name="notice_language_is_known"),
            models.CheckConstraint(condition=Q(sms=False) | (Q(phone_confirmed_at__isnull=False) & ~Q(phone="")),
                                   name="sms_needs_a_confirmed_phone"),
            models.CheckConstraint(condition=Q(code="", code_until=None) | (~Q(code="") & Q(code_until__isnull=False)),
                                   name="phone_code_has_a_term"),
        ]  # fmt: skip

    @property
    def shown_phone(self) -> str:
        return masked_phone(self.phone) if self.phone else ""


class Message(models.Model):
    """A notice in the site to one person (站内消息)."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    at = models.DateTimeField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    room = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, blank=True)
    needs_action = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [models.Index(fields=("to", "read_at"), name="message_unread")]

    def __str__(self) -> str:
        return self.title


# Django finds a room's rows through this module.
from district.ground.messages.hooks.models import Hook  # noqa: E402

__all__ = [
    "LETTERS", "Channel", "Choice", "Delivery", "DeliveryRows", "Hook", "Message", "Pace", "State", "masked_phone",
    "new_reference",
]  # fmt: skip
