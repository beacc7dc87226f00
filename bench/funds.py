"""Decisions a second on one budget line, beside the bare work they cannot do without.

PostgreSQL, commits reaching the disk: pgbench locks one row, updates it, writes one entry, commits. SQLite: plain
sqlite3 does the same. Decision: `funds.actions.commit` on one line, everything checked: award, two-sided entries posted
by trigger, payment plan, sealed log. Every process decides on the same line, so all of them queue for its money; the
ledger is then verified to the fen.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BARE = """BEGIN;
SELECT fen FROM pot WHERE id = 1 FOR UPDATE;
UPDATE pot SET fen = fen - 1 WHERE id = 1;
INSERT INTO entry (pot, fen) VALUES (1, 1);
COMMIT;
"""
TABLES = ("CREATE TABLE pot (id integer PRIMARY KEY, fen bigint CHECK (fen >= 0))",
          "CREATE TABLE entry (id {serial}, pot integer, fen bigint)",
          "INSERT INTO pot VALUES (1, 1000000000)")  # fmt: skip


def pgbench(url: str, folder: Path, clients: int, seconds: int) -> float:
    """Transactions a second of the bare script."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in TABLES:
            connection.execute(statement.format(serial="serial PRIMARY KEY"))  # type: ignore[arg-type]
    script = folder / "bare.sql"
    found_at = shutil.which("pgbench") or next(map(str, Path("/usr/lib/postgresql").glob("*/bin/pgbench")), None)
    assert found_at, "pgbench comes with PostgreSQL's contrib package"
    script.write_text(BARE)
    run = subprocess.run(
        [found_at, "-n", "-f", str(script), "-c", str(clients), "-j", str(clients), "-T", str(seconds), url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", run.stdout)
    assert found, run.stdout
    return float(found[1])


def plain_sqlite(folder: Path, seconds: int) -> float:
    """The same with sqlite3, one writer, the site's own settings of the database."""
    import sqlite3

    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL",
                      *(each.format(serial="integer PRIMARY KEY") for each in TABLES)):  # fmt: skip
        connection.execute(statement)
    count, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("SELECT fen FROM pot WHERE id = 1").fetchone()
        connection.execute("UPDATE pot SET fen = fen - 1 WHERE id = 1")
        connection.execute("INSERT INTO entry (pot, fen) VALUES (1, 1)")
        connection.execute("COMMIT")
        count += 1
    return count / (time.perf_counter() - started)


def decisions(env: dict[str, str], clients: int, seconds: int) -> float:
    """Decisions a second of `clients` processes on one line; the ledger is verified after."""
    site = {**os.environ, **env, "HUIQI_DEBUG": "1", "HUIQI_TASKS": "immediate", "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "district.web.settings"}  # fmt: skip
    command = [sys.executable, str(Path(__file__).resolve())]
    subprocess.run([*command, "--prepare"], env=site, check=True, stdout=subprocess.DEVNULL)
    workers = [
        subprocess.Popen([*command, "--decide", str(number), "--seconds", str(seconds)],
                         env=site, text=True, stdout=subprocess.PIPE)
        for number in range(clients)
    ]  # fmt: skip
    rate = sum(float(worker.communicate()[0].split()[-1]) for worker in workers)
    subprocess.run([sys.executable, "-m", "district", "ledger", "verify"], env=site, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return rate


def django() -> None:
    import django as framework

    framework.setup()
    from django.conf import settings

    settings.DEBUG = False


def prepare() -> None:
    """A district with one line of a hundred million yuan."""
    django()
    from django.core.management import call_command

    from tests.district.funds.town import town

    call_command("migrate", verbosity=0)
    town(fill=100_000_000)


def decide(number: int, seconds: int) -> None:
    """Decide for one firm again and again, and say how many a second. The first second warms up."""
    django()
    from decimal import Decimal

    from district.funds import actions
    from district.funds.models import Line
    from district.funds.promise import Promise
    from district.ground import clock
    from district.ground.people.models import Person
    from district.policies.queries import Programme, version_on
    from tests.district.cases.factories import enterprise

    line, by = Line.objects.get(), Person.objects.get(username="officer")
    version = version_on(Programme.objects.get(slug="money"), clock.today())
    assert version is not None and line.year == 2022
    firm = enterprise(f"9131011001{number:08}", f"示例{number}公司")

    def some(first: int, until: float) -> int:
        count = 0
        while time.perf_counter() < until:
            actions.commit(reference=f"B-{number}-{first + count}", promise=Promise(Decimal("0.01")), by=by,
                           enterprise=firm, version=version)  # fmt: skip
            count += 1
        return count

    import datetime as dt

    with clock.at(dt.date(2022, 6, 24)):
        some(0, time.perf_counter() + 1)
        started = time.perf_counter()
        count = some(1_000_000, started + seconds)
        print(count / (time.perf_counter() - started))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--clients", type=int, default=os.cpu_count() or 2)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--decide", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.prepare:
        return prepare()
    if args.decide is not None:
        return decide(args.decide, args.seconds)
    from tests.postgres import binaries, server

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = plain_sqlite(folder, args.seconds)
        ours = decisions({"HUIQI_DATA": name}, 1, args.seconds)
        print(f"SQLite      plain sqlite3, one writer       {bare:>10,.0f} /s   1.00×")
        print(f"SQLite      decisions, one by one           {ours:>10,.0f} /s {ours / bare:>6.2f}×")
        if binaries() is None:
            print("PostgreSQL left out: it is not installed")
            return None
        with server(durable=True) as url:
            bare = pgbench(url, folder, args.clients, args.seconds)
            data = {"HUIQI_DATA": name, "HUIQI_DATABASE": url}
            ours = decisions(data, args.clients, args.seconds)
            print(f"PostgreSQL  pgbench row lock, {args.clients} clients    {bare:>10,.0f} /s   1.00×")
            print(f"PostgreSQL  decisions, {args.clients} processes         {ours:>10,.0f} /s {ours / bare:>6.2f}×")
    return None


if __name__ == "__main__":
    main()
