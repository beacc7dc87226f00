"""Who queues for the log's head while another tries something out, undoes it and goes on: nobody waits in a circle."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction

from district.ground.record.actions import verify_chain, write_log
from district.ground.record.models import LogEntry
from tests.racing import rush

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]
DAY = dt.date(2022, 6, 24)
PATIENCE = 20  # seconds


class _Undo(Exception):
    pass


def until_somebody_waits() -> None:
    """On SQLite one writer at a time is let in anyway."""
    ends = time.monotonic() + PATIENCE
    while connection.vendor == "postgresql" and time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def test_a_trial_that_is_undone_lets_go_of_those_who_wait() -> None:
    """The order that once stood still on PostgreSQL: a first waits for the head that a trial holds within two
    savepoints; the trial is undone; a second comes in between; who tried writes after all."""
    tried, undone, between = threading.Event(), threading.Event(), threading.Event()

    def written(subject: str) -> str:
        return write_log(room="record", subject=subject, verb="try", by=None).subject

    def tries() -> str:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    with transaction.atomic():
                        written("undone")
                    tried.set()
                    until_somebody_waits()
                    raise _Undo
            except _Undo:
                undone.set()
            if connection.vendor == "postgresql":
                between.wait(PATIENCE)
            return written("in the end")

    def first() -> str:
        tried.wait(PATIENCE)
        return written("first")

    def second() -> str:
        undone.wait(PATIENCE)
        with transaction.atomic():
            subject = written("second")
            between.set()
            until_somebody_waits()
            return subject

    assert rush([tries, first, second], at=DAY, wait=PATIENCE, join=3 * PATIENCE) == ["in the end", "first", "second"]
    assert sorted(LogEntry.objects.values_list("subject", flat=True)) == ["first", "in the end", "second"]
    assert verify_chain() == 3
