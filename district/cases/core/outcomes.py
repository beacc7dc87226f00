"""What came of a programme, for pages that say it in public: counted from decisions in force, never written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet

from district.cases.core.models import Decision
from district.policies.queries import SERVICE_KINDS, Outcome, YearOutcome

Rows = TypeVar("Rows", bound=QuerySet[Any])


def without_services(rows: Rows, case: str = "") -> Rows:
    """Cases or decisions without those on services, which earlier rules took applications for: nobody was granted one.

    `case` leads from a row to its case, as "application__".
    """
    no_money = f"{case}version__description__benefit__amount"
    return rows.exclude(**{f"{case}programme__kind__in": SERVICE_KINDS, no_money: ""})


def outcomes(slugs: Collection[str], since: dt.date | None, until: dt.date | None) -> dict[str, Outcome]:
    """Programme slug → what was granted on cases handed in from `since` to `until`, by the year of the decision.

    One query. A firm granted twice counts once in its year and once in all; months of a running award count one.
    """
    rows = without_services(Decision.objects.in_force(), "application__")
    rows = rows.filter(outcome="granted", application__programme__slug__in=slugs)
    if since is not None:
        rows = rows.filter(application__as_of__gte=since)
    if until is not None:
        rows = rows.filter(application__as_of__lte=until)
    found: dict[str, _Counted] = {}
    columns = ("application__programme__slug", "year", "application__enterprise", "total",
               "application__version__description__illustrative")  # fmt: skip
    for slug, year, enterprise, amount, illustrative in rows.order_by().values_list(*columns).iterator():
        found.setdefault(slug, _Counted()).take(year, enterprise, amount or Decimal(0), bool(illustrative))
    return {slug: each.outcome() for slug, each in found.items()}


@dataclass
class _Counted:
    """One programme's decisions while they are counted: by year the firms, the yuan, the illustrative yuan."""

    firms: dict[int, set[int]] = field(default_factory=dict)
    yuan: dict[int, Decimal] = field(default_factory=dict)
    invented: dict[int, Decimal] = field(default_factory=dict)

    def take(self, year: int, enterprise: int, amount: Decimal, illustrative: bool) -> None:
        self.firms.setdefault(year, set()).add(enterprise)
        self.yuan[year] = self.yuan.get(year, Decimal(0)) + amount
        self.invented[year] = self.invented.get(year, Decimal(0)) + (amount if illustrative else 0)

    def outcome(self) -> Outcome:
        years = tuple(
            YearOutcome(year, len(firms), self.yuan[year], self.invented[year])
            for year, firms in sorted(self.firms.items())
        )
        every = set().union(*self.firms.values())
        return Outcome(len(every), sum(self.yuan.values(), Decimal(0)), sum(self.invented.values(), Decimal(0)), years)
