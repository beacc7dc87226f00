"""The periods the format knows, and what an award paid by period comes to. Whoever counts money by time asks here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NewType

from rulebook.saying import Said, say

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}  # what `benefit.per` may be
EVERY = {"month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "每年"}
LIMITS = ("year", "life")  # what `ceiling.per` and `quota.per` may be
YEAR = 12
FEN = Decimal("0.01")

Total = NewType("Total", Decimal)  # yuan over a span that was named: never the amount of one period of several


@dataclass(frozen=True)
class Rhythm:
    """How often an award is paid: every `per` (a key of MONTHS), `times` times at most; once where `per` is none."""

    per: str = ""
    times: int | None = None

    @classmethod
    def of(cls, benefit: Mapping[str, Any]) -> Rhythm:
        """From a benefit as plain data, as a published description holds it."""
        times = benefit.get("times")
        return cls(str(benefit.get("per") or ""), int(times) if times is not None else None)

    def __str__(self) -> str:
        """In words: 一次, or 每月一次，共 36 次."""
        return str(self.say())

    def say(self) -> Said:
        """The same in both languages."""
        if self.per not in MONTHS:
            return say("一次")
        every = say(EVERY[self.per])
        if self.times is None:
            return say("{every}一次，不限次数", every=every)
        return say("{every}一次，共 {times} 次", every=every, times=self.times)

    @property
    def runs(self) -> bool:
        """Whether it may be paid more than once."""
        return self.per in MONTHS and self.times != 1

    @property
    def payments(self) -> int | None:
        """How often it is paid in all; None where it goes on without an end."""
        return self.times if self.per in MONTHS else 1

    def within(self, months: int = YEAR) -> int:
        """How often it is paid in the first `months` months."""
        return len(self.due(months))

    def due(self, months: int) -> range:
        """When, in whole months after the decision; of the first `months` months."""
        if self.per not in MONTHS:
            return range(min(1, months))
        step = MONTHS[self.per]
        end = months if self.times is None else min(months, step * self.times)
        return range(0, end, step)

    def each(self, amount: Decimal) -> PerPeriod:
        """The award of that amount at each payment; what is paid is whole fen, rounded half up."""
        return PerPeriod(amount.quantize(FEN, ROUND_HALF_UP), self)


@dataclass(frozen=True)
class PerPeriod:
    """What one payment of an award comes to, as a rule's `amount` gives it. No number: ask `within` or `in_all`."""

    amount: Decimal
    rhythm: Rhythm = Rhythm()

    def within(self, months: int = YEAR) -> Total:
        """Yuan in the first `months` months."""
        return Total(self.amount * self.rhythm.within(months))

    @property
    def in_all(self) -> Total | None:
        """Yuan from the first payment to the last; None where it goes on without an end."""
        payments = self.rhythm.payments
        return None if payments is None else Total(self.amount * payments)


@dataclass(frozen=True)
class Ceiling:
    """The most one subject may get of a programme within a calendar year or for life, in yuan."""

    amount: Decimal
    life: bool = False

    @classmethod
    def of(cls, rest: Mapping[str, Any]) -> Ceiling | None:
        """From what a version says beside its rule; None where it has no ceiling."""
        ceiling = rest.get("ceiling")
        if not isinstance(ceiling, Mapping) or ceiling.get("amount") is None:
            return None
        return cls(Decimal(str(ceiling["amount"])), ceiling.get("per") == "life")

    def room(self, year: Decimal, life: Decimal) -> Decimal:
        """What may still be paid where `year` was paid this year and `life` ever; never negative."""
        return max(Decimal(0), self.amount - (life if self.life else year))
