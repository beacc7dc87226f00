"""What came of a programme, for pages that say it in public: counted from decisions in force, never written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Count, Sum

from district.applications.models import Decision
from district.policies.queries import Outcome


def outcomes(slugs: Collection[str], since: dt.date | None, until: dt.date | None) -> dict[str, Outcome]:
    """Programme slug → enterprises granted to and yuan granted in all, by the day of the decision; one query."""
    rows = Decision.objects.in_force().filter(outcome="granted", application__programme__slug__in=slugs)
    if since is not None:
        rows = rows.filter(at__date__gte=since)
    if until is not None:
        rows = rows.filter(at__date__lte=until)
    counted = rows.order_by().values_list("application__programme__slug").annotate(
        Count("application__enterprise", distinct=True), Sum("total")
    )  # fmt: skip
    return {slug: Outcome(enterprises, amount or Decimal(0)) for slug, enterprises, amount in counted}
