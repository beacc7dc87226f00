"""`huiqi migrate`: Django's own, but never on a database that other walls made."""

from __future__ import annotations

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
        super().handle(*args, **options)
