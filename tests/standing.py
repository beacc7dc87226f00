"""A world built once for a whole file, where each test would build the same: every test finds it as it was built."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import transaction

from district.ground import clock

World = TypeVar("World")


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def standing(blocker: Any, day: dt.date | dt.datetime, build: Callable[[], World]) -> Iterator[World]:
    """Within a fixture of the module: the world, gone when the module ends. No test beside it may commit."""
    with blocker.unblock(), undone(), clock.at(day):
        yield build()


@contextmanager
def found(world: World) -> Iterator[World]:
    """Within a fixture of the test: the world as it was built, whatever other tests did with it."""
    with undone():
        yield copy.deepcopy(world)
