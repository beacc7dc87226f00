"""Many at once on a real database: each piece in a thread and a connection of its own, all let go together."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

from district.ground import clock


def rush(work: Sequence[Callable[[], Any]], *, at: dt.datetime | dt.date, wait: float, join: float) -> list[Any]:
    """What each piece gave, or the exception it raised, in the order of the pieces.

    The clock stands at `at` in every thread; `wait` and `join` are the seconds given to begin and to end.
    """
    gate, results = threading.Barrier(len(work)), [None] * len(work)

    def run(place: int, piece: Callable[[], Any]) -> None:
        try:
            with clock.at(at):
                connection.ensure_connection()
                gate.wait(timeout=wait)
                results[place] = piece()
        except Exception as problem:
            results[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=join)
    return results
