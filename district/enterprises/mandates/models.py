"""Agencies, who works at them, and what enterprises have mandated them to do."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.claims.models import stands
from district.ground.people.queries import Person


class Scope(models.TextChoices):
    """What a mandate may grant beside seeing verdicts and cases; values are its columns. The payee account, money,
    facts only the firm can vouch for, and taking a case back are nobody's but the firm's.
    """

    FILLS = "fills", _("填写和提交申报")
    CORRECTS = "corrects", _("补正和补交材料")
    MESSAGES = "messages", _("接收消息和文书")
    APPEALS = "appeals", _("申请复核、陈述意见")


class Agency(models.Model):
    """Who acts for others (代理机构): an enterprise of the register, or an organisation known by its own code."""

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("代理机构")

    def __str__(self) -> str:
        return self.name


class AgencyPerson(models.Model):
    """A person works at an agency that is not in the register: asked for on its letter, confirmed on it by an officer.
    Nobody settled what came with the demonstration or by data exchange."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        REFUSED = "refused", _("未通过")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="agency_places")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="people")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    since = models.DateTimeField()
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "agency"), name="one_place_per_person_agency"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "confirmed", "refused"]), name="agency_person_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(settled_by=None) | Q(paper__isnull=False),
                name="agency_person_confirmed_on_paper",
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("person")), name="agency_person_settled_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.agency}"


def works_at(person: Person, agency: str = "") -> Q:
    """A person's agencies: confirmed there, or a confirmed member of the enterprise it is. `agency`: the path."""
    to = f"{agency}__" if agency else ""
    own = f"{to}enterprise__membership"
    there = Q(**{f"{to}people__person": person, f"{to}people__state": AgencyPerson.State.CONFIRMED})
    return there | Q(**{f"{own}__person": person}) & stands(own)


class MandateRows(models.QuerySet["Mandate"]):
    def in_force(self, today: dt.date) -> MandateRows:
        """Begun, neither run out nor ended: the only ones by which anybody sees or does anything."""
        return self.filter(ended_at=None, since__lte=today, until__gte=today)

    def held_by(self, person: Person) -> MandateRows:
        """Those of the agencies where the person works."""
        return self.filter(works_at(person, "agency")).distinct()


class Mandate(models.Model):
    """What one enterprise lets one agency do, from a day to a day; its terms never change, it only ends (triggers)."""

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    client = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="mandates")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mandates")
    fills = models.BooleanField(Scope.FILLS.label, default=False)
    corrects = models.BooleanField(Scope.CORRECTS.label, default=False)
    messages = models.BooleanField(Scope.MESSAGES.label, default=False)
    appeals = models.BooleanField(Scope.APPEALS.label, default=False)
    since = models.DateField(_("从"))
    until = models.DateField(_("到"), help_text=_("这一天仍有效"))
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request_key = models.UUIDField(unique=True)

    objects: ClassVar[models.Manager[Mandate]] = MandateRows.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        verbose_name = _("委托")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="mandate_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=("client", "agency"), condition=Q(ended_at=None), name="one_mandate_per_client_agency"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("agency", "until"), name="mandate_by_agency")]

    def __str__(self) -> str:
        return self.reference

    @property
    def scopes(self) -> list[Scope]:
        return [each for each in Scope if getattr(self, each.value)]

    def state_on(self, today: dt.date) -> str:
        """ "live", "coming", "over" or "ended"."""
        if self.ended_at is not None:
            return "ended"
        if self.until < today:
            return "over"
        return "coming" if self.since > today else "live"
