"""The backend itself, found by Django under this name."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from district.ground.record.turns import Turns


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite as Django has it; before a transaction begins its process waits for its turn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = Turns()

    def _start_transaction_under_autocommit(self) -> None:
        self.turns.before()
        super()._start_transaction_under_autocommit()  # type: ignore[misc] # the stubs leave it out
        self.turns.began()

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc] # the stubs leave it out
        self.turns.ended()
        return done

    def _rollback(self) -> Any:
        done = super()._rollback()  # type: ignore[misc] # the stubs leave it out
        self.turns.ended()
        return done
