"""Work nobody waits for leaves SQLite's writer free most of the time; what somebody waits for does not pause."""

from __future__ import annotations

import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import management
from django.db import connection, connections, transaction

import district.__main__ as entry
from district.ground.record import turns

pytestmark = pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite's one writer")
HELD = 0.03


@pytest.fixture
def background() -> Iterator[None]:
    turns.in_background()
    yield
    turns.in_foreground()


def busy(times: int) -> float:
    """So many transactions of 30 ms each; the share of the time in which one was open."""
    started = time.monotonic()
    for _ in range(times):
        with transaction.atomic():
            time.sleep(HELD)
    return times * HELD / (time.monotonic() - started)


@pytest.mark.usefixtures("keeping_triggers")
class TestPauses:
    def test_background_work_holds_the_writer_for_a_third_of_the_time(self, background: None) -> None:
        assert busy(12) < 0.45

    def test_what_somebody_waits_for_does_not_pause(self) -> None:
        assert busy(12) > 0.6

    def test_time_between_transactions_counts(self, background: None) -> None:
        """Who works on something else in between has no pause to make up for."""
        busy(1)
        time.sleep(HELD * 3)
        started = time.monotonic()
        with transaction.atomic():
            pass
        assert time.monotonic() - started < HELD

    def test_others_find_the_writer_free(self, background: None) -> None:
        """The prober asks without waiting, as many do; today's figure without turns was 8 of 292."""
        done = threading.Event()

        def work() -> None:
            try:
                while not done.is_set():
                    with transaction.atomic():
                        time.sleep(HELD)
            finally:
                connections.close_all()

        worker = threading.Thread(target=work)
        worker.start()
        prober = sqlite3.connect(connection.settings_dict["NAME"], timeout=0, isolation_level=None)
        free = asked = 0
        until = time.monotonic() + 3
        while time.monotonic() < until:
            asked += 1
            try:
                prober.execute("BEGIN IMMEDIATE")
                prober.execute("ROLLBACK")
                free += 1
            except sqlite3.OperationalError:
                pass
            time.sleep(0.02)
        done.set()
        worker.join()
        assert free / asked > 0.5


@pytest.mark.parametrize(
    "command, pauses",
    [("worker", True), ("ledger", True), ("check_owners", True), ("deliver", True), ("run", False), ("migrate", False)],
)
def test_every_command_but_those_waited_for_is_background(monkeypatch: Any, command: str, pauses: bool) -> None:
    monkeypatch.setattr(sys, "argv", ["huiqi", command])
    monkeypatch.setattr(management, "execute_from_command_line", lambda argv: None)
    monkeypatch.setattr(turns, "_background", False)
    entry.main()
    assert turns._background is pauses
