"""Accounts, and who stands in for whom."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.models.experts import Expert
from district.ground.people.models.organisations import Duty, OrganisationMembership
from district.ground.people.models.roles import PASSED_ON, Role

ANONYMOUS = "已注销用户"  # the name of whoever's account ended, kept where theirs stood


class Person(AbstractUser):
    """Anybody who signs in: a founder, an officer, a leader. What they may do comes from duties and memberships."""

    name = models.CharField(_("姓名"), max_length=60)
    must_change_password = models.BooleanField(_("要换密码"), default=False, help_text=_("现在的密码是别人设的"))

    anonymised_at = models.DateTimeField(null=True, help_text=_("到期后去掉了姓名和联系方式"))
    acted_by_name = models.BooleanField(default=False, help_text=_("担任过岗位：姓名随办事留痕保留"))

    class Meta:
        verbose_name = _("用户")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(anonymised_at=None)
                | models.Q(is_active=False, email="", first_name="", last_name="")
                & (models.Q(name=ANONYMOUS) | models.Q(acted_by_name=True)),
                name="anonymised_account_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def standings(self) -> list[OrganisationMembership]:
        """What stands today of the person's own, and the duties of colleagues they stand in for (PASSED_ON), where they
        are colleagues still; one query a request.
        """
        away = AbsentDay.objects.filter(day=clock.today(), absence__substitute=self).values("person")
        mine = models.Q(person=self) | models.Q(person__in=away, role__in=PASSED_ON)
        rows = OrganisationMembership.objects.filter(mine).standing()
        found = list(rows.select_related("organisation", "person").order_by("pk"))
        own = {each.organisation_id for each in found if each.person_id == self.pk and each.role in PASSED_ON}
        return [each for each in found if each.person_id == self.pk or each.organisation_id in own]

    @cached_property
    def duties(self) -> list[Duty]:
        """The person's own duties, and those of colleagues they stand in for today."""
        return [each.as_duty() for each in self.standings if each.is_duty]

    @cached_property
    def memberships(self) -> list[OrganisationMembership]:
        """What the person is today in any organisation, duties included; nothing of those they stand in for."""
        return [each for each in self.standings if each.person_id == self.pk]

    @property
    def stands_as(self) -> tuple[tuple[int, str, int, int], ...]:
        """What the person is today, to tell whether it is still the same."""
        return tuple((each.pk, each.role, each.organisation_id, each.person_id) for each in self.standings)

    @cached_property
    def advises(self) -> bool:
        """Whether somebody is in the corps now. The site tells it with what it counts beside every page."""
        return Expert.objects.asked_today().filter(person=self.pk).exists()

    @property
    def own_duties(self) -> list[Duty]:
        """Duties of one's own that stand today."""
        return [duty for duty in self.duties if duty.person_id == self.pk]

    @property
    def stands_in_for(self) -> dict[int, Person]:
        """The colleagues whose work this person does today beside their own, by key."""
        return {duty.person_id: duty.person for duty in self.duties if duty.person_id != self.pk}

    def has_role(self, *roles: str) -> bool:
        return any(duty.role in roles for duty in self.duties)

    def bureau_ids(self, *roles: str) -> set[int]:
        return {duty.bureau_id for duty in self.duties if not roles or duty.role in roles}

    @property
    def is_official(self) -> bool:
        """Works for the district: sees the register and the desk (工作台). An expert is a guest there."""
        return any(duty.role != Role.EXPERT for duty in self.duties)

    @property
    def has_desk(self) -> bool:
        """Has something to do at the desk: an official, or an expert with sheets to fill in."""
        return bool(self.duties)


class Absence(models.Model):
    """Days on which somebody is away and a colleague stands in (代理); first and last day included."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences", verbose_name=_("谁不在岗"))
    substitute = models.ForeignKey(Person, models.PROTECT, related_name="stand_ins", verbose_name=_("代理人"))
    first = models.DateField(_("从"))
    last = models.DateField(_("到"))
    note = models.CharField(_("说明"), max_length=100, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    ended_on = models.DateField(_("提前结束"), null=True)  # the first day back
    request_key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("-first", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("substitute")), name="nobody_stands_in_for_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first}–{self.last} → {self.substitute}"


class AbsentDay(models.Model):
    """One day of an absence: so that the database itself knows that nobody is away twice on a day."""

    absence = models.ForeignKey(Absence, models.CASCADE, related_name="days")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("person", "day"), name="one_absence_a_day")]
        indexes: ClassVar = [models.Index(fields=("day", "absence"), name="who_is_away")]

    def __str__(self) -> str:
        return f"{self.person} {self.day}"
