"""Writes that others queue for: rows inserted with SQL that is made once a model, not once a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

__all__ = ["insert"]

Row = TypeVar("Row", bound=models.Model)


def insert(rows: Sequence[Row]) -> Sequence[Row]:
    """INSERT new rows of one model in one statement, in the caller's transaction; a single row gets its key.

    As `bulk_create`, signals are not sent; half its time is spent on making the statement, and that is saved here.
    """
    if not rows:
        return rows
    model = type(rows[0])
    fields = _fields(model)
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows for field in fields
    ]  # fmt: skip
    key = model._meta.pk
    wants_key = len(rows) == 1 and key not in fields
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, len(rows), wants_key), values)
        if wants_key:
            rows[0].pk = cursor.fetchone()[0]
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(
        field for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, models.AutoField | models.BigAutoField)
    )  # fmt: skip


@cache
def _statement(model: type[models.Model], count: int, wants_key: bool) -> str:
    quote, fields = connection.ops.quote_name, _fields(model)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    ending = f" RETURNING {quote(str(model._meta.pk.column))}" if wants_key else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places}{ending}"  # noqa: S608 - the model's own names
