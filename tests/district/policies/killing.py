"""A district in a folder of its own, in a process of its own: `python -m tests.district.policies.killing FIRMS`.

Makes the database that HUIQI_DATA names, publishes the automatic programme of test_runs, registers firms and queues one
run of its lists a process is to be killed over, and before it one that nobody disturbs.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import uuid
from decimal import Decimal
from typing import Any

DAY = dt.date(2022, 6, 24)
FACTS: list[dict[str, Any]] = [
    {"注册区": "示例区", "从业人员": Decimal(5), "失信被执行": False},
    {"注册区": "示例区", "从业人员": Decimal(5)},
    {"注册区": "示例区", "从业人员": Decimal(2), "失信被执行": False},
    {"注册区": "示例区", "从业人员": Decimal(7), "失信被执行": True},
]


def prepare(firms: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from district.enterprises.actions import take_in
    from district.ground.work.actions import give
    from district.policies import queries
    from district.policies.runs import work
    from tests.district.cases.factories import FILES, person, publish
    from tests.district.enterprises.registers import code
    from tests.district.policies.test_runs import AUTOMATIC

    call_command("migrate", verbosity=0)
    programmes = publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": AUTOMATIC})
    officer = person("officer", officer="区人社局")
    rows = [(code(number), f"示例{number}号公司", FACTS[number % 4]) for number in range(firms)]
    take_in(firms=rows, source="示例", valid_from=dt.date(2022, 1, 1))
    version = queries.version_on(programmes["hiring"], DAY)
    assert version is not None
    for _ in range(2):
        with transaction.atomic():
            run, _ = work.start(kind="lists", version=version, as_of=DAY, by=officer, request_key=uuid.uuid4())
            give(run)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings"
    import django

    django.setup()
    prepare(int(sys.argv[1]))
