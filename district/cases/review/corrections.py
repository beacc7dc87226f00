"""What is known to be missing from a case, to be asked for in one list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from district.cases.core.models import Application
from district.cases.core.queries import evidence_of
from district.cases.headcount import comparing


@dataclass(frozen=True)
class Item:
    """One line of the list sent back: `kind` is fact, evidence or other; `about` the fact's or the paper's name."""

    kind: str
    about: str
    say: str


def proposed_corrections(application: Application) -> list[Item]:
    """Everything known to be missing that the enterprise can give: facts that could still change the verdict, needed
    papers not shown.
    """
    held = application.verdict.get("verifying") or {}
    facts = [
        Item("fact", name, _("请填写“%(name)s”。") % {"name": name})
        for name in application.verdict.get("missing") or []
        if name not in held
    ]
    papers = [
        Item("evidence", each["name"], _("请提供“%(name)s”。") % {"name": each["name"]})
        for each in evidence_of(application)
        if each["needed"] and each["given"] is None
    ]
    return facts + papers + _bad_papers(application) + _counted_elsewhere(application)


def _bad_papers(application: Application) -> list[Item]:
    """Papers of this submission that an official found wanting."""
    here = {each["paper"] for paper in evidence_of(application) for each in paper["files"]}
    latest = {(str(row.paper.reference), row.name): row for row in application.paper_checks.select_related("paper")}
    return [
        Item("evidence", row.name, _("请重新提供“%(name)s”：%(why)s") % {"name": row.name, "why": row.note})
        for (reference, _name), row in latest.items() if not row.fine and reference in here
    ]  # fmt: skip


def _counted_elsewhere(application: Application) -> list[Item]:
    """Workers of the list whose months another case counts."""
    found = [each for each in comparing.standing(application) if each.row]
    if not found:
        return []
    name = (application.version.description.get("items") or {}).get("name") or _("名单")
    return [Item("other", name, comparing.what_to_correct(found))]
