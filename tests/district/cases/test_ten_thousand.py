"""Ten thousand open cases: a list of the desk asks the database a bounded number of times, a page of what rooms bring
at most once more a thing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.home import parts
from district.ground.bringing.menu import DESK, entries
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES, of_the_desk
from district.ground.people.models import Role
from district.ground.people.queries import Person
from district.insight import contents
from tests.district import duties
from tests.district.cases.factories import district
from tests.district.cases.many import many_cases

MANY = 10_000
MOST = 11  # queries, the session and the person's duties included
ACCOUNT = 8  # what each room keeps an account for, and what was agreed to
ENTRIES = [each for report in contents.REPORTS.values() for chapter in report.chapters for each in chapter.entries]
YEAR = 3 * len(ENTRIES)  # this year's, that of the year before, and its parts
WORKLIST = {
    "": "10000", "?bucket=overdue": "示例第", "?page=400": "示例第", "?q=示例第777号": "示例第777号科技发展有限公司",
    "?sort=enterprise&state=accepted": "示例第", "?officer=0&bucket=week": "示例第",
}  # fmt: skip


def asked(client: Client, address: str) -> tuple[int, str]:
    """How many queries a page takes, and the page."""
    client.get(address)  # what is kept for the process is kept
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(queries), answer.content.decode()


def somebody_with_every_duty(person: Person) -> Client:
    for role in (Role.OFFICER, Role.LEADER, Role.AUDITOR):
        duties.give(person, "区人社局", role)
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_every_list_of_the_desk() -> None:
    with clock.at(dt.date(2022, 6, 24)):
        base = district()
        many_cases(base, MANY)
        client = somebody_with_every_duty(base.officer)
        routes = {each.route for each in entries if each.shell == DESK and each.may(base.officer)} - {"home", "desk"}
        took = {route: asked(client, reverse(route))[0] for route in sorted(routes)}
        beyond = {"figures:all": len(FIGURES), "account": ACCOUNT, "todo": len(sources), "insight:year": YEAR}
        more = {route: count for route, count in took.items() if count > MOST + beyond.get(route, 0)}
        assert more == {}
        assert asked(client, reverse("desk"))[0] <= MOST + len(parts) + len(of_the_desk())
        for query, shown in WORKLIST.items():
            count, page = asked(client, reverse("cases:worklist") + query)
            assert count <= MOST, query
            assert shown in page.replace(",", ""), query
