"""What a stranger or a member types into an address or a form is answered in the 200s to 400s, never with a fault.

The demonstration is walked as each role; every address is asked with made-up parameters, every form is sent with
made-up values in each of its fields. HEAD is answered as GET is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.bringing.tallying import rows_of, statement
from district.ground.bringing.todo import sources
from district.ground.bringing.waiting import Waiting
from district.ground.people.models import Person
from district.ground.tables.registry import TABLES
from district.ground.traces.models import Trace
from district.ground.traces.naming import words_of
from tests import turns
from tests.house import demonstrated, listing
from tests.house.crawling import Form, Walk, signed_in, status, walk

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""\.GET(?:\.get|\.getlist)?[(\[]["']([\w-]+)["']""")
VALUES = (
    "9999-99-99", "-1", "99999999999999999999", "９９", "\x00", "None", "a" * 5000, "1e999", "NaN", "Infinity",
    "00000000-0000-0000-0000-000000000000", "{}", "../../etc/passwd", "'\"><script>", "\ufffe",
    "9999-12-31", "0001-01-01", "²", "99:99", "9999-12-31T23:59",
)  # fmt: skip
AT_ONCE = 3  # of the twenty values: all have come round after seven places
TURNS = 4  # of the pages and forms a run tries every fourth; all are walked
HOME, EVERYWHERE = {"", "menu/"}, ("founder", "officer")
ROLES = (
    "founder",
    "manager",
    "accountant",
    "officer",
    "science",
    "finance",
    "banking",
    "expert",
    "leader",
    "treasurer",
    "auditor",
    "admin",
)


def parameters() -> list[str]:
    """Every name that code reads from an address."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "district").rglob("*.py"))
    of_lists = {each.key for table in TABLES for each in table.filters} | {
        each.tabs.key for each in TABLES if each.tabs
    }
    return sorted({name for text in texts for name in READ.findall(text)} | of_lists | {"page", "sort", "q"})


def walks() -> dict[str, Walk]:
    """What is open to all is walked by two of them; the others walk what is theirs beyond it."""
    open_to_all = set(walk(Client(raise_request_exception=False)).pages) - HOME
    return {role: walk(signed_in(role), () if role in EVERYWHERE else open_to_all) for role in ROLES}


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The demonstration with few firms, gone when the module ends; each role's walk through it."""
    with django_db_blocker.unblock(), demonstrated.demonstration():
        with mock.patch("district.web.context._counted", lambda _person: {"todo": 0, "unread": 0}):
            found = walks()  # what waits leads nowhere its list does not lead, and is a quarter of a page's work
        yield found


def rotated(values: Sequence[Any], place: int) -> list[Any]:
    """Some of the values, others at each place, so that all are tried everywhere together."""
    if turns.THOROUGH:
        return list(values)
    return [values[(place * AT_ONCE + step) % len(values)] for step in range(AT_ONCE)]


def each_once(walks: dict[str, Walk], what: str) -> list[tuple[str, str, Any]]:
    """(role, route, address or form), each route once, with the first role that reached it."""
    seen: dict[str, tuple[str, str, Any]] = {}
    for role, found in walks.items():
        for route, value in getattr(found, what).items():
            seen.setdefault(route, (role, route, value))
    return list(seen.values())


def attacks(form: Form, place: int) -> Iterator[tuple[str, str]]:
    """(field, value): values in all fields at once (""), and each field alone with one in turn."""
    for value in rotated(VALUES, place):
        yield "", value
    for field, name in enumerate(form.fields):
        yield name, VALUES[(place + field) % len(VALUES)]


def test_addresses_with_made_up_parameters(demonstration: dict[str, Walk]) -> None:
    names, faults = parameters(), []
    for place, (role, route, address) in turns.part(enumerate(each_once(demonstration, "pages")), TURNS):
        client = signed_in(role)
        for value in rotated(VALUES, place):
            found = status(client.get(address.split("?")[0], dict.fromkeys(names, value)))
            if found >= 500:
                faults.append(f"{role} {route}?…={value[:30]!r} → {found}")
    assert not faults, "\n".join(faults)


def test_head_answers_as_get(demonstration: dict[str, Walk]) -> None:
    faults = []
    for role, route, address in turns.part(each_once(demonstration, "pages"), TURNS):
        asked = signed_in(role).head(address)  # each answered 200 when it was walked
        if asked.status_code != 200 or b"".join(asked):
            faults.append(f"{role} {route}: HEAD {asked.status_code}")
    assert not faults, "\n".join(faults)


def test_forms_with_made_up_values(demonstration: dict[str, Walk]) -> None:
    faults = []
    for place, (role, route, form) in turns.part(enumerate(each_once(demonstration, "forms")), TURNS):
        client = signed_in(role)
        for name, value in attacks(form, place):
            sent = {**form.fields, name: value} if name else dict.fromkeys(form.fields, value)
            with transaction.atomic():
                found = status(client.post(form.action, sent))
                transaction.set_rollback(True)
            if found >= 500:
                faults.append(f"{role} {route} {name or 'all'}={value[:30]!r} → {found}")
    assert not faults, "\n".join(faults)


def test_the_walk_reaches_the_house(demonstration: dict[str, Walk]) -> None:
    assert len(each_once(demonstration, "pages")) > 75, sorted(r for _, r, _ in each_once(demonstration, "pages"))
    assert len(each_once(demonstration, "forms")) > 30, sorted(r for _, r, _ in each_once(demonstration, "forms"))
    assert Person.objects.count() >= len(ROLES)


def test_who_has_no_duty_finds_nothing_of_the_desks(demonstration: dict[str, Walk]) -> None:
    people = [each for each in Person.objects.order_by("pk")[:200] if not each.has_desk][:25]
    assert len(people) > 3
    desks = [each for each in sources if each.desk]
    found = [(str(who), each.key) for who in people for each in desks if each.rows(who, clock.today()).exists()]
    assert desks and not found


def test_what_waits_is_one_question_a_person_and_day(demonstration: dict[str, Walk]) -> None:
    """So that its statement can be kept: a source that reads while it is asked says `anew`; the hour is a `Moment`."""
    begun = clock.now().replace(hour=2)
    faults = set()
    for who in (Person.objects.get(username=role) for role in ROLES):
        assert who.stands_as is not None
        for each in (each for each in sources if not each.anew):
            asked = []
            for moment in (begun, begun + dt.timedelta(hours=9)):
                with clock.at(moment), CaptureQueriesContext(connection) as reads:
                    rows = rows_of(each, who, clock.today())
                    asked.append(None if rows is None else statement(each.key, rows))
                if len(reads):
                    faults.add(f"{each.key} reads: {reads[0]['sql'][:80]}")
            if asked[0] != asked[1]:
                faults.add(f"{each.key} looks at the hour")
    assert not faults, "\n".join(sorted(faults))


def test_the_number_beside_every_page_is_that_of_the_list(demonstration: dict[str, Walk]) -> None:
    for role in ROLES:
        who = Person.objects.get(username=role)
        waiting = Waiting(who, clock.today())
        listed = {key: len({row.pk for row in rows}) for key, (_source, rows) in waiting._rows.items()}
        for _again in range(2):  # written, then kept
            assert waiting.count() == listed, role


def test_a_lists_page_its_file_and_what_a_program_reads_are_the_same_rows(demonstration: dict[str, Walk]) -> None:
    """Tables × roles: as many rows on the page as it says, the same in the file and in `listed`, nobody else's."""
    faults, seen = [], set()
    for each in listing.by_turns(demonstration):
        client, found = listing.signed_in(each), each.listed
        page, file = client.get(each.address), client.get(each.address, {"format": "csv", "for_what": "核对数据"})
        who = f"{each.table.key} {each.role or 'anybody'}"
        if page.status_code != 200 or file.status_code != 200:
            faults.append(f"{who}: page {page.status_code}, file {file.status_code}")
            continue
        seen.add(each.table.key)
        count = len(listing.rows_of_csv(file))
        if each.table.key not in listing.NOT_ON_A_PAGE:
            shown = page.context["list"]
            grown = found.total - shown.total if each.table.key in listing.GROWS else 0
            if (shown.total + grown, len(shown.lines)) != (found.total, len(found.lines)):
                faults.append(f"{who}: page {shown.total}/{len(shown.lines)}, listed {found.total}/{len(found.lines)}")
        if count != found.total or len(list(found.every())) != found.total:
            faults.append(f"{who}: file {count}, listed {found.total}")
    assert not faults, "\n".join(faults)
    assert {table.key for table in TABLES} - seen == set(listing.NOT_SHOWN)


def test_what_was_read_is_named_in_words(demonstration: dict[str, Walk]) -> None:
    pages = set(Trace.objects.exclude(page="").values_list("page", flat=True))
    assert len(pages) > 12 and [each for each in sorted(pages) if words_of(each) == each] == []


def test_what_leaves_without_a_purpose_names_nobody(demonstration: dict[str, Walk]) -> None:
    """A list that says its rows are nobody's holds no name of a person or a firm."""
    names = {*Person.objects.values_list("name", flat=True), *Enterprise.subjects.values_list("name", flat=True)} - {""}
    nobodys = [each for each in listing.opened(demonstration) if each.table.nobodys]
    said = {(each.table.key, str(value)) for each in nobodys for record in each.listed.every_record()
            for value in record.values()}  # fmt: skip
    assert nobodys and [(key, value) for key, value in said if any(name in value for name in names)] == []


def test_a_list_is_closed_to_whom_its_door_does_not_name(demonstration: dict[str, Walk]) -> None:
    """The list's door is its page's door, so that the page and the API open to the same people."""
    faults = []
    for table in TABLES:
        if table.of:
            continue
        for role in turns.part(ROLES, 2):
            opens = table.opens_to(Person.objects.get(username=role))
            with mock.patch("django.template.backends.django.Template.render", lambda *_args, **_more: ""):
                found = signed_in(role).get(reverse(table.route)).status_code
            if opens != (found == 200):
                faults.append(f"{table.key} {role}: {'open' if opens else 'closed'}, page {found}")
    assert not faults, "\n".join(faults)


def test_a_list_asks_as_often_for_fifty_rows_as_for_five(demonstration: dict[str, Walk]) -> None:
    grows, tried = [], set()
    for each in listing.opened(demonstration):
        if each.table.key in tried or (few := listing.queries_for(each, listing.FEW)) < 0:
            continue
        tried.add(each.table.key)
        if (many := listing.queries_for(each, listing.MANY)) > few:
            grows.append(f"{each.table.key}: {few} queries for {listing.FEW} rows, {many} for {listing.MANY}")
    assert not grows, "\n".join(grows)
    assert len(tried) >= 30, sorted(set(TABLES.keys) - tried)  # the others have no row in the demonstration


def test_every_filter_tab_and_sort_of_every_list(demonstration: dict[str, Walk]) -> None:
    """Each choice on each list: answered, and what the page says it narrowed by is what stood in the address."""
    faults, tried = [], set()
    for each in listing.opened(demonstration):
        if each.table.key in tried or each.table.key in listing.NOT_ON_A_PAGE:
            continue
        tried.add(each.table.key)
        client, found = listing.signed_in(each), each.listed
        asked = [("sort", sort) for sort in each.table.sorts]
        asked += [(each.table.tabs.key, tab.key) for tab in found.asked.tabs if each.table.tabs]
        asked += [(one.key, value) for one in found.choices for value, _words in one.options[:4]]
        asked += [(one.key, "1") for one in found.choices if not one.options and one.filter.asks != "day"]
        asked += [(one.key, "2022-06-24") for one in found.choices if one.filter.asks == "day"]
        for name, value in asked:
            answer = client.get(each.address, {name: value})
            if answer.status_code != 200 or (value and name in answer.context["list"].ignored):
                faults.append(f"{each.table.key} {name}={value}: {answer.status_code}")
    assert not faults, "\n".join(faults)
