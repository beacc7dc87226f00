"""A year of free slots of seventy experts, computed from openings and holds, beside a naive expansion of the same.

Experts, openings (two half days a week, most of them by their own rule) and a year of appointments with the rest after
them are rows of a database in a temporary folder. Ours: `queries.free`, queries and all. Naive: the same rows, read
already; every day asks the recurrence from its beginning, and every slot every hold.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.timing import timed

FIRST = dt.date(2026, 1, 5)
GOAL = 200  # milliseconds


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--experts", type=int, default=70)
    asked.add_argument(
        "--naive", type=int, default=3, help="experts of the naive expansion, which is then extrapolated"
    )
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HUIQI_DATA": folder, "HUIQI_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "district.web.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.experts, options.naive)


def measure(experts: int, naively: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from district.ground import clock
    from district.ground.slots import queries, recurring
    from district.ground.slots.times import Span, at

    rows = made(experts)
    year = Span(at(FIRST, dt.time()), at(FIRST + dt.timedelta(days=365), dt.time()))

    def ours() -> dict[int, list[queries.Slot]]:
        recurring._between.cache_clear()
        return queries.free(rows, year, notice=False)

    with clock.at(dt.datetime.combine(FIRST, dt.time(), tzinfo=year.starts.tzinfo)):
        with CaptureQueriesContext(connection) as asked:
            ours()
        mine, found = timed(ours, 7)
        known = queries.Known(rows[:naively], year)
        plain, wanted = timed(lambda: {row.pk: naive(known, row, year) for row in rows[:naively]}, 1)
    shown = {pk: [(slot.starts, slot.ends) for slot in found[pk]] for pk in wanted}
    assert shown == wanted, "not the same slots"
    whole = plain / naively * experts
    print(f"{experts} experts, a year: {sum(map(len, found.values())):,} free slots, {len(asked)} queries")
    print(f"computed in {mine:.0f} ms of processor (goal {GOAL} ms: {'met' if mine < GOAL else 'not met'})")
    print(f"naive expansion {whole:,.0f} ms (of {naively} experts, extrapolated): {whole / mine:.1f}×")


def made(experts: int) -> list[Any]:
    """Resources with their openings and a year of appointments, always the same."""
    from district.ground import clock
    from district.ground.slots.models import Hold, Opening, Resource
    from district.ground.slots.times import at, minutes

    chance, now = random.Random(70), clock.now()
    rows = [
        Resource(key=f"e{n}", kind="expert", name=f"示例专家{n}", after=15, per_day=6, per_week=20)
        for n in range(experts)
    ]
    Resource.objects.bulk_create(rows)
    rows = list(Resource.objects.order_by("pk"))
    openings, holds = [], []
    for row in rows:
        first = FIRST + dt.timedelta(days=chance.randrange(5))
        days = sorted(chance.sample(["MO", "TU", "WE", "TH", "FR"], 2))
        openings.append(Opening(resource=row, first=first, begins=dt.time(13, 30), minutes=210, length=30,
                                rule=f"FREQ=WEEKLY;BYDAY={','.join(days)}", holidays="off"))  # fmt: skip
        for week in range(52):
            day = FIRST + dt.timedelta(days=week * 7 + chance.randrange(5))
            starts, group = at(day, dt.time(13, 30)) + minutes(45 * chance.randrange(4)), uuid.uuid4()
            given = {"group": group, "resource": row, "made_at": now, "changed_at": now}
            holds += [Hold(kind="appointment", starts=starts, ends=starts + minutes(30), **given),
                      Hold(kind="buffer", starts=starts + minutes(30), ends=starts + minutes(45), **given)]  # fmt: skip
    Opening.objects.bulk_create(openings)
    Hold.objects.bulk_create(holds)
    return rows


def naive(known: Any, row: Any, year: Any) -> list[tuple[dt.datetime, dt.datetime]]:
    """Each day: is it one of the recurrence? Each slot: does any hold lie over it, or over the rest after it?"""
    from dateutil.rrule import rrulestr

    from district.ground.slots.computing import is_holiday
    from district.ground.slots.times import at, day_of, minutes, week_of

    busy, found = known.busy[row.pk], []
    main = [each for each in busy if each.kind == "appointment"]
    for n in range(365):
        day = FIRST + dt.timedelta(days=n)
        for opening in known.openings[row.pk]:
            rule = rrulestr(opening.rule, dtstart=dt.datetime.combine(opening.first, dt.time()))
            if dt.datetime.combine(day, dt.time()) not in rule or is_holiday(day):
                continue
            if sum(day_of(each.starts) == day for each in main) >= row.per_day:
                continue
            if sum(week_of(day_of(each.starts)) == week_of(day) for each in main) >= row.per_week:
                continue
            for step in range(opening.minutes // opening.length):
                starts = at(day, opening.begins) + minutes(step * opening.length)
                ends = starts + minutes(opening.length)
                rest = ends + minutes(row.after)
                core = all(each.ends <= starts or each.starts >= ends for each in busy)
                if core and all(each.kind == "buffer" or each.ends <= ends or each.starts >= rest for each in busy):
                    found.append((starts, ends))
    return found


if __name__ == "__main__":
    main()
