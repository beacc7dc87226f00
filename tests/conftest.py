"""Shared furniture for tests."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import migrated, numbering, once, turns

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Pages speak both languages: the .mo files are made once, before the workers start."""
    turns.begin(config)
    if not hasattr(config, "workerinput"):
        from district.web.preparing import compile_languages

        compile_languages(lambda _text: None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a worker minutes comes first: at the end the others would wait for it."""
    items.sort(key=lambda each: each.get_closest_marker("long") is None)
    if items and items[0].get_closest_marker("browser"):
        items[:] = spread(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def spread(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker is given a stretch of the list: the long ones stand at the head of all stretches in turn."""
    long = [each for each in items if each.get_closest_marker("long")]
    rest, found = items[len(long) :], list[pytest.Item]()
    for worker in range(workers):
        own = long[worker::workers]
        size = (len(items) - len(found)) // (workers - worker)
        found += own + rest[: max(0, size - len(own))]
        rest = rest[max(0, size - len(own)) :]
    return found + rest


def pytest_collection_finish() -> None:
    """What was imported lives as long as the run: it is not looked through again whenever something is thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    gc.unfreeze()  # or what counts its own objects says at the end that they leaked


@pytest.fixture(scope="session", autouse=True)
def read_once() -> None:
    once.install()


@pytest.fixture(scope="session", autouse=True)
def two_factors() -> None:
    """Who is signed in by a test has shown a second factor, written down by what the site itself writes it with.

    A session with a password alone: `client.login(...)`, or the sign-in page.
    """
    from django.conf import settings

    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        return
    from django.contrib.auth import get_user_model
    from django.http import HttpRequest
    from django.test import Client

    plain = Client.force_login

    def force_login(self: Client, user: Any, backend: str | None = None) -> None:
        from district.ground.people.factors import note_second

        plain(self, user, backend)
        request, session = HttpRequest(), self.session
        request.session, request.user = session, user
        note_second(request, get_user_model().objects.get(pk=user.pk))
        session.save()

    Client.force_login = force_login  # type: ignore[method-assign, assignment]


@pytest.fixture
def _django_db_helper(_django_db_helper: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test's builders write before it does anything else is known (`tests.remembering`)."""
    from tests import remembering

    with remembering.undone_after(request.node, later=True):
        remembering.begin()
        yield


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    """A page read in English leaves its language behind in the thread: the next test begins in the site's own."""
    yield
    from django.conf import settings
    from django.utils import translation

    if settings.configured:
        translation.deactivate()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the project; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared reference folder is not here")
    return SHARED


@pytest.fixture(scope="session")
def django_db_setup(django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' database: on SQLite a copy of one migrated before, where the migrations are the same."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from tests import remembering

    on_file = connection.vendor == "sqlite"
    database = Path(connection.settings_dict["TEST"]["NAME"] or "")
    with django_db_blocker.unblock():
        laid = on_file and migrated.lay(database)
        made = setup_databases(verbosity=0, interactive=False, keepdb=laid)
        if not laid:
            numbering.begin()
        remembering.install()
        if on_file and not laid:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            migrated.keep(database)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0, keepdb=False)
