"""Who wants to be told of a programme, or of whatever fits a firm; and what they were told, once an opening."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from district.ground.people.queries import Person


class SubscriptionRows(models.QuerySet["Subscription"]):
    def visible_to(self, person: Person) -> SubscriptionRows:
        """A subscription is the person's own; no office sees who wants what. A letter's key opens it besides."""
        return self.filter(person=person)

    def standing(self) -> SubscriptionRows:
        return self.filter(ended_at=None)


class Subscription(models.Model):
    """One person's wish: to be told of one programme, or of all that fit one enterprise. `key` ends it from a mail."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="subscriptions")
    programme = models.ForeignKey("policies.Programme", models.PROTECT, null=True, related_name="subscriptions")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = SubscriptionRows.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(programme=None, enterprise__isnull=False) | Q(programme__isnull=False, enterprise=None),
                name="subscription_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("created_at")), name="subscription_ends_later"
            ),
            models.UniqueConstraint(
                fields=("person", "programme"), condition=Q(ended_at=None), name="one_subscription_a_programme"
            ),
            models.UniqueConstraint(
                fields=("person", "enterprise"), condition=Q(ended_at=None), name="one_subscription_an_enterprise"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.programme_id or self.enterprise_id}"


class Told(models.Model):
    """A person was told of one occasion of a programme: an opening of its window, a rule that began."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=80)
    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="told")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "programme", "occasion"), name="told_once_an_occasion"),
        ]

    def __str__(self) -> str:
        return self.occasion
