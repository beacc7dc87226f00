"""A case as its firm sees it: what the page and the API say of one, out of the same functions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from district.cases.core import queries, standing
from district.cases.core.models import Application, Decision
from district.cases.core.states import ENTERED
from district.cases.core.story import coming, entries, next_steps
from district.cases.hall.firm_page import context_of
from district.cases.intake import completing, drafting
from district.cases.intake.drafting import Draft
from district.ground.bringing.shown import told
from district.ground.people.queries import Person


@dataclass(frozen=True)
class CaseRow:
    """One case of 我的申报. `state_words` is what the page calls the state; `due` the last day of the step it is in."""

    reference: str
    programme: str
    programme_name: str
    office: str
    uscc: str
    enterprise: str
    state: str
    state_words: str
    due: dt.date | None
    provisional: bool
    created: dt.datetime
    decided: dt.datetime | None
    amount: Decimal | None
    page: str


@dataclass(frozen=True)
class ToDo:
    """What the firm itself has to do, by when."""

    words: str
    by: dt.date | None


@dataclass(frozen=True)
class Step:
    """One line of the case's story, as the firm reads it."""

    at: dt.datetime
    what: str
    by: str
    state: str


@dataclass(frozen=True)
class PaperShown:
    """One paper the rule names: whether it is needed, what was given in words, the files handed in."""

    name: str
    needed: bool
    given: str
    files: list[str]
    later: str


@dataclass(frozen=True)
class FactAsked:
    """One fact a draft asks for: `field` names it when it is filled in."""

    field: str
    fact: str
    ask: str
    type: str
    unit: str
    choices: list[str]
    value: str


@dataclass(frozen=True)
class StatementAsked:
    """What the applicant states: true, false, or null while it is open."""

    field: str
    say: str
    cite: str
    value: bool | None


@dataclass(frozen=True)
class PaperWanted:
    """One paper a draft asks for: `kind` is its type in the wallet; `use` lists the wallet's papers by their key;
    `place` ends the names of its fields (`use-0`, `note-0`, `later-0`, `file-0`)."""

    place: int
    name: str
    kind: str
    needed: bool
    satisfied: bool
    may_come_later: bool
    use: list[str]


@dataclass(frozen=True)
class DraftShown:
    """What a draft, or a case sent back, asks for; `missing` keeps it from being handed in, in words."""

    eligible: bool | None
    amount: Decimal | None
    may_stand: bool
    missing: list[str]
    facts: list[FactAsked]
    statements: list[StatementAsked]
    papers: list[PaperWanted]
    declaration: str


@dataclass(frozen=True)
class ReasonShown:
    """One reason of a decision with its article."""

    say: str
    cite: str


@dataclass(frozen=True)
class DecisionShown:
    """What was decided, with its number and reasons; yuan of all periods together."""

    number: str
    outcome: str
    words: str
    amount: Decimal | None
    at: dt.datetime
    note: str
    reasons: list[ReasonShown]


@dataclass(frozen=True)
class CaseShown:
    """One case as its firm's page tells it."""

    case: CaseRow
    sentence: str
    next: str
    coming: str
    coming_by: dt.date | None
    eligible: bool | None
    amount: Decimal | None
    to_do: list[ToDo]
    story: list[Step]
    papers: list[PaperShown]
    draft: DraftShown | None
    decision: DecisionShown | None


def row_of(row: Application) -> CaseRow:
    """A row of the list (programme, its bureau, enterprise loaded)."""
    return CaseRow(
        row.reference, row.programme.slug, told(row.programme.name), told(row.programme.office.name),
        row.enterprise.uscc, row.enterprise.name, row.state, str(row.stage.public), row.due_on, row.due_provisional,
        row.created_at, row.decided_at, row.amount, reverse("cases:mine_one", args=[row.reference]),
    )  # fmt: skip


def case_of(case: Application, person: Person) -> CaseShown:
    """All of it for a member, whatever state it is in."""
    return _draft(case) if case.state in ENTERED else _handed_in(case, person)


def _handed_in(case: Application, person: Person) -> CaseShown:
    page = context_of(case, person)
    ahead, verdict, decision = page["coming"], page["verdict"], page["decision"]
    return CaseShown(
        case=row_of(case), sentence=page["sentence"], next=page["next_words"], coming=ahead["label"] if ahead else "",
        coming_by=ahead["by"] if ahead else None, eligible=verdict.get("eligible"), amount=standing.amount(verdict),
        to_do=[ToDo(each.words, each.by) for each in page["tasks"]], story=_story(page["entries"]),
        papers=_papers(page["papers"]), draft=None, decision=_decision(decision) if decision else None,
    )  # fmt: skip


def _draft(case: Application) -> CaseShown:
    draft, ahead = drafting.draft_of(case), coming(case)
    shown = _asked(draft)
    return CaseShown(
        case=row_of(case), sentence=str(case.stage.public), next=next_steps(case),
        coming=ahead["label"] if ahead else "", coming_by=ahead["by"] if ahead else None, eligible=shown.eligible,
        amount=shown.amount, to_do=[ToDo(each, case.due_on) for each in shown.missing],
        story=_story(entries(case, public=True)), papers=_papers(queries.evidence_of(case)), draft=shown, decision=None,
    )  # fmt: skip


def _asked(draft: Draft) -> DraftShown:
    form = draft.form()
    entered, statements = draft.application.entered, draft.application.statements
    facts = [
        FactAsked(f"fact-{name}", name, told(kind.ask or name), kind.type, told(kind.unit), list(kind.choices or ()),
                  str(entered.get(name, "")))
        for name, kind in form.kinds.items()
    ]  # fmt: skip
    stated = [
        StatementAsked(f"state-{each['id']}", told(each["say"]), told(each.get("cite")), statements.get(each["id"]))
        for each in form.stated
    ]
    papers = [
        PaperWanted(place, told(each.name), each.kind, each.needed, each.satisfied, bool(each.needed and each.defer),
                    [str(paper.reference) for paper in each.good])
        for place, each in enumerate(draft.papers)
    ]  # fmt: skip
    return DraftShown(
        draft.verdict["eligible"], standing.amount(draft.verdict), draft.may_stand, completing.missing_of(draft), facts,
        stated, papers, completing.declaration(),
    )  # fmt: skip


def _story(lines: Iterable[Mapping[str, Any]]) -> list[Step]:
    return [Step(each["at"], str(each["label"]), str(each["by"]), str(each["state"])) for each in lines]


def _papers(papers: Iterable[Mapping[str, Any]]) -> list[PaperShown]:
    return [
        PaperShown(told(each["name"]), each["needed"], each["given"] or "",
                   [str(file.get("name") or "") for file in each["files"]], each["later"])
        for each in papers
    ]  # fmt: skip


def _decision(row: Decision) -> DecisionShown:
    reasons = [ReasonShown(told(each.get("say")), told(each.get("cite"))) for each in row.reasons]
    return DecisionShown(row.number, row.outcome, row.outcome_words, row.total, row.at, row.note, reasons)
