"""Putting facts into the table, many at once: what stands already is left, what changed closes the old row.

The rows go in by executemany, because a register brings a million of them; the triggers and constraints of the table
hold for them as for any other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection

from district.enterprises.events.effects import NAME
from district.enterprises.events.happening import WATCHED, Change, put_down
from district.enterprises.models import Enterprise, Fact, FactKind, ImportRun
from district.enterprises.values import normal
from district.ground import clock
from district.ground.people.queries import Person

PROJECTED = {
    "企业类型": "kind", "所属街道": "street", "行业门类": "section", "行业代码": "industry", "成立日期": "founded",
    "经营状态": "status",
}  # fmt: skip
INSERT = (
    "INSERT INTO enterprises_fact (enterprise_id, kind, value, grade, source, valid_from, known_from, known_until, "
    "run_id, by_id, note) VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, %s, %s, %s)"
)
REGISTER = "登记"  # what people call it for short
OF_THE_REGISTER = ("经营状态", "成立日期")  # facts that come from where names do
WORDS = tuple(fact for fact, column in PROJECTED.items() if column != "founded")
COLUMNS = ("uscc", "name", "named_on", *(PROJECTED[fact] for fact in WORDS), "founded", "created_at", "updated_at")
CREATE = (
    f"INSERT INTO enterprises_enterprise ({', '.join(COLUMNS)}, size, subject) "  # noqa: S608 - our own names
    f"VALUES ({', '.join('%s' for _ in COLUMNS)}, '', 'enterprise')"
)
PROJECT = (
    f"UPDATE enterprises_enterprise SET {', '.join(f'{column} = %s' for column in PROJECTED.values())}, "  # noqa: S608
    "updated_at = %s WHERE id = %s"
)
CLOSE = "UPDATE enterprises_fact SET known_until = %s WHERE id = %s"


def store_facts(
    facts: Mapping[int, Mapping[str, str]],
    *,
    grade: str,
    source: str,
    valid_from: dt.date,
    by: Person | None = None,
    note: str = "",
    run: ImportRun | None = None,
    fresh_ids: frozenset[int] = frozenset(),
    changed: list[int] | None = None,
    anew: bool = False,
) -> int:
    """Store canonical texts by enterprise id and fact name; returns how many facts are new. Inside a transaction.

    A value that stands with the same or a later date is left alone; the same value with a later date is put down
    again, because it is known to hold later. An older value than the one that stands is not put down, unless what
    stands is known to be wrong (`anew`).
    What changes of the register is an event too, known to the rooms above in the same transaction (`events.happening`).
    `fresh_ids` were made just now and have no facts yet. The ids of enterprises with new values join `changed`.
    """
    now = connection.ops.adapt_datetimefield_value(clock.now())
    day = connection.ops.adapt_datefield_value(valid_from)
    standing = _standing({pk: named for pk, named in facts.items() if pk not in fresh_ids}, grade)
    close: list[tuple[Any, int]] = []
    insert: list[tuple[Any, ...]] = []
    happened: list[Change] = []
    run_id, by_id = run.pk if run else None, by.pk if by else None
    for pk, named in facts.items():
        for name, text in named.items():
            row = standing.get((pk, name))
            if row is not None:
                row_id, old, since, old_note = row
                if (since > valid_from and not anew) or (since == valid_from and old == text and old_note == note):
                    continue
                close.append((now, row_id))
            if name in WATCHED and grade == Fact.Grade.REGISTER and pk not in fresh_ids:
                happened.append(Change(pk, name, row[1] if row else "", text))
            insert.append((pk, name, text, grade, source, day, now, run_id, by_id, note))
    with connection.cursor() as cursor:
        if close:
            cursor.executemany(CLOSE, close)
        if insert:
            cursor.executemany(INSERT, insert)
    project({pk: named for pk, named in facts.items() if pk not in fresh_ids}, insert)
    put_down(happened, on=valid_from, source=source, by=by, run=run)
    if changed is not None:
        changed += sorted({row[0] for row in insert})
    return len(insert)


def _standing(
    facts: Mapping[int, Mapping[str, str]], grade: str
) -> dict[tuple[int, str], tuple[int, str, dt.date, str]]:
    """(enterprise, fact) → the row that stands in this grade, of the facts named."""
    found = {}
    ids, names = list(facts), list(dict.fromkeys(name for named in facts.values() for name in named))
    for start in range(0, len(ids), 900):
        rows = Fact.objects.filter(enterprise__in=ids[start : start + 900], kind__in=names, grade=grade,
                                   known_until=None)  # fmt: skip
        for row_id, pk, kind, value, since, note in rows.values_list(
            "pk", "enterprise_id", "kind_id", "value", "valid_from", "note"
        ):
            found[pk, kind] = (row_id, value, since, note)
    return found


def project(facts: Mapping[int, Mapping[str, str]], inserted: Iterable[tuple[Any, ...]]) -> None:
    """Bring the list columns of enterprises in line with register facts just stored."""
    touched = {int(str(row[0])) for row in inserted if row[1] in PROJECTED and row[3] == Fact.Grade.REGISTER}
    now = connection.ops.adapt_datetimefield_value(clock.now())
    changed: list[tuple[Any, ...]] = []
    for row in _in_pieces(sorted(touched & set(facts))):
        wanted = {PROJECTED[name]: text for name, text in facts[row.pk].items() if name in PROJECTED}
        values = {key: dt.date.fromisoformat(text) if key == "founded" else text for key, text in wanted.items()}
        held = {column: getattr(row, column) for column in PROJECTED.values()}
        if any(held[column] != value for column, value in values.items()):
            held |= values
            held["founded"] = connection.ops.adapt_datefield_value(held["founded"])
            changed.append((*held.values(), now, row.pk))
    with connection.cursor() as cursor:
        cursor.executemany(PROJECT, changed)


def _in_pieces(ids: list[int]) -> list[Enterprise]:
    found: list[Enterprise] = []
    for start in range(0, len(ids), 900):
        found += Enterprise.objects.filter(pk__in=ids[start : start + 900])
    return found


def ensure_enterprises(
    firms: Iterable[tuple[str, str, Mapping[str, str]]], *, on: dt.date, source: str, run: ImportRun | None = None
) -> tuple[set[int], dict[str, int]]:
    """Rows for enterprises not there yet, made with their projected columns; (ids made, code → id).

    Those that are there and are called otherwise now take the new name, as an event of the day `on`, where the source
    may say what a firm is called (`may_name`).
    """
    wanted = list(firms)
    here = _here([code for code, _name, _facts in wanted])
    if names := may_name(source):
        rename({here[code].pk: (here[code], name) for code, name, _facts in wanted if code in here}, on, source, run)
    by_code = {code: row.pk for code, row in here.items()}
    new = [each for each in wanted if each[0] not in by_code]
    if not new:
        return set(), by_code
    _create(new, on if names else None)
    made = _by_code([code for code, _name, _facts in new])
    return set(made.values()), by_code | made


def may_name(source: str) -> bool:
    """Whether a source says what a firm is called: the register, as the settings or the vocabulary name it."""
    said = normal(source)
    if said == REGISTER or any(word in said for word in settings.NAME_SOURCES):
        return True
    return FactKind.objects.filter(name__in=OF_THE_REGISTER, source=source.strip()).exclude(source="").exists()


def called_otherwise(firms: Iterable[tuple[str, str]], source: str) -> dict[str, str]:
    """Code → today's name of the firms (code, name) that `source` calls otherwise and may not rename."""
    if may_name(source):
        return {}
    said = dict(firms)
    return {code: row.name for code, row in _here(list(said)).items() if normal(row.name) != normal(said[code])}


def _here(codes: list[str]) -> dict[str, Enterprise]:
    """Those there already, with the names they have."""
    found: dict[str, Enterprise] = {}
    for start in range(0, len(codes), 900):
        rows = Enterprise.objects.filter(uscc__in=codes[start : start + 900])
        found |= {row.uscc: row for row in rows.only("uscc", "name", "named_on")}
    return found


def rename(
    named: Mapping[int, tuple[Enterprise, str]], on: dt.date, source: str, run: ImportRun | None,
    by: Person | None = None,
) -> int:  # fmt: skip
    """Take new names on, by key; a name an older file brings is not one, nor the same in other brackets or spaces.

    Returns how many. In the caller's transaction.
    """
    changes, rows = [], []
    for pk, (row, name) in named.items():
        if not name or normal(name) == normal(row.name) or (row.named_on is not None and on < row.named_on):
            continue
        changes.append(Change(pk, NAME, row.name, name))
        row.name, row.named_on, row.updated_at = name, on, clock.now()
        rows.append(row)
    Enterprise.objects.bulk_update(rows, ["name", "named_on", "updated_at"], batch_size=200)
    put_down(changes, on=on, source=source, by=by, run=run)
    return len(rows)


def _by_code(codes: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(codes), 900):
            some = codes[start : start + 900]
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT uscc, id FROM enterprises_enterprise WHERE uscc IN ({marks})", some)  # noqa: S608
            found |= dict(cursor.fetchall())
    return found


def _create(firms: list[tuple[str, str, Mapping[str, str]]], on: dt.date | None) -> None:
    """`on`: the day of the name; None where the source may not name firms: any day of the register's is newer."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    named = connection.ops.adapt_datefield_value(on)
    rows = []
    for code, name, facts in firms:
        founded = facts.get("成立日期")
        day = connection.ops.adapt_datefield_value(dt.date.fromisoformat(founded)) if founded else None
        rows.append((code, name, named, *(facts.get(fact, "") for fact in WORDS), day, now, now))
    with connection.cursor() as cursor:
        cursor.executemany(CREATE, rows)
