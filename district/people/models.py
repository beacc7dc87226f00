"""Accounts, bureaus, and the duties a person has in a bureau."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "officer", _("经办人")
    LEADER = "leader", _("负责人")
    AUDITOR = "auditor", _("审计")
    EXPERT = "expert", _("评审专家")
    ADMINISTRATOR = "administrator", _("系统管理员")


class Bureau(models.Model):
    """A government office (委办局) or street; bureaus come from the catalogue's layer.yaml."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", _("委办局")
        STREET = "street", _("街道")

    name = models.CharField(_("简称"), max_length=40, unique=True)
    full = models.CharField(_("全称"), max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.BUREAU)

    class Meta:
        ordering = ("name",)
        verbose_name = _("委办局")

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """Anybody who signs in: a founder, an officer, a leader. What they may do comes from duties and memberships."""

    name = models.CharField(_("姓名"), max_length=60)

    class Meta:
        verbose_name = _("用户")

    def __str__(self) -> str:
        return self.name or self.username

    @cached_property
    def duties(self) -> list[Duty]:
        """The person's duties with their bureaus; one query a request."""
        return list(self.duty_set.select_related("bureau").order_by("pk"))

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


class Duty(models.Model):
    """One role of one person in one bureau (岗位职责)."""

    person = models.ForeignKey(Person, models.CASCADE)
    bureau = models.ForeignKey(Bureau, models.PROTECT)
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "bureau", "role"), name="one_duty_per_person_bureau_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="duty_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.bureau} · {self.get_role_display()}"
