"""A worker killed with SIGKILL in the middle of a job: each case is done once, whoever does it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests import turns
from tests.district.policies.test_killed import KILLED, PATIENCE, ROOT, wait, worker

CASES = 40


@pytest.fixture
def here(tmp_path: Path) -> Iterator[dict[str, str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_"))}
    environment |= {"HUIQI_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.district.cases.desk.bulk.killing", str(CASES)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=PATIENCE)
    yield environment


def found(here: dict[str, str], sql: str) -> Any:
    """The first value of a question to the database, asked from outside the worker."""
    path = next(Path(here["HUIQI_DATA"]).glob("*.sqlite3"))
    with closing(sqlite3.connect(path, timeout=20)) as database:
        return database.execute(sql).fetchone()[0]


DONE = "SELECT count(*) FROM work_row WHERE outcome = 'done'"
STATE = "SELECT state FROM work_work"


@turns.alone(KILLED[1], KILLED)
def test_killed_twice_and_done_once(here: dict[str, str]) -> None:
    for least in (4, 14):
        with worker(here) as process:
            wait(lambda least=least: found(here, DONE) >= least, process)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert least <= found(here, DONE) < CASES
        assert found(here, STATE) == "running"
    with worker(here) as process:
        wait(lambda: found(here, STATE) == "done", process)
    assert found(here, DONE) == CASES
    accepted = "SELECT count(*) || ' ' || count(DISTINCT subject) FROM record_logentry WHERE verb = 'accept'"
    assert found(here, accepted) == f"{CASES} {CASES}"
    assert found(here, "SELECT count(*) FROM cases_application WHERE state = 'accepted'") == CASES
    assert found(here, "SELECT count(*) FROM record_logentry WHERE verb = 'job-done'") == 1
