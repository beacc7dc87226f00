"""Reads of the wallet."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from district.enterprises.models import Enterprise
from district.enterprises.wallet.kinds import PaperKind, good_until, kind_sources, paper_kinds
from district.enterprises.wallet.models import SOON, Evidence

__all__ = [
    "SOON", "Evidence", "PaperKind", "good_papers", "good_until", "kind_sources", "paper_kinds", "papers_named",
    "papers_of",
]  # fmt: skip


def papers_of(enterprise: Enterprise) -> QuerySet[Evidence]:
    """Every paper, replaced ones included, by type, the newest first."""
    return Evidence.objects.filter(enterprise=enterprise).select_related("file", "by", "replaced_by")


def good_papers(enterprise: Enterprise, kinds: Collection[str], day: dt.date) -> dict[str, list[Evidence]]:
    """The papers of these types that are good on a day, the newest first; one query."""
    found: dict[str, list[Evidence]] = {kind: [] for kind in kinds}
    rows = Evidence.objects.good_on(day).filter(enterprise=enterprise, kind__in=found).select_related("file")
    for row in rows.order_by("-at", "-pk"):
        found[row.kind].append(row)
    return found


def papers_named(enterprise: Enterprise, references: Iterable[str]) -> dict[str, Evidence]:
    """Papers of an enterprise by their references, good or not; what is not its own is left out."""
    wanted = [each for each in references if _is_uuid(each)]
    rows = Evidence.objects.filter(enterprise=enterprise, reference__in=wanted).select_related("file")
    return {str(row.reference): row for row in rows}


def _is_uuid(text: str) -> bool:

    try:
        uuid.UUID(text)
    except (ValueError, AttributeError, TypeError):
        return False
    return True
