"""Facts as small whole numbers: how a column is read from DuckDB, and which values its codes stand for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb
import numpy as np

from rulebook.catalogue.catalogue import Catalogue
from rulebook.columns.derived import places
from rulebook.plan.types import BOOLEAN, DATE, NUMBER, STRING, Value
from rulebook.sweeping.cells.needs import TooMuch
from rulebook.sweeping.facts_file import FactsFile, quoted

MOST_CODES = 16_384
WORDS_IN_CASE = 16
MOST_COUNTED = 32
MOST_DIGITS = 15  # below 2^53, where doubles count by ones
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Column:
    """One fact as whole numbers `low` … `high`; unknown is `high` + 1, unless the fact is `whole`.

    Numbers count units of 1/`unit`, dates are days from year one, words and booleans places in `words`. `plain` reads
    it as a BIGINT, null where it is unknown; of words and booleans there is a CASE instead, `cases` without its END.
    """

    fact: str
    type: str
    plain: str
    low: int
    high: int
    whole: bool
    unit: int = 1
    words: tuple[Value, ...] = ()
    cases: tuple[tuple[str, int], ...] = ()

    @property
    def size(self) -> int:
        """How many numbers there are, unknown counted."""
        return self.last - self.low + 1

    @property
    def last(self) -> int:
        """The greatest number there is."""
        return self.high if self.whole else self.high + 1

    def sql(self, low: int, factor: int) -> str:
        """SQL of (the number - `low`) × `factor`, a BIGINT; a CASE gives it at once."""
        if self.cases:
            each = (f"WHEN {test} THEN CAST({(place - low) * factor} AS BIGINT)" for test, place in self.cases)
            return f"CASE {self.plain} {' '.join(each)} ELSE CAST({(self.high + 1 - low) * factor} AS BIGINT) END"
        number = self.plain if self.whole else f"coalesce({self.plain}, {self.high + 1})"
        less = f"({number} - ({low}))" if low else number
        return f"{less} * {factor}" if factor > 1 else less

    def value(self, number: int) -> Value | None:
        """What a whole number stands for; None is unknown."""
        if number > self.high:
            return None
        if self.type == NUMBER:
            return Decimal(number) / self.unit if self.unit > 1 else Decimal(number)
        return dt.date.fromordinal(number) if self.type == DATE else self.words[number]


class Domains:
    """The columns of one facts file. Raises TooMuch for facts that cannot be read as whole numbers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, facts: FactsFile) -> None:
        self.connection, self.catalogue, self.facts = connection, catalogue, facts
        self._made: dict[str, Column | None] = {}

    def column(self, fact: str) -> Column | None:
        """The fact's column; None where no row has it."""
        if fact not in self._made:
            self._made[fact] = self._column(fact)
        return self._made[fact]

    def _column(self, fact: str) -> Column | None:
        if fact not in self.facts.columns:
            return None
        type_, name = self.catalogue.facts[fact].type, quoted(fact)
        if type_ == BOOLEAN:
            cases = (("false", 0), ("true", 1))
            return Column(fact, type_, name, 0, 1, fact in self.facts.whole, words=(False, True), cases=cases)
        if type_ == STRING:
            return self._words(fact, name)
        span = self.facts.spans.get(fact)
        if span is None:
            return None
        return self._days(fact, name, span) if type_ == DATE else self._number(fact, name, span)

    def _words(self, fact: str, name: str) -> Column | None:
        found = self.connection.execute(
            f"SELECT DISTINCT {name} FROM {self.facts.typed} WHERE {name} IS NOT NULL LIMIT {MOST_CODES + 1}"  # noqa: S608
        ).fetchall()
        words = tuple(sorted(row[0] for row in found))
        if len(words) > MOST_CODES:
            raise TooMuch(fact)
        if not words:
            return None
        texts = ["'" + word.replace("'", "''") + "'" for word in words]
        whole, last = fact in self.facts.whole, len(words) - 1
        if len(words) <= WORDS_IN_CASE:
            cases = tuple((text, place) for place, text in enumerate(texts))
            return Column(fact, STRING, name, 0, last, whole, words=words, cases=cases)
        kind = quoted(f"cells {fact}")
        self.connection.execute(f"CREATE OR REPLACE TYPE {kind} AS ENUM ({', '.join(texts)})")
        plain = f"CAST(enum_code(CAST({name} AS {kind})) AS BIGINT)"
        return Column(fact, STRING, plain, 0, last, whole, words=words)

    def _days(self, fact: str, name: str, span: tuple[Any, Any]) -> Column:
        if not all(isinstance(each, dt.date) for each in span):
            raise TooMuch(fact)
        low, high = span[0].toordinal(), span[1].toordinal()
        plain = f"CAST({name} - DATE '0001-01-01' + 1 AS BIGINT)"
        return Column(fact, DATE, plain, low, high, fact in self.facts.whole)

    def _number(self, fact: str, name: str, span: tuple[Any, Any]) -> Column:
        unit = 10 ** places(self.catalogue, fact)
        low, high = (int(Decimal(each) * unit) for each in span)
        if max(len(str(abs(low))), len(str(abs(high)))) > MOST_DIGITS:
            raise TooMuch(fact)
        plain = f"CAST({name} * {unit} AS BIGINT)" if unit > 1 else f"CAST({name} AS BIGINT)"
        return Column(fact, NUMBER, plain, low, high, fact in self.facts.whole, unit)


@dataclass(frozen=True)
class Coding:
    """A column's codes for a purpose: `steps` are the cuts between codes, or every number is a code (None).

    `values` has what each code stands for, unknown last if any row may lack the fact.
    """

    column: Column
    steps: Array | None
    values: tuple[Value | None, ...]

    def codes(self, units: Array) -> Array:
        if self.steps is None:
            return units.astype(np.intp) - self.column.low
        return stretches(self.steps, units)


def every(column: Column) -> Coding:
    """A code for every number. Raises TooMuch."""
    if column.size > MOST_CODES:
        raise TooMuch(column.fact)
    return Coding(column, None, tuple(column.value(each) for each in range(column.low, column.last + 1)))


def between(column: Column, cuts: list[int]) -> Coding:
    """A code for every stretch between cuts; each stands for its first number, and unknown is the last."""
    inner = [each for each in cuts if column.low < each <= column.high]
    starts = inner if column.whole else [*inner, column.last]
    return Coding(column, np.array(starts), tuple(column.value(each) for each in (column.low, *starts)))


def stretches(steps: Array, units: Array) -> Array:
    """How many of `steps` each of `units` has reached: few are counted, which is quicker than searching."""
    if len(steps) > MOST_COUNTED:
        return np.searchsorted(steps, units, side="right")
    reached = np.zeros(len(units), np.uint8)
    for step in steps:
        reached += units >= step
    return reached


def table_of(coding: Coding, numbers: Array) -> tuple[Array | None, Array]:
    """(steps, table): a row's number is `table[units - low]`, or `table[searchsorted(steps, units)]` with steps.

    `numbers`: one number a code. A short column is looked up at once, whatever its steps.
    """
    column = coding.column
    if coding.steps is None or column.size > 4 * MOST_CODES:
        return coding.steps, numbers
    return None, numbers[coding.codes(np.arange(column.low, column.last + 1))]
