"""Means, outliers and leanings, as pure functions over sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True)
class Marks:
    """One sheet that was given: marks by criterion and their sum."""

    expert: str
    marks: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.marks.values(), Decimal(0))


def mean(values: Sequence[Decimal]) -> Decimal:
    """The mean, half up to a thousandth."""
    return (sum(values, Decimal(0)) / len(values)).quantize(THOUSANDTH, ROUND_HALF_UP)


def means(sheets: Sequence[Marks]) -> dict[str, Decimal]:
    """The mean of each criterion over the sheets given."""
    names = list(dict.fromkeys(name for sheet in sheets for name in sheet.marks))
    return {name: mean([sheet.marks[name] for sheet in sheets if name in sheet.marks]) for name in names}


def outliers(sheets: Sequence[Marks], apart: Decimal) -> list[str]:
    """Experts whose total lies `apart` marks or more from the median of at least three."""
    if len(sheets) < 3:
        return []
    middle = median(sheet.total for sheet in sheets)
    return [sheet.expert for sheet in sheets if abs(sheet.total - middle) >= apart]


def counted(sheets: Sequence[Marks], apart: Decimal, then: str) -> list[Marks]:
    """The sheets a mean is taken of: all, or those that are no outliers where the rule drops them."""
    far = set(outliers(sheets, apart)) if then == "drop" else set()
    return [sheet for sheet in sheets if sheet.expert not in far]


def leaning(by_expert: Mapping[str, Sequence[Decimal]], all_totals: Iterable[Decimal]) -> dict[str, Decimal]:
    """How far each expert's mean lies from everybody's: who marks high, who marks low."""
    everybody = list(all_totals)
    if not everybody:
        return {}
    middle = mean(everybody)
    return {name: mean(totals) - middle for name, totals in by_expert.items() if totals}


def trimmed(values: Sequence[Decimal], enough: int = 5) -> Decimal:
    """The mean without one highest and one lowest, where there are `enough` of them; else the plain mean."""
    if len(values) < enough:
        return mean(values)
    return mean(sorted(values)[1:-1])
