"""Money set aside for a list that is decided firm by firm."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from district.funds.models.ledger import Line


class Reserved(models.Model):
    """What a list (known here by its reference) still has set aside on a line, in fen by level. The money itself is
    among what the line has held; awards that hold for themselves are not in here.
    """

    reference = models.CharField(max_length=24)
    line = models.ForeignKey(Line, models.PROTECT, related_name="reserved")
    city = models.BigIntegerField(default=0)
    district = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("reference", "line"), name="one_reservation_a_list_and_line"),
            models.CheckConstraint(condition=Q(city__gte=0, district__gte=0), name="reservation_never_overdrawn"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def parts(self) -> dict[str, int]:
        return {level: fen for level, fen in (("city", self.city), ("district", self.district)) if fen}

    @property
    def fen(self) -> int:
        return self.city + self.district
