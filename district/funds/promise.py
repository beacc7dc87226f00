"""What an award promises: so much a period, how often, less what a limit keeps back of a year. Not a number: ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from district.policies.queries import Rhythm, Total

ZERO = Decimal(0)


@dataclass(frozen=True)
class Promise:
    """`each` yuan a payment, `times` payments every `per` ("" where it is paid once); `cuts`: calendar year → yuan."""

    each: Decimal
    per: str = ""
    times: int = 1
    cuts: tuple[tuple[int, Decimal], ...] = ()

    @classmethod
    def of(cls, description: Mapping[str, Any], each: Decimal, cuts: tuple[tuple[int, Decimal], ...] = ()) -> Promise:
        """Of a version's description; one without an end is promised for twelve months."""
        rhythm = Rhythm.of(description.get("benefit") or {})
        times = rhythm.payments or rhythm.within()
        return cls(each, rhythm.per if times > 1 else "", times, cuts)

    @property
    def cut(self) -> Decimal:
        return sum((yuan for _year, yuan in self.cuts), ZERO)

    @property
    def total(self) -> Total:
        """Yuan in all."""
        return Total(self.each * self.times - self.cut)

    @property
    def runs(self) -> bool:
        return self.times > 1

    @property
    def words(self) -> str:
        """`每月 1,000.00 元 × 36 = 36,000.00 元`; what is paid once is its sum alone."""
        return in_words(self.each, self.per, self.times, self.cut)


def in_words(each: Decimal, per: str, times: int, cut: Decimal = ZERO) -> str:
    """How an amount comes about: of one payment, how many, what is kept back, in all."""
    total = each * times - cut
    if times == 1 and not cut:
        return _("%(yuan)s 元") % {"yuan": f"{total:,.2f}"}
    found = {"month": _("每月"), "quarter": _("每季"), "half-year": _("每半年"), "year": _("每年")}.get(per, "")
    words = {"per": found, "each": f"{each:,.2f}", "times": times, "cut": f"{cut:,.2f}", "total": f"{total:,.2f}"}
    if times == 1:
        return _("%(each)s 元 − %(cut)s 元 = %(total)s 元") % words
    if cut:
        return _("%(per)s %(each)s 元 × %(times)d − %(cut)s 元 = %(total)s 元") % words
    return _("%(per)s %(each)s 元 × %(times)d = %(total)s 元") % words
