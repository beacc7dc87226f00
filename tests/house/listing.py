"""Every list of the house, opened as each role of the demonstration: page, file and `listed` have to say the same."""

from __future__ import annotations

import csv
import dataclasses
import io
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from district.ground import clock
from district.ground.people.models import Person
from district.ground.tables.listing import Listed, listed
from district.ground.tables.registry import TABLES
from district.ground.tables.tables import PUBLIC, Table
from tests import turns
from tests.house import crawling
from tests.house.crawling import Walk

NOT_SHOWN = {
    "cases.offers": "a round needs lists, which a worker computes",
    "cases.staff": "no programme of the demonstration asks for a staff list beside its roster",
}  # fmt: skip
NOT_ON_A_PAGE = {
    "cases.opinions": "its page draws the same opinions as a matrix, a case a row; the file has them singly"
}
GROWS = {"traces.traces": "that somebody took a list as a file is a row of it"}
FEW, MANY = 5, 50


@dataclass(frozen=True)
class Opened:
    """A list at an address of the demonstration, and who opens it."""

    table: Table[Any]
    role: str
    person: Any
    address: str
    of: dict[str, str]

    @property
    def listed(self) -> Listed[Any]:
        return listed(self.table, user=self.person, params={}, of=self.of)


def opened(walks: Mapping[str, Walk], tables: Any = TABLES) -> Iterator[Opened]:
    """Each list as each role that the walk brought to its page; a list of nothing particular as everybody."""
    people: dict[str, Any] = {role: Person.objects.get(username=role) for role in walks}
    for table in tables:
        for role, walk in walks.items():
            address, of = _address(table, walk)
            if address and table.opens_to(people[role]):
                yield Opened(table, role, people[role], address, of)
        if table.door == PUBLIC:
            yield Opened(table, "", AnonymousUser(), reverse(table.route), {})


def by_turns(walks: Mapping[str, Walk]) -> Iterator[Opened]:
    """Each list as whoever opens it first, and as every third of the others; which of them is another run's."""
    opens: dict[str, list[Opened]] = {}
    for each in opened(walks):
        opens.setdefault(each.table.key, []).append(each)
    for first, *others in opens.values():
        yield from [first, *turns.part(others, 3)]


def _address(table: Table[Any], walk: Walk) -> tuple[str, dict[str, str]]:
    if not table.of:
        return reverse(table.route), {}
    for address in walk.pages.values():
        found = resolve(address.split("?")[0])
        if found.view_name == table.route:
            return address.split("?")[0], {name: str(found.kwargs[name]) for name in table.of}
    return "", {}


def signed_in(each: Opened) -> Client:
    if each.person.is_authenticated:
        return crawling.signed_in(each.person.username)
    return Client(raise_request_exception=False)


def rows_of_csv(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


class Copies(list[Any]):
    """Rows the database gave, as many as wanted, each an object of its own: what a cell lacks is asked for each.

    Pickled, since a deep copy of a row forgets what was fetched with it.
    """

    def __init__(self, rows: list[Any], n: int) -> None:
        super().__init__(pickle.loads(pickle.dumps(rows[place % len(rows)])) for place in range(n))


def queries_for(each: Opened, n: int) -> int:
    """How many queries the list takes with so many rows: cells with their parts, records, file. -1: it has no row."""
    kept = list(each.listed.found[:MANY])
    if not kept:
        return -1
    many = Copies(kept, n)
    table = dataclasses.replace(each.table, rows=lambda _person, _asked: many, tabs=None, size=n, default="")
    found = listed(table, user=each.person, params={}, of=each.of)
    request = RequestFactory().get(each.address)
    request.user = each.person
    context = {"list": found, "today": clock.today(), **each.of}
    with CaptureQueriesContext(connection) as asked:
        assert len(found.lines) == n and len(found.records) == n and len(list(found.every_record())) == n
        for line in found.lines:
            for cell in line.cells:
                if cell.part:
                    render_to_string(cell.part, {**context, "row": line.row, "cell": cell}, request)
    return len(asked)
