"""What a sheet's page shows, to an expert signed in and to one who holds a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from district.cases.core import standing
from district.cases.review.scoring.asking import form_of
from district.cases.review.scoring.models import Sheet

DECLARED = (Sheet.State.DECLARED, Sheet.State.GIVEN)


def sheet_values(shown: Sheet, marks: Mapping[str, str], note: str, *, check: bool = False) -> dict[str, Any]:
    """Nothing of the case before interests were declared; without its papers where the round is blind. `check`: what is
    wrong with a mark stands beside it."""
    application, round_ = shown.entry.application, shown.entry.round
    declared = shown.state in DECLARED
    facts = [standing.shown(name, fact) for name, fact in application.facts.items()] if declared else []
    named = set(application.version.description.get("facts") or [])
    form = form_of(round_.rubric, marks, check=check, open_=round_.closed_at is None)
    return {
        "sheet": shown, "round": round_, "lines": list(zip(round_.rubric, form, strict=True)), "note": note,
        "declared": declared, "open": round_.closed_at is None,
        "facts": [fact for fact in facts if fact["name"] in named],
        "papers": application.evidence if declared and not round_.blind else {},
        "full": sum(line["most"] for line in round_.rubric),
    }  # fmt: skip


def marks_in(shown: Sheet, posted: Mapping[str, str]) -> dict[str, str]:
    """Line's name → what was typed for it."""
    return {line["name"]: posted.get(f"mark-{n}", "")[:10] for n, line in enumerate(shown.entry.round.rubric)}
