"""The demonstration with few firms, loaded once by a process and kept as a file: each module of tests finds it anew."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import override_settings

from tests.standing import undone

FIRMS = 80
QUIET: dict[str, Any] = {
    "DEMO": True,
    "TASKS": {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}},
    # who signed in a while ago is asked again before the pages of the second step: a walk of all roles takes its time
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 86400,
}
_kept: Path | None = None


@contextmanager
def demonstration() -> Iterator[None]:
    """The tests' database with the demonstration in it; what is written within is gone afterwards, and so is it."""
    logging.disable(logging.CRITICAL)  # a refusal is what is asked for; thousands of them are not written
    try:
        with override_settings(**QUIET):
            if connection.vendor == "sqlite":
                with _in_its_place(), undone():
                    yield
            else:
                with undone():
                    _load()
                    yield
    finally:
        logging.disable(logging.NOTSET)


def _load() -> None:
    from district.web import preparing

    preparing.publish_catalogue(print)
    preparing.load_demonstration(print, firms=FIRMS)


@contextmanager
def _in_its_place() -> Iterator[None]:
    global _kept
    database = Path(str(connection.settings_dict["NAME"]))
    with tempfile.TemporaryDirectory() as beside:
        before = Path(beside) / "before.sqlite3"
        _copy(database, before)
        try:
            if _kept is None:
                _load()
                made = database.with_name("demonstration.sqlite3")
                _copy(database, made)
                _kept = made  # once it is whole
            else:
                _copy(_kept, database)
            yield
        finally:
            _copy(before, database)


def _copy(one: Path, other: Path) -> None:
    """The whole of a database, with what stands in its log, in the place of another; nobody else has it open."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for beside in (other.with_name(f"{other.name}-wal"), other.with_name(f"{other.name}-shm")):
        beside.unlink(missing_ok=True)
    shutil.copyfile(one, other)
