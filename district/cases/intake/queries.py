"""Reads of what was handed in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from district.cases.core import queries
from district.cases.core.models import Application
from district.cases.headcount.list_rows import differing
from district.cases.headcount.list_spec import asked_list
from district.cases.headcount.models import FrozenList
from district.cases.intake.models import Attached, Consent, PaperCheck
from district.ground.files.queries import SHOWN

__all__ = [
    "Attached", "Consent", "FrozenList", "PaperCheck", "list_differs", "list_handed_in", "live_consent",
    "papers_on_desk",
]  # fmt: skip


def papers_on_desk(application: Application) -> list[dict[str, Any]]:
    """`queries.evidence_of`, each file with `check` (the latest look at it, or None) and `shows` (a browser can
    show it).
    """
    checks: dict[tuple[str, str], PaperCheck] = {}
    for row in application.paper_checks.select_related("paper", "by"):
        checks[row.name, str(row.paper.reference)] = row
    return [
        {**each, "files": [
            {**file, "check": checks.get((each["name"], file["paper"])), "shows": file.get("type") in SHOWN}
            for file in each["files"]
        ]}
        for each in queries.evidence_of(application)
    ]  # fmt: skip


def list_handed_in(application: Application) -> FrozenList | None:
    """The list of the last submission, without its rows."""
    rows = FrozenList.objects.filter(submission__application=application).defer("shown", "secret")
    return rows.order_by("-submission__serial").first()


def list_differs(application: Application) -> list[dict[str, Any]]:
    """Facts the case was judged by of which its list says otherwise: {name, unit, known, source, listed}."""
    kept = list_handed_in(application)
    if kept is None:
        return []
    given = {name: Decimal(text) for name, text in kept.given.items()}
    return differing(asked_list(application.version.description), given, application.facts)


def live_consent(application: Application) -> Consent | None:
    """The consent that is waiting for its day."""
    return application.consents.filter(withdrawn_at=None, used_at=None).select_related("by").first()
