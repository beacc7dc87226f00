"""A world built once for a whole file, where each test would build the same: every test finds it as it was built.

built, here = standing(DAY, town), as_built
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from district.ground import clock
from tests import remembering


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is gone afterwards."""
    with remembering.undone_after(), transaction.atomic():
        remembering.begin()
        yield
        transaction.set_rollback(True)


def standing(day: dt.date | dt.datetime, build: Callable[[], Any]) -> Any:
    """The module's fixture `built`: the world, gone when the module ends. No test beside it may commit."""

    @pytest.fixture(scope="module")
    def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with django_db_blocker.unblock(), undone(), clock.at(day):
            yield build()

    return built


@pytest.fixture
def as_built(built: Any) -> Iterator[Any]:
    """The test's: the world as it was built, whatever other tests did with it."""
    with undone():
        yield copy.deepcopy(built)
