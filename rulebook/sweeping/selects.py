"""The statements of a sweep: each version's columns, the source they stand in, totals and rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Programme, Version
from rulebook.columns.derived import Derivation, places
from rulebook.columns.numbers import CannotCompile
from rulebook.columns.programme import VersionColumns, VersionCompiler
from rulebook.plan.types import NUMBER
from rulebook.sweeping.facts_file import FactsFile, quoted
from rulebook.sweeping.rows import COLUMNS, Chosen

TYPES = {"string": "VARCHAR", "boolean": "BOOLEAN", "date": "DATE"}
EMPTY = "CAST([] AS VARCHAR[])"
Left = list[tuple[Programme, Version, str]]


def kind(catalogue: Catalogue, fact: str) -> str:
    """The SQL type of a fact's column."""
    return TYPES.get(catalogue.facts[fact].type, f"DECIMAL(18, {places(catalogue, fact)})")


@dataclass(frozen=True)
class Compiled:
    """Versions as columns over one facts file. `absent`: facts that rules name and the file lacks, with their types."""

    made: list[tuple[Version, VersionColumns]]
    derivation: Derivation
    facts: FactsFile
    absent: dict[str, str]

    @property
    def source(self) -> str:
        return leveled(self.derivation, self.absent, self.facts.typed)


def leveled(derivation: Derivation, absent: Mapping[str, str], typed: str = "typed") -> str:
    """A FROM item: the facts, those that the file lacks unknown in their types, and the derivation level upon level."""
    nulls = "".join(f", CAST(NULL AS {type_}) AS {quoted(name)}" for name, type_ in absent.items())
    source = f"(SELECT *{nulls} FROM {typed})"  # noqa: S608 - quoted names
    for level in derivation.levels:
        added = ", ".join(f"{sql.sql('duckdb')} AS {quoted(name)}" for name, sql in level)
        source = f"(SELECT *, {added} FROM {source})"  # noqa: S608
    return source


def lacking(catalogue: Catalogue, names: Iterable[str], held: Container[str]) -> dict[str, str]:
    """The facts among `names` for which there is no column, with their types."""
    return {name: kind(catalogue, name) for name in names if name not in held}


def compiled(
    catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile, *, wants_missing: bool
) -> tuple[Compiled, Left]:
    """The versions as columns, and those that columns cannot hold, with the reason."""
    try:
        return _together(catalogue, chosen, as_of, facts, wants_missing=wants_missing), []
    except (CannotCompile, RecursionError):
        pass
    able: Chosen = []
    left: Left = []
    for programme, version in chosen:
        try:
            _together(catalogue, [(programme, version)], as_of, facts, wants_missing=wants_missing)
        except CannotCompile as error:
            left.append((programme, version, str(error)))
        except RecursionError:
            left.append((programme, version, "表达式嵌套太深。"))
        else:
            able.append((programme, version))
    return _together(catalogue, able, as_of, facts, wants_missing=wants_missing), left


def _together(
    catalogue: Catalogue, chosen: Chosen, as_of: dt.date, facts: FactsFile, *, wants_missing: bool
) -> Compiled:
    uses = {name for _, version in chosen for name in version.uses}
    absent = lacking(catalogue, [name for name in catalogue.facts if name in uses], facts.columns)
    digits = {**facts.digits, **{name: places(catalogue, name) + 1 for name in absent if name not in facts.digits}}
    nowhere = {name: (0, 0) for name in uses if name in catalogue.facts and catalogue.facts[name].type == NUMBER}
    derivation = Derivation(catalogue, uses, as_of, digits, facts.whole, {**nowhere, **facts.spans})
    made = [(version, VersionCompiler(derivation, version, wants_missing=wants_missing).compiled())
            for _, version in chosen]  # fmt: skip
    return Compiled(made, derivation, facts, absent)


def totals_select(compiled: Compiled) -> str:
    """SELECT of one row: count, undecided and sum of every programme, in one pass over the facts."""
    columns: list[str] = []
    for _, each in compiled.made:
        eligible = each.eligible.sql("duckdb")
        amount = "0"
        if each.amount is not None:  # DuckDB counts and adds whole vectors faster than rows chosen by FILTER
            amount = f"coalesce(sum(CASE WHEN {eligible} THEN {each.amount.sql('duckdb')} END), 0)"
        undecided = "0" if each.undecided is None else f"count(*) - count({eligible})"
        columns += [f"coalesce(count_if({eligible}), 0)", undecided, amount]  # null where it is null for all
    return f"SELECT {', '.join(columns)} FROM {compiled.source}"  # noqa: S608 - quoted names


def rows_select(compiled: Compiled, *, everything: bool) -> str:
    """SELECT of all verdict rows, in one pass: a subject's verdicts as lists, opened side by side.

    Of each list only what is wanted is kept before it is opened. Lists of missing facts and of notes are made only for
    subjects of whom something is undecided. Words that come again and again are ENUMs, which a file keeps as numbers.
    """
    made = compiled.made
    eligible = [each.eligible.sql("duckdb") for _, each in made]
    unsure = [each.undecided is not None for _, each in made]
    wanted = [f"{yes} IS NOT FALSE" if open_ else yes for yes, open_ in zip(eligible, unsure, strict=True)]

    def opened(values: str) -> str:
        return f"unnest({values})" if everything else f"unnest(list_where({values}, [{', '.join(wanted)}]))"

    places = f"CAST([{', '.join(str(n) for n in range(1, len(made) + 1))}] AS USMALLINT[])"
    yes = opened(f"[{', '.join(eligible)}]") if everything or any(unsure) else "true"
    none = "CAST(NULL AS DECIMAL(18, 2))"
    amounts = ", ".join(none if each.amount is None else each.amount.sql("duckdb") for _, each in made)
    doubts = [sql.sql("duckdb") for _, each in made for sql in (each.undecided, each.unpriced, *each.odd)
              if sql is not None]  # fmt: skip
    doubtful = f"CASE WHEN {' OR '.join(doubts) or 'false'} THEN "
    beside = ""
    for name, each in (("lacks", [_lacking(each) for _, each in made]), ("says", [_noted(each) for _, each in made])):
        lists = opened(f"{doubtful}[{', '.join(each)}] END") if set(each) != {EMPTY} else EMPTY
        beside += f", {lists} AS {name}"
    source = (
        f"SELECT __key AS key, {opened(places)} AS n, {yes} AS yes, {opened(f'[{amounts}]')} AS yuan{beside} "  # noqa: S608
        f"FROM {compiled.source}"
    )
    programme, version = (_words([text(version) for version, _ in made]) for text in (_slug, _day))
    return (
        f"SELECT key, {programme}[n] AS programme, {version}[n] AS version, yes AS eligible, "  # noqa: S608
        "CASE WHEN yes THEN CAST(yuan AS DECIMAL(18, 2)) END AS amount, "
        f"coalesce(lacks, {EMPTY}) AS missing, coalesce(says, {EMPTY}) AS notes FROM ({source})"
    )


def _slug(version: Version) -> str:
    return f"'{_escaped(version.slug)}'"


def _day(version: Version) -> str:
    return f"'{version.since}'"


def _words(texts: list[str]) -> str:
    """A constant list of few words."""
    return f"CAST([{', '.join(texts)}] AS ENUM({', '.join(sorted(set(texts)))})[])"


def _lacking(columns: VersionColumns) -> str:
    """The list of facts one verdict lacks; empty where it is decided."""
    if not columns.missing:
        return EMPTY
    named = [f"CASE WHEN {sql.sql('duckdb')} THEN '{_escaped(name)}' END" for name, sql in columns.missing.items()]
    return f"list_filter([{', '.join(named)}], lambda x: x IS NOT NULL)"


def _noted(columns: VersionColumns) -> str:
    """The list of one verdict's notes, in the order of their letters."""
    if not columns.notes:
        return EMPTY
    said = [f"CASE WHEN {sql.sql('duckdb')} THEN {words.sql('duckdb')} END" for sql, words in columns.notes]
    return f"list_sort(list_distinct([{', '.join(said)}]))"  # distinct has no nulls


def faults_selects(compiled: Compiled) -> Iterable[tuple[Version, str]]:
    """For every fault that a version's rows may have: SELECT of the words, how many rows have it, the first keys."""
    for version, columns in compiled.made:
        for condition, words in columns.faults:
            yield (
                version,
                (
                    f"SELECT {words.sql('duckdb')} AS words, count(*), list(__key)[1:20] FROM {compiled.source} "  # noqa: S608
                    f"WHERE {condition.sql('duckdb')} GROUP BY words ORDER BY words"
                ),
            )


def empty_select() -> str:
    """SELECT of no verdict rows, for a day on which nothing is in force."""
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in COLUMNS.items())
    return f"SELECT * FROM (SELECT {columns}) WHERE false"  # noqa: S608


def count_select(select: str) -> str:
    return (
        "SELECT programme, count(*) FILTER (eligible), count(*) FILTER (eligible IS NULL), coalesce(sum(amount), 0) "  # noqa: S608
        f"FROM ({select}) GROUP BY programme"
    )


def _escaped(text: str) -> str:
    return text.replace("'", "''")
