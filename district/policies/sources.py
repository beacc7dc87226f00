"""What rooms above tell of a programme: what came of it, how its money stands, where a firm stands with it.

Each room adds its own when it starts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from district.enterprises.queries import Enterprise
from district.ground.bringing.registry import Registry
from district.policies.models import Programme


@dataclass(frozen=True)
class YearOutcome:
    """What was decided in one year: enterprises helped, yuan, and how many of those rest on invented numbers."""

    year: int
    enterprises: int
    decided: Decimal
    illustrative: Decimal


@dataclass(frozen=True)
class Outcome:
    """What came of a programme in a period: enterprises helped, yuan decided for them, and the same by decision year.

    `illustrative` of the yuan were decided under rules whose numbers no document confirms.
    """

    enterprises: int
    decided: Decimal
    illustrative: Decimal = Decimal(0)
    years: tuple[YearOutcome, ...] = ()


OutcomeSource = Callable[[Collection[str], dt.date | None, dt.date | None], Mapping[str, Outcome]]
outcome_sources: Registry[OutcomeSource] = Registry(
    "outcomes of a programme"
)  # applications adds its own when it starts


def outcomes(slugs: Collection[str], since: dt.date | None, until: dt.date | None) -> dict[str, Outcome]:
    """Programme slug → what came of cases handed in from `since` to `until`, both included."""
    found: dict[str, Outcome] = {}
    for source in outcome_sources:
        found |= source(slugs, since, until)
    return found


@dataclass(frozen=True)
class Funding:
    """How a programme's money stands: a state, what is left in yuan, words for a page, the line's public number."""

    state: str
    left: Decimal | None
    words: str
    line: str | None


FundingSource = Callable[[Programme, int], Funding | None]
# funds adds its own when it starts
funding_sources: Registry[FundingSource] = Registry("funding of a programme")


def funding(programme: Programme, year: int) -> Funding | None:
    """What the rooms above say of a programme's money in a year; None when nobody does."""
    for source in funding_sources:
        if found := source(programme, year):
            return found
    return None


@dataclass(frozen=True)
class Standing:
    """Where an enterprise stands with a programme: its case, if it has one, and why it may not begin another.

    `url` and `words` are of the case, "" without one; `label`: what one does there; `open`: not ended yet. `ahead`: a
    draft may be begun before the window opens.
    """

    reference: str = ""
    url: str = ""
    words: str = ""
    label: str = ""
    open: bool = False
    why_not: str = ""
    ahead: bool = False


StandingSource = Callable[[Enterprise, Programme, dt.date], Standing | None]
standing_sources: Registry[StandingSource] = Registry(
    "a firm's standing with a programme"
)  # applications adds its own when it starts


def standing(enterprise: Enterprise, programme: Programme, today: dt.date) -> Standing:
    """What the rooms above say of an enterprise's way to a programme; nothing when nobody does."""
    for source in standing_sources:
        if found := source(enterprise, programme, today):
            return found
    return Standing()
