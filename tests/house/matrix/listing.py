"""Rows of lists: whose rows each role finds in them, which the page, the count, the file and the API give alike."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from district.enterprises.models import Enterprise
from district.ground.people.models import Organisation
from district.ground.tables.listing import listed
from district.ground.tables.registry import TABLES
from district.ground.tables.tables import Table
from tests.house.matrix.acting import CLOSED, Cells
from tests.house.matrix.kinship import Whose, whose
from tests.house.matrix.roles import AWAY, HOME, SIDES, cast_for, known
from tests.house.matrix.things import NOBODYS

NOTHING = "none"


def rows() -> Iterator[tuple[str, str, Cells]]:
    for table in TABLES:
        if not table.of:
            yield table.key, NOBODYS, {name: cell(table, person) for name, person in cast_for(Whose()).items()}


def cell(table: Table[Any], person: Any) -> str:
    """The marks of all whose rows are found."""
    user = person or AnonymousUser()
    if not table.opens_to(user):
        return CLOSED
    found = {mark for each in _models(listed(table, user=user, params={}).found) for mark in marks_of(each)}
    return " ".join(sorted(found)) or NOTHING


def _models(rows: Any) -> Iterator[Any]:
    """Rows as the database has them; what a room reckons by itself is looked through for what it is of."""
    for each in rows:
        if isinstance(each, Model):
            yield each
            continue
        inner = (
            [value for value in vars(each).values() if isinstance(value, Model)] if hasattr(each, "__dict__") else []
        )
        yield inner[0] if inner else each


def marks_of(row: Any) -> tuple[str, ...]:
    """a, b: of a firm of that side; p: of the person in the table; q: of another person; then 1, 2, 3: of the office
    at home, of the other, of any other; n: of nobody."""
    if not isinstance(row, Model):
        return ("n",)
    return marks(*_found(row._meta.label, row.pk, row))


def _found(label: str, key: Any, row: Any) -> tuple[int | None, int | None]:
    known_ = KNOWN.get((label, key))
    if known_ is None:
        owner = whose(row)
        known_ = KNOWN[label, key] = (owner.subject, owner.office)
    return known_


KNOWN: dict[tuple[str, Any], tuple[int | None, int | None]] = {}


@cache
def marks(subject: int | None, office: int | None) -> tuple[str, ...]:
    found = []
    if subject is not None:
        found.append(_subject(Enterprise.subjects.get(pk=subject)))
    if office is not None:
        name = Organisation.objects.get(pk=office).name
        found.append({HOME: "1", AWAY: "2"}.get(name, "3"))
    return tuple(found) or ("n",)


def _subject(subject: Enterprise) -> str:
    if subject.is_person:
        return "p" if subject.account == cast_for(Whose())["person"] else "q"
    owned = {side: known(f"firm-{side}").membership_set.filter(enterprise=subject).exists() for side in SIDES}
    return next(side for side in SIDES if owned[side])
