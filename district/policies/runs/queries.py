"""Reads of runs that the rooms above need: which lists are finished, and their rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal

from django.db.models import QuerySet

from district.enterprises.queries import Value
from district.policies.models import Run
from district.policies.runs.snapshot import read_snapshot
from district.policies.runs.work import folder_of

__all__ = ["Run", "facts_of_run", "finished_lists", "rows_of_list"]


def finished_lists() -> QuerySet[Run]:
    """Automatic grants' lists that are done, the latest first."""
    rows = Run.objects.filter(kind=Run.Kind.LISTS, state=Run.State.DONE)
    return rows.select_related("version__programme__office").order_by("-finished_at", "-pk")


def rows_of_list(run: Run, name: str) -> Iterator[tuple[str, Decimal | None, str]]:
    """(unified social credit code, amount in yuan or None, words) of one list of a finished run, in its order."""
    with (folder_of(run) / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        next(reader, None)  # the titles
        for code, amount, words, *_ in reader:
            yield code, Decimal(amount) if amount else None, words


def facts_of_run(run: Run) -> Iterator[tuple[str, dict[str, Value]]]:
    """(unified social credit code, facts) of every firm, as the run's snapshot has them."""
    return read_snapshot(folder_of(run) / "facts.csv")
