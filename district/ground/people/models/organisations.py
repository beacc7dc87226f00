"""Organisations (机构) and who stands in them as what, from when until when."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.models.roles import Part, Role


class Kind(models.TextChoices):
    BUREAU = "bureau", _("委办局")
    STREET = "street", _("街道")
    BANK = "bank", _("银行")
    GUARANTOR = "guarantor", _("担保机构")
    INCUBATOR = "incubator", _("孵化器")
    BASE = "base", _("实训基地")
    SCHOOL = "school", _("学校")
    INVESTOR = "investor", _("投资机构")
    ALLIANCE = "alliance", _("联盟成员")


OFFICES = (Kind.BUREAU, Kind.STREET)  # who decide; they come from the catalogue


class Organisation(models.Model):
    """Whoever takes part as a body: a bureau, a street, a bank, a base, a school. One row, of one kind."""

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices, default=Kind.BUREAU)
    name = models.CharField(_("简称"), max_length=40)
    full = models.CharField(_("全称"), max_length=120)
    english = models.CharField(_("英文名称"), max_length=160, blank=True)
    code = models.CharField(_("代码"), max_length=18, blank=True, help_text=_("统一社会信用代码，或区划代码"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts",
                               verbose_name=_("上级机构"))  # fmt: skip
    since = models.DateField(_("成立或加入"), null=True, blank=True)
    until = models.DateField(_("到哪天为止"), null=True, blank=True)
    phone = models.CharField(_("办公电话"), max_length=40, blank=True)
    address = models.CharField(_("办公地址"), max_length=160, blank=True)
    email = models.EmailField(_("对外邮箱"), blank=True)
    public = models.BooleanField(_("在公开页列出"), default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("机构")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_is_known"),
            models.UniqueConstraint(fields=("kind", "name"), name="one_organisation_per_kind_and_name"),
            models.UniqueConstraint(
                fields=("name",), condition=Q(kind__in=["bureau", "street"]), name="one_office_of_a_name"
            ),
            models.UniqueConstraint(
                fields=("kind", "code"), condition=~Q(code=""), name="one_organisation_per_kind_and_code"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")),
                name="organisation_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="nobody_is_their_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """Its name in the reader's language, where it has one there."""
        return self.english if self.english and get_language() == "en" else self.name

    @property
    def contact(self) -> str:
        """How the office is reached, in a line."""
        return "，".join(each for each in (self.phone, self.address) if each)


class Bureaus(models.Manager["Bureau"]):
    def get_queryset(self) -> models.QuerySet[Bureau]:
        return super().get_queryset().filter(kind__in=OFFICES)


class Bureau(Organisation):
    """The organisations that decide and lead: bureaus (委办局) and streets; they come from the catalogue's layer."""

    Kind = Kind

    objects: ClassVar[Bureaus] = Bureaus()

    class Meta:
        proxy = True
        verbose_name = _("委办局")


def standing_on(day: dt.date, path: str = "") -> Q:
    """The memberships that stand on a day: vouched for, not ended, and the day lies in the term. `path` leads to them
    from another model ("memberships__")."""

    def at(**lookups: object) -> Q:
        return Q(**{f"{path}{name}": value for name, value in lookups.items()})

    begun, open_ = at(since=None) | at(since__lte=day), at(until=None) | at(until__gte=day)
    return at(vouched_at__isnull=False, ended_at=None) & begun & open_


class Memberships(models.QuerySet["OrganisationMembership"]):
    def standing(self, day: dt.date | None = None) -> Memberships:
        return self.filter(standing_on(day or clock.today()))

    def waiting(self) -> Memberships:
        """Asked for, and nobody has vouched yet."""
        return self.filter(vouched_at=None, ended_at=None)


class OrganisationMembership(models.Model):
    """One person in one organisation in one role. `since` and `until` are the first and the last day; without `since`
    it stood before it was written down. It stands once somebody vouched, and until it is ended or its term is over.

    Rows only grow: what is written stays, a voucher and an end are filled in once (triggers). Another term is another
    row.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="standings_held")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("身份"), max_length=20, choices=[*Role.choices, *Part.choices])
    title = models.CharField(_("职务"), max_length=60, blank=True)
    since = models.DateField(_("从"), null=True)
    until = models.DateField(_("任期到"), null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    vouched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    vouched_at = models.DateTimeField(null=True)
    needs_second = models.BooleanField(default=False, help_text=_("登记人之外还要一位管理员确认"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(_("为何结束"), max_length=200, blank=True)

    objects = Memberships.as_manager()

    class Meta:
        ordering = ("organisation__name", "role", "pk")
        verbose_name = _("机构成员")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=[*Role.values, *Part.values]), name="membership_role_is_known"),
            models.UniqueConstraint(
                fields=("person", "organisation", "role"),
                condition=Q(ended_at=None),
                name="one_standing_membership_per_person_organisation_role",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")),
                name="membership_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(vouched_by=None) | ~Q(vouched_by=F("person")), name="nobody_vouches_for_themselves"
            ),
            models.CheckConstraint(
                condition=Q(vouched_by=None) | Q(vouched_at__isnull=False), name="voucher_has_its_time"
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False) | Q(vouched_by=None) | ~Q(vouched_by=F("entered_by")),
                name="duty_over_money_has_two_administrators",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None, why_ended="")
                | (Q(ended_at__isnull=False) & ~Q(why_ended="")),
                name="ended_membership_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("organisation", "role"), name="members_of"),
            models.Index(fields=("person", "ended_at"), name="standings_of"),
            models.Index(fields=("until",), condition=Q(ended_at=None), name="terms_that_end"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation} · {self.get_role_display()}"

    @property
    def is_duty(self) -> bool:
        return self.role in Role.values

    def as_duty(self) -> Duty:
        """The same row, as what opens the desk."""
        self.__class__ = Duty  # a proxy of this very table
        return cast(Duty, self)

    def stands(self, day: dt.date | None = None) -> bool:
        """As `standing_on`, of a row in hand."""
        day = day or clock.today()
        begun = self.since is None or self.since <= day
        return bool(self.vouched_at) and not self.ended_at and begun and (self.until is None or self.until >= day)

    @property
    def until_is_to_come(self) -> bool:
        """Whether a term that began today would last at least till tomorrow."""
        return self.until is None or self.until > clock.today()

    @property
    def state(self) -> str:
        """A key of STATES: how it stands today."""
        if self.ended_at:
            return "ended"
        if not self.vouched_at:
            return "waiting"
        if self.stands():
            return "standing"
        return "to_come" if self.since and self.since > clock.today() else "over"

    @property
    def says(self) -> str:
        return str(STATES[self.state])


STATES = {
    "standing": _("在任"), "waiting": _("待担保确认"), "to_come": _("尚未到任"), "over": _("任期已满"),
    "ended": _("已结束"),
}  # fmt: skip


class Duties(models.Manager["Duty"]):
    """Those that stand today: no other duty opens a door."""

    def get_queryset(self) -> models.QuerySet[Duty]:
        return super().get_queryset().filter(standing_on(clock.today()), role__in=Role.values)


class Duty(OrganisationMembership):
    """A membership that opens the desk (岗位职责): one role of one person in one bureau, standing today."""

    objects: ClassVar[Duties] = Duties()  # type: ignore[assignment]

    class Meta:
        proxy = True

    @property
    def bureau(self) -> Bureau:
        return cast(Bureau, self.organisation)

    @property
    def bureau_id(self) -> int:
        return self.organisation_id
