"""Every table of the tests' database counts from a number of its own: no test rests on which tests came before it in
its process, and a number taken for that of another thing finds nothing.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.models import AutoField

APART = 1_000


def begin() -> None:
    """After migrating, before what tests do."""
    models = [each for each in apps.get_models(include_auto_created=True) if isinstance(each._meta.pk, AutoField)]
    models = [each for each in models if each._meta.managed and not each._meta.proxy]
    with connection.cursor() as cursor:
        for nth, model in enumerate(sorted(models, key=lambda each: each._meta.db_table), 1):
            assert model._meta.pk is not None
            table, column, first = model._meta.db_table, model._meta.pk.column, nth * APART
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, first])
