"""How often a programme pays and what it pays at most, as columns beside the amounts of one payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.periods import YEAR

LONG = 100 * YEAR  # months that stand for "without an end" when two lengths are compared
TERMS = (
    "programme VARCHAR, money BOOLEAN, in_year INTEGER, years INTEGER, rest INTEGER, "
    "in_a_year DECIMAL(18, 2), for_life DECIMAL(18, 2)"
)


def terms(catalogue: Catalogue, as_of: dt.date) -> list[tuple[Any, ...]]:
    """Per programme in force: whether it gives money; its payments in the first year, then in `years` full years of
    as many and a last one of `rest`; ceilings of a year and for life, null where there is none.
    """
    rows = []
    for programme, version in catalogue.in_force(as_of):
        rhythm, ceiling = version.benefit.rhythm, version.ceiling
        every = len(rhythm.due(LONG if rhythm.payments is None else LONG * 10))
        full = rhythm.within(YEAR)
        years, rest = divmod(every, full) if full else (0, 0)
        limit = ceiling.amount.quantize(Decimal("0.01")) if ceiling else None
        in_a_year, for_life = (None, limit) if ceiling and ceiling.life else (limit, None)
        rows.append((programme.slug, version.benefit.amount is not None, full, years, rest, in_a_year, for_life))
    return rows


def _at_most(sql: str, limit: str) -> str:
    """DuckDB's least() passes over a null: where there is no limit the amount stands. An unknown amount stays null."""
    return f"CASE WHEN {sql} IS NOT NULL THEN least({sql}, {limit}) END"


def year(side: str, term: str) -> str:
    """SQL: yuan of one row's first year; 0 where nothing is due, null where it is not known."""
    paid = _at_most(_at_most(f"{side}.amount * {term}.in_year", f"{term}.in_a_year"), f"{term}.for_life")
    return _due(side, term, paid)


def in_all(side: str, term: str) -> str:
    """SQL: yuan to the last payment, a hundred years where there is none."""
    whole = _at_most(f"{side}.amount * {term}.in_year", f"{term}.in_a_year")
    last = _at_most(f"{side}.amount * {term}.rest", f"{term}.in_a_year")
    paid = _at_most(f"(({whole}) * {term}.years + ({last}))", f"{term}.for_life")
    return _due(side, term, paid)


def _due(side: str, term: str, paid: str) -> str:
    return (
        f"CASE WHEN {side}.key IS NULL OR NOT {side}.eligible THEN 0 WHEN {side}.eligible AND NOT {term}.money THEN 0 "
        f"WHEN {side}.eligible THEN {paid} END"
    )
