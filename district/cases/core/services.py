"""Which cases are counted nowhere: those on services."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import QuerySet

from district.policies.queries import SERVICE_KINDS

Rows = TypeVar("Rows", bound=QuerySet[Any])


def without_services(rows: Rows, case: str = "") -> Rows:
    """Cases or decisions without those on services, which earlier rules took applications for: nobody was granted one.

    `case` leads from a row to its case, as "application__".
    """
    no_money = f"{case}version__description__benefit__amount"
    return rows.exclude(**{f"{case}programme__kind__in": SERVICE_KINDS, no_money: ""})
