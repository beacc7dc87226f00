"""Fixtures that rooms share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from district.ground import clock
from district.ground.people.models import Person
from tests.district.cases.factories import District, district
from tests.district.cases.giants import DAY as GIANTS_DAY
from tests.district.cases.giants import Giants, giants

TODAY = dt.date(2022, 6, 24)


@pytest.fixture
def here(db: None) -> Iterator[District]:
    """A small district, with the clock held at 24 June 2022, 10:00."""
    with clock.at(TODAY):
        yield district()


@pytest.fixture
def as_(client: Client) -> Callable[[Person], Client]:
    """`as_(person)`: a browser in which that person is signed in."""

    def sign_in(who: Person) -> Client:
        client.force_login(who)
        return client

    return sign_in


@pytest.fixture
def _triggers_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Set up before, and so ended after, `transactional_db`: puts back what its emptying of the tables needed gone."""
    kept: dict[str, str] = {}
    yield kept
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            for statement in kept.values():
                cursor.execute(statement)
        apps.get_model("record", "ChainHead").objects.get_or_create(pk=1)
        connection.close()


@pytest.fixture
def keeping_triggers(_triggers_again: dict[str, str], transactional_db: None) -> Iterator[None]:
    """Transactions that commit, in a database whose append-only tables can be emptied between tests.

    SQLite empties tables row by row, which the triggers refuse: they step aside for that moment. PostgreSQL truncates.
    """
    apps.get_model("record", "ChainHead").objects.get_or_create(pk=1)
    yield
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        _triggers_again.update(dict(cursor.fetchall()))
        for name in _triggers_again:
            cursor.execute(f'DROP TRIGGER "{name}"')


@pytest.fixture
def award(db: None) -> Iterator[Giants]:
    """A windowed award with every step between acceptance and decision, on 20 May 2022."""
    with clock.at(GIANTS_DAY):
        yield giants()
