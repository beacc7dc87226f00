"""The corps' year at the desk: seventy experts, some thousand services, rendered whole; beside reading them one by one.

Experts, needs, encounters and who advised are rows of a database in a temporary folder, entered by the room's own bulk
action. Ours: the page `/desk/advice/corps/` as a signed-in officer gets it, queries, template and all. Naive: for each
expert and month a query of its own, no template.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.timing import timed

DAY = dt.date(2026, 12, 31)
GOAL = 200  # milliseconds


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--experts", type=int, default=70)
    asked.add_argument("--services", type=int, default=1500)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "HUIQI_DATA": folder,
            "HUIQI_DEBUG": "1",
            "HUIQI_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "district.web.settings",
        }
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        settings.ALLOWED_HOSTS = ["testserver"]
        call_command("migrate", verbosity=0)
        measure(options.experts, options.services)


def measure(experts: int, services: int) -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from district.ground import clock

    with clock.at(DAY):
        officer = fill(experts, services)
        client, url = Client(), reverse("advice:corps")
        client.force_login(officer)
        answer = client.get(url)
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        ours, _page = timed(lambda: client.get(url), 7)
        naive, _found = timed(one_by_one, 2)
    print(f"{experts} experts, {services} services: page {ours:.0f} ms, {len(seen)} queries; goal {GOAL} ms")
    print(f"one by one {naive:.0f} ms without a page: {naive / ours:.1f} times as long")


def fill(experts: int, services: int) -> Any:
    from district.ground.people import actions, consents
    from district.ground.people.experts import enter
    from district.ground.people.queries import Field, Role, Topic, bureau_named
    from district.services.advice import past, starting
    from district.services.advice.models import Subject

    draw = random.Random(20)
    actions.define_bureaus(offices=[("示例局", "示例局")], streets=["示例街道"])
    office = bureau_named("示例局")
    assert office is not None
    officer = actions.create_person(username="officer", name="示例", password=None, duties=[(office, Role.OFFICER)])
    consents.agree(person=officer)
    starting.lay()
    fields, topics = list(Field), list(Topic)
    corps = [
        enter(office=office, by=officer, name=f"示例专家{n}", fields=[fields[n % 8]], topics=[topics[n % 7]])
        for n in range(experts)
    ]
    subjects = list(Subject.objects.all())
    rows = [
        past.Past(day=DAY - dt.timedelta(days=draw.randrange(364)), mode="clinic", subject=draw.choice(subjects),
                  experts=(draw.choice(corps),), minutes=draw.choice((30, 60, 90)), whom="示例店")
        for _n in range(services)
    ]  # fmt: skip
    past.enter_past(rows=rows, office=office, by=officer)
    return officer


def one_by_one() -> int:
    """The same numbers, a query for each expert and month."""
    from django.db.models import Sum

    from district.ground.people.queries import Expert
    from district.services.advice.models import Adviser

    total = 0
    for expert in Expert.objects.all():
        for month in range(1, 13):
            rows = Adviser.objects.filter(expert=expert, encounter__happened_on__month=month)
            total += rows.aggregate(n=Sum("minutes"))["n"] or 0
    return total


if __name__ == "__main__":
    main()
