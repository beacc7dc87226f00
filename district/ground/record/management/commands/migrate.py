"""`huiqi migrate`: Django's own, but never on a database that other walls made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from district.ground.record import walls


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if why := walls.strange(connection):
            raise CommandError(walls.sentence(connection, why))
        if not (options["plan"] or options["check_unapplied"]):
            walls.keep(connection)
        with uncollected():
            super().handle(*args, **options)


@contextmanager
def uncollected() -> Iterator[None]:
    """Django draws the house anew for every step: to look for circles among all that costs a quarter of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()
