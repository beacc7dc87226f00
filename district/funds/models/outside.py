"""What other offices gave: of the city, of a neighbour, of another bureau's own system. Told, not paid from here."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.funds.money import to_yuan


class OutsideGrant(models.Model):
    """One grant another office made to an enterprise. It counts in `together`, `excludes`, `ceiling` and `repeat`.

    Never changed: what was wrong is voided, with a reason, and entered anew.
    """

    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="outside_grants")
    office = models.CharField(_("给付部门"), max_length=120)
    name = models.CharField(_("项目"), max_length=160)
    slug = models.CharField(max_length=80, blank=True, help_text=_("目录里的项目代码；空白是目录里没有的项目"))
    fen = models.BigIntegerField()
    granted_on = models.DateField(_("给付日期"))
    source = models.CharField(_("来源"), max_length=200)
    bureau = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+", help_text=_("哪个部门登记的"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-granted_on", "-pk")
        verbose_name = _("其他部门给付")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("enterprise", "office", "name", "granted_on", "fen"), condition=Q(voided_at=None),
                name="outside_grant_counts_once",
            ),
            models.CheckConstraint(condition=Q(fen__gte=0), name="outside_grant_is_not_negative"),
            models.CheckConstraint(
                condition=Q(voided_at=None, voided_by=None) | Q(voided_at__isnull=False, voided_by__isnull=False),
                name="outside_grant_voided_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.office} {self.name}"

    @property
    def amount(self) -> Decimal:
        return to_yuan(self.fen)
