"""Fixtures that rooms share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection


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
