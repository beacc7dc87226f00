"""The desk's worklist over many open cases, beside the bare SQL that counts and fetches one page.

Cases are rows of a database in a temporary folder, all of one bureau. Page: Django's test client, signed in, everything
rendered. Bare: the same count by deadline and the same twenty-five rows asked of sqlite3 by hand, nothing rendered.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PAGES = {
    "first page": "", "last page": "?page=999999", "overdue": "?bucket=overdue", "search by name": "?q=示例第777号",
    "by enterprise": "?sort=enterprise", "one state": "?state=accepted", "nobody's": "?officer=0",
}  # fmt: skip
COUNT = """SELECT sum(state IN ('submitted', 'accepted') AND due_on < ?), sum(state = 'returned'), count(*)
FROM cases_application WHERE programme_id IN (SELECT id FROM policies_programme WHERE office_id = ?)
AND state != 'draft'"""
ROWS = """SELECT a.*, e.name FROM cases_application a JOIN enterprises_enterprise e ON e.id = a.enterprise_id
WHERE a.programme_id IN (SELECT id FROM policies_programme WHERE office_id = ?)
AND a.state IN ('submitted', 'accepted', 'returned') ORDER BY a.due_on, a.submitted_at, a.id LIMIT 25"""


def timed(work: Callable[[], object], times: int = 9) -> float:
    """Milliseconds, the median of some."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return statistics.median(found)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--cases", type=int, default=10_000)
    cases = asked.parse_args().cases
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HUIQI_DATA": folder, "HUIQI_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "district.web.settings"}
        import django

        django.setup()
        measure(cases)


def measure(cases: int) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from district.ground import clock
    from tests.district.cases.factories import district
    from tests.district.cases.many import many_cases

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    base = district()
    many_cases(base, cases)
    connection.cursor().execute("ANALYZE")
    client = Client()
    client.force_login(base.officer)
    office = base.programmes["hiring"].office_id
    database = sqlite3.connect(settings.DATABASES["default"]["NAME"])

    def bare() -> None:
        database.execute(COUNT, (clock.today().isoformat(), office)).fetchall()
        database.execute(ROWS, (office,)).fetchall()

    base_ms = timed(bare)
    print(f"{cases:,} open cases, SQLite {sqlite3.sqlite_version}; milliseconds, median of nine")
    print(f"{'bare SQL: counts and one page':32} {base_ms:8.1f}")
    for name, query in PAGES.items():
        address = f"/desk/applications/{query}"
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        took = timed(lambda address=address: client.get(address))  # type: ignore[misc]
        print(f"{name:32} {took:8.1f} {took / base_ms:7.1f} x  {len(queries):2} queries")
    started = time.perf_counter()
    taken = b"".join(client.get("/desk/applications/?format=xlsx").streaming_content)  # type: ignore[attr-defined]
    print(f"{'all of it as a workbook':32} {(time.perf_counter() - started) * 1000:8.1f} {len(taken) / 1024:9.0f} KiB")


if __name__ == "__main__":
    main()
