"""The totals engine: batches of rows in, counts and sums out; what it cannot do is left to the columns, and named."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import numpy as np

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Version
from rulebook.judging.bench import bench
from rulebook.plan import nodes as p
from rulebook.sweeping.cells.amounts import Amounts, Formula, Table, known
from rulebook.sweeping.cells.domains import Array, Domains
from rulebook.sweeping.cells.masks import Classes, Masks, facts_of, fits, plans_of, possible
from rulebook.sweeping.cells.needs import Needs
from rulebook.sweeping.cells.reading import Reader
from rulebook.sweeping.facts_file import FactsFile

BLOCK = 1 << 17  # rows worked on at once: some arrays of so many numbers stay near the processor
Found = tuple[int, int, Decimal]


@dataclass
class Counts:
    """What a batch adds up to: by (byte, table) how often each value of the byte came with each place of the table, by
    byte how often each value was undecided, by formula the fen.
    """

    yes: dict[int, Array]
    open: dict[int, Array]
    fen: list[int]

    def add(self, other: Counts) -> None:
        for mine, theirs in ((self.yes, other.yes), (self.open, other.open)):
            for byte, counted in theirs.items():
                mine[byte] = mine[byte] + counted if byte in mine else counted
        self.fen = [a + b for a, b in zip(self.fen, other.fen, strict=True)] if self.fen else other.fen


class Totals:
    """The engine for one facts file. `done` are the versions it can do; the rest is for the columns."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalogue: Catalogue, versions: Iterable[Version],
        as_of: dt.date, facts: FactsFile,
    ) -> None:  # fmt: skip
        self.connection, self.facts = connection, facts
        self.needs = needs = Needs(bench(catalogue), as_of)
        self.domains = domains = Domains(connection, catalogue, facts)
        able = [each for each in versions if possible(needs, domains, _plans(each))]
        classes = Classes(needs, domains, [plan for each in able for plan in _plans(each)])
        able = [each for each in able if fits(needs, classes, each)]
        self.amounts = Amounts(needs, domains, able)
        self.bits = dict(self._bits())
        self.done = tuple(each for each in able if each.slug in self.bits)
        if not self.done:
            return
        self.masks = Masks(needs, classes, [(self.bits[each.slug], each) for each in self.done])
        self.decided = bool((self.masks.base[0] == self.masks.base[1]).all()) and all(
            each.decided for each in self.masks.joints
        )
        self.tables = {self.bits[slug] // 8: table for slug, table in self._tables()}
        self.bytes = sorted({bit // 8 for bit in self.bits.values()})

    def _tables(self) -> Iterator[tuple[str, Table]]:
        for table in self.amounts.tables:
            for version in table.versions:
                yield version.slug, table

    def _bits(self) -> Iterator[tuple[str, int]]:
        """A bit a version; versions of one table share bytes with nobody else."""
        bit = 0
        for group in [*(each.versions for each in self.amounts.tables),
                      tuple(each.version for each in self.amounts.formulas)]:  # fmt: skip
            for version in group:
                yield version.slug, bit
                bit += 1
            bit = -(-bit // 8) * 8

    def run(self) -> dict[str, Found]:
        """Slug → (eligible, undecided, sum in yuan) of every version that is `done`."""
        if not self.done:
            return {}
        reader = Reader(self.connection, self.facts, [
            column for fact in sorted(self._read()) if (column := self.domains.column(fact)) is not None
        ])  # fmt: skip
        total = Counts({}, {}, [])
        with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
            for counted in pool.map(lambda batch: self._batch(reader, reader.read(batch)), reader.batches()):
                total.add(counted)
        return {version.slug: self._found(version, total) for version in self.done}

    def _read(self) -> set[str]:
        found = {fact for version in self.done for each in version.conditions for fact in facts_of(self.needs, each)}
        return found | {fact for each in self.done for plan in each.benefit.plans for fact in self.needs.bases(plan)}

    def _batch(self, reader: Reader, packed: dict[str, Array] | int) -> Counts:
        total = Counts({}, {}, [])
        rows = packed if isinstance(packed, int) else len(next(iter(packed.values())))
        for start in range(0, rows, BLOCK):
            stop = min(rows, start + BLOCK)
            units = {} if isinstance(packed, int) else reader.units(packed, start, stop)
            total.add(self._block(units, stop - start))
        return total

    def _block(self, units: Mapping[str, Array], rows: int) -> Counts:
        places = [joint.places(units) for joint in self.masks.joints]
        counts = Counts({}, {}, [0] * len(self.amounts.formulas))
        table_places = {id(table): table.places(units) for table in self.amounts.tables if table.size > 1}
        for word in range(self.masks.words):
            true = self._mask(word, places, rows, open_=False)
            held = self._bytes(true, word)
            for byte, column in held.items():
                table = self.tables.get(byte)
                if table is None or table.size == 1:
                    counts.yes[byte] = np.bincount(column, minlength=256)
                else:
                    joint = np.multiply(column, table.size, dtype=np.intp)
                    joint += table_places[id(table)]
                    counts.yes[byte] = np.bincount(joint, minlength=256 * table.size)
            if not self.decided:
                undecided = self._mask(word, places, rows, open_=True) & ~true
                for byte, column in self._bytes(undecided, word).items():
                    counts.open[byte] = np.bincount(column, minlength=256)
            for number, formula in enumerate(self.amounts.formulas):
                byte, bit = divmod(self.bits[formula.version.slug], 8)
                if byte in held:
                    counts.fen[number] = self._sum(formula, held[byte] & np.uint8(1 << bit), units)
        return counts

    def _bytes(self, mask: Array, word: int) -> dict[int, Array]:
        """The bytes of a word that versions have, each in a row of its own: some passes over bytes, not over words."""
        split = mask.view(np.uint8).reshape(-1, 8)
        return {byte: np.ascontiguousarray(split[:, byte % 8]) for byte in self.bytes if byte // 8 == word}

    def _mask(self, word: int, places: list[Array], rows: int, *, open_: bool) -> Array:
        """A word of masks a row: the versions that hold, or with `open_` those that are not refused."""
        mask = np.full(rows, self.masks.base[open_][word])
        for joint, where in zip(self.masks.joints, places, strict=True):
            mask &= (joint.open if open_ else joint.true)[:, word][where]
        return mask

    def _sum(self, formula: Formula, held: Array, units: Mapping[str, Array]) -> int:
        holds = held != 0
        has = known(formula, self.domains, units)
        if has is not None:
            holds &= has
        rows = np.flatnonzero(holds)
        if not len(rows):
            return 0
        # doubles of whole numbers; a block's sum stays whole below 2^53, or it is added up in parts as integers
        fen = formula.whole.run({fact: units[fact].take(rows) for fact in formula.facts})
        if max(abs(formula.whole.low), formula.whole.high) * BLOCK < 2**53:
            return int(fen.sum())
        return sum(int(each) for each in fen)

    def _found(self, version: Version, total: Counts) -> Found:
        byte, bit = divmod(self.bits[version.slug], 8)
        having = (np.arange(256) >> bit & 1).astype(bool)
        table = self.tables.get(byte)
        counted = total.yes[byte].reshape(256, -1)[having].sum(axis=0)
        undecided = int(total.open[byte][having].sum()) if total.open else 0
        if table is None:
            number = next(n for n, each in enumerate(self.amounts.formulas) if each.version is version)
            fen = total.fen[number]
        else:
            amounts = table.fen[next(n for n, each in enumerate(table.versions) if each is version)]
            fen = sum(int(count) * each for count, each in zip(counted, amounts, strict=True))
        return int(counted.sum()), undecided, Decimal(fen).scaleb(-2)


def _plans(version: Version) -> list[p.Plan]:
    return [plan for clause in version.conditions for plan in plans_of(clause)]
