"""Statements that others queue for: made once a model, not once a row, and kept ready by the database."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models

__all__ = ["Statement", "ask", "ask_together", "insert", "insertion"]

Found = list[tuple[Any, ...]]
Statement = tuple[str, Sequence[Any]]  # SQL and its values

Row = TypeVar("Row", bound=models.Model)


def insert(rows: Sequence[Row]) -> Sequence[Row]:
    """INSERT new rows of one model in one statement, in the caller's transaction; a single row gets its key.

    As `bulk_create`, signals are not sent; half its time is spent on making the statement, and that is saved here.
    """
    if not rows:
        return rows
    model = type(rows[0])
    wants_key = len(rows) == 1 and model._meta.pk not in _fields(model)
    found = ask(*insertion(rows, wants_key=wants_key))
    if wants_key:
        rows[0].pk = found[0][0]
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return rows


def insertion(rows: Sequence[models.Model], *, wants_key: bool = False) -> Statement:
    """The statement that inserts these rows of one model; `wants_key`: and gives a single row's key."""
    model = type(rows[0])
    fields, connection = _fields(model), connections[DEFAULT_DB_ALIAS]  # once: the proxy asks again for every field
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows for field in fields
    ]  # fmt: skip
    return _statement(model, len(rows), wants_key), values


def ask(sql: str, values: Sequence[Any] = ()) -> Found:
    """Run one statement and give its rows; nothing where it has none.

    PostgreSQL keeps it prepared on the connection, so that it is parsed and planned once: Django's own cursors put the
    values into the text and have every statement planned anew, which is a third of a short decision's time.
    """
    return ask_together([(sql, values)])[0]


def ask_together(statements: Sequence[Statement]) -> list[Found]:
    """Run statements one after another and give each one's rows; PostgreSQL is sent all of them in one go.

    An error of any of them is raised, and none of those after it has run.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql" or connection.queries_logged:
        return [_plainly(*statement) for statement in statements]
    from psycopg import Cursor

    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw = connection.connection
    cursors = [Cursor(raw) for _each in statements]
    with connection.wrap_database_errors, raw.pipeline() if len(statements) > 1 else nullcontext():
        for cursor, (sql, values) in zip(cursors, statements, strict=True):
            cursor.execute(sql, values, prepare=True)
    return [cursor.fetchall() if cursor.description else [] for cursor in cursors]


def _plainly(sql: str, values: Sequence[Any]) -> Found:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(
        field for field in model._meta.local_concrete_fields
        if not field.generated and not isinstance(field, models.AutoField | models.BigAutoField)
    )  # fmt: skip


@cache
def _statement(model: type[models.Model], count: int, wants_key: bool) -> str:
    quote, fields = connections[DEFAULT_DB_ALIAS].ops.quote_name, _fields(model)
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join([f"({', '.join(['%s'] * len(fields))})"] * count)
    ending = f" RETURNING {quote(str(model._meta.pk.column))}" if wants_key else ""
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places}{ending}"  # noqa: S608 - the model's own names
