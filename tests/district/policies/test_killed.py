"""A worker killed for real, with SIGKILL, in the middle of a run: nothing half-done passes as done, nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from district.policies.runs.lists import CHUNK, LISTS
from tests import turns

ROOT = Path(__file__).resolve().parents[3]
FIRMS = 12 * CHUNK
KILLED = (
    "a run over the register",
    "a job of cases",
    "a batch of payments",
)  # of these each run of the tests kills one
PATIENCE = 180  # seconds

Row = dict[str, object]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of the processes, database and register made."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HUIQI_", "DJANGO_"))}
    environment |= {"HUIQI_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.district.policies.killing", str(FIRMS)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=PATIENCE)
    yield environment


def run_row(here: dict[str, str], number: int) -> Row:
    """One run as the database has it, read by another process than the worker."""
    found = list(Path(here["HUIQI_DATA"]).glob("*.sqlite3"))
    with closing(sqlite3.connect(found[0], timeout=20)) as database:
        database.row_factory = sqlite3.Row
        rows = "SELECT * FROM work_work JOIN policies_run ON work_ptr_id = id ORDER BY id LIMIT 1 OFFSET ?"
        return dict(database.execute(rows, [number]).fetchone())


def logged(here: dict[str, str], verb: str, reference: object) -> int:
    found = list(Path(here["HUIQI_DATA"]).glob("*.sqlite3"))
    with closing(sqlite3.connect(found[0], timeout=20)) as database:
        sql = "SELECT count(*) FROM record_logentry WHERE verb = ? AND subject = ?"
        return int(database.execute(sql, [verb, reference]).fetchone()[0])


@contextmanager
def worker(here: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """`huiqi worker`, killed at the latest when the test ends."""
    command = [sys.executable, "-m", "district", "worker", "--interval", "0.1", "--no-startup-delay", "-v", "0"]
    process = subprocess.Popen(command, cwd=ROOT, env=here, start_new_session=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline, "the moment never came"
        time.sleep(0.01)


def files(here: dict[str, str], run: Row) -> dict[str, bytes]:
    folder = next(Path(here["HUIQI_DATA"]).rglob(f"runs/{run['reference']}"), None)  # not there before the first chunk
    paths = folder.iterdir() if folder else ()
    return {path.name: path.read_bytes() for path in paths if not path.name.endswith((".tmp", ".part"))}


def parts_of(here: dict[str, str], run: Row) -> dict[str, bytes]:
    """The chunks that are done."""
    return {name: data for name, data in files(here, run).items() if name[:5] == "part-" and name.endswith(".csv")}


@turns.alone(KILLED[0], KILLED)
def test_killed_three_times_and_as_if_never(here: dict[str, str]) -> None:
    """Killed while the snapshot is written, after some chunks, and further on; each time the next worker goes on."""
    with worker(here) as process:
        wait(lambda: run_row(here, 0)["state"] == "done", process)
        wait(lambda: run_row(here, 1)["state"] == "running", process)
        process.send_signal(signal.SIGKILL)
        process.wait()
    unbroken, broken = run_row(here, 0), run_row(here, 1)
    assert (broken["state"], broken["done"], broken["finished_at"]) == ("running", 0, None)
    kept: dict[str, bytes] = {}
    for more in (2, 3):
        with worker(here) as process:
            wanted = len(kept) + more
            wait(lambda wanted=wanted, run=broken: len(parts_of(here, run)) >= wanted, process)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
        broken = run_row(here, 1)
        assert broken["state"] == "running", broken["error"]
        assert 0 < int(str(broken["done"])) < int(str(broken["total"])) == FIRMS
        left = files(here, broken)
        assert not set(left) & {f"{name}.csv" for name in LISTS}  # no list stands before all of them are made
        parts = parts_of(here, broken)
        assert len(parts) * CHUNK >= int(str(broken["done"]))
        assert all(data.count(b"\n") == CHUNK for data in parts.values())  # whole ones only
        assert kept.items() <= parts.items()  # what was done before stays as it was
        kept = parts
    assert json.loads(str(broken["summary"])) == {}
    assert logged(here, "run-done", broken["reference"]) == 0
    with worker(here) as process:
        wait(lambda: run_row(here, 1)["state"] == "done", process)
    mended = run_row(here, 1)
    assert json.loads(str(mended["digests"])) == json.loads(str(unbroken["digests"]))
    assert json.loads(str(mended["summary"])) == json.loads(str(unbroken["summary"]))
    first, second = files(here, unbroken), files(here, mended)
    assert all(first[f"{name}.csv"] == second[f"{name}.csv"] for name in LISTS)
    assert logged(here, "run-done", mended["reference"]) == 1
    assert logged(here, "resume-run", mended["reference"]) == 3
