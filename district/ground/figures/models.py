"""Figures as they were said: number, definition and rows frozen, so that a later change shows. Append-only."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.figures.periods import Period
from district.ground.people.queries import Person, Role


class SaidRows(models.QuerySet["Said"]):
    def visible_to(self, person: object) -> SaidRows:
        """What was said of public figures everybody sees; the rest officers, leaders and auditors."""
        if isinstance(person, Person) and person.has_role(Role.OFFICER, Role.LEADER, Role.AUDITOR):
            return self
        return self.filter(public=True)


class Said(models.Model):
    """One number, said once: where, when, by whom. `rows` are the keys of the rows that were counted, each with what it
    added; None where they were too many to keep.
    """

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    figure = models.CharField(max_length=60)
    words = models.CharField(max_length=120)
    definition = models.TextField()
    edition = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    money = models.BooleanField()
    public = models.BooleanField()
    first = models.DateField(null=True)
    last = models.DateField()
    where = models.JSONField(default=dict, help_text=_("按什么分：维度 → 值"))
    number = models.DecimalField(max_digits=20, decimal_places=2)
    bottom = models.DecimalField(max_digits=20, decimal_places=2, null=True, help_text=_("比例的另一个数"))
    invented = models.DecimalField(max_digits=20, decimal_places=2, default=0)
    rows = models.JSONField(null=True, help_text=_("当时计入的各行：键 → 计入多少"))
    place = models.CharField(_("在哪里说的"), max_length=120)
    subject = models.CharField(max_length=60, blank=True, help_text=_("哪一件的编号"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    request_key = models.UUIDField(unique=True)

    objects = SaidRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("说过的数字")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(place=""), name="said_somewhere"),
            models.CheckConstraint(
                condition=Q(first=None) | Q(first__lte=models.F("last")), name="said_of_days_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("subject",), name="said_by_subject")]

    def __str__(self) -> str:
        return self.reference

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    @property
    def percent(self) -> Decimal | None:
        return (self.number * 100 / self.bottom).quantize(Decimal("0.1")) if self.bottom else None
