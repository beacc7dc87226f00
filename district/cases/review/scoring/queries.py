"""Reads of rounds: sheets as marks, a round's table, an expert's own sheets, who may sit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from district.cases.core.models import Application
from district.cases.core.process import SCORE, handling_of
from district.cases.core.states import ACCEPTED
from district.cases.places.running import why_out
from district.cases.review.scoring.models import Entry, Judge, Round, Sheet
from district.ground.jury import marks as marking
from district.ground.jury.marks import Marks
from district.ground.people.queries import Bureau, Expert, Person, Role, experts_for

__all__ = [
    "Entry",
    "Judge",
    "Round",
    "Sheet",
    "experts_of",
    "given_marks",
    "rounds_of",
    "sheets_of",
    "table",
    "to_do",
    "waiting",
]


def given_marks(round_: Round) -> dict[int, list[Marks]]:
    """Entry's key → the sheets given, in the order of seats."""
    found: dict[int, list[Marks]] = defaultdict(list)
    sheets = Sheet.objects.filter(entry__round=round_, state=Sheet.State.GIVEN).select_related("seat__expert")
    for sheet in sheets.order_by("seat"):
        marks = {name: Decimal(value) for name, value in sheet.marks.items()}
        found[sheet.entry_id].append(Marks(sheet.seat.expert.name, marks))
    return found


def rounds_of(person: Person) -> QuerySet[Round]:
    """Rounds of the bureaus one works in, or all for auditors; with how many sheets are in."""
    rows = Round.objects.select_related("programme__office")
    if not person.has_role(Role.AUDITOR):
        rows = rows.filter(programme__office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    done = Q(entries__sheets__state__in=[Sheet.State.GIVEN, Sheet.State.RECUSED])
    rows = rows.annotate(sheets=Count("entries__sheets"), in_=Count("entries__sheets", filter=done))
    return rows.order_by("-pk")  # counting forgets the model's order


def sheets_of(person: Person) -> QuerySet[Sheet]:
    """An expert's own sheets: the only ones they may see."""
    rows = Sheet.objects.filter(seat__expert__person=person)
    return rows.select_related("entry__round__programme", "entry__application__enterprise", "seat__expert")


def to_do(rows: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Those of open rounds that wait for their expert: not given yet, or to be looked at again."""
    asked = Q(state=Sheet.State.GIVEN, asked_at__isnull=False, given_at__lte=F("asked_at"))
    waiting = Q(state__in=[Sheet.State.OPEN, Sheet.State.DECLARED]) | asked
    return rows.filter(waiting, entry__round__closed_at=None)


def experts_of(bureau: Bureau) -> QuerySet[Expert]:
    """Experts a bureau may invite, with an account or without: those on its own list first, then everybody's."""
    return experts_for(bureau)


def waiting(person: Person) -> list[dict[str, Any]]:
    """Accepted cases whose next step is the scoring, by version: {version, programme, cases}."""
    mine = Application.objects.filter(state=ACCEPTED, programme__office__in=person.bureau_ids(Role.OFFICER))
    rows = mine.select_related("version", "programme__office", "enterprise")
    rows = rows.order_by("programme__name", "submitted_at")
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        if handling_of(row.version.description).next_step(row.passed) == SCORE and not why_out(row):
            group = found.setdefault(row.version_id, {"version": row.version, "programme": row.programme, "cases": []})
            group["cases"].append(row)
    return list(found.values())


@dataclass(frozen=True)
class Line:
    """One case in a round's table. `cells` follow the seats: the sheet, or None."""

    entry: Entry
    cells: list[Sheet]
    outliers: frozenset[str]
    recused: int


def table(round_: Round) -> dict[str, Any]:
    """A round as a table: seats across, cases down, flags, and how each expert leans. Four queries."""
    seats = list(round_.seats.select_related("expert"))
    sheets: dict[tuple[int, int], Sheet] = {}
    for sheet in Sheet.objects.filter(entry__round=round_).select_related("seat__expert"):
        sheets[sheet.entry_id, sheet.seat_id] = sheet
    given = given_marks(round_)
    rule = handling_of(round_.version.description).scoring
    apart = rule.outlier
    lines = []
    for entry in round_.entries.select_related("application__enterprise"):
        cells = [sheets[entry.pk, seat.pk] for seat in seats]
        flagged = frozenset(marking.outliers(given.get(entry.pk, []), apart))
        lines.append(Line(entry, cells, flagged, sum(each.state == Sheet.State.RECUSED for each in cells)))
    by_expert: dict[str, list[Decimal]] = defaultdict(list)
    for found in given.values():
        for each in found:
            by_expert[each.expert].append(each.total)
    everybody = [each.total for found in given.values() for each in found]
    done = sum(sheet.state in {Sheet.State.GIVEN, Sheet.State.RECUSED} for sheet in sheets.values())
    return {"seats": seats, "lines": lines, "leaning": marking.leaning(by_expert, everybody), "done": done,
            "all": len(sheets), "outliers": rule.outliers}  # fmt: skip
