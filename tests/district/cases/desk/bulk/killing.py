"""A district with one job to be killed over: `python -m tests.district.cases.desk.bulk.killing CASES`.

Makes the database that HUIQI_DATA names, hands in that many cases of as many firms and starts a job that accepts them.
"""

from __future__ import annotations

import os
import sys
import uuid


def prepare(count: int) -> None:
    from django.core.management import call_command
    from django.db import transaction

    from district.cases.core.models import Application
    from district.cases.desk.bulk import actions
    from district.cases.desk.bulk.models import Job
    from district.ground.work.actions import give
    from tests.district.cases.factories import district, enterprise, join
    from tests.district.enterprises.registers import code

    call_command("migrate", verbosity=0)
    here = district()
    for number in range(count):
        firm = enterprise(code(number), f"示例{number}号公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
        join(here.founder, firm)
        here.submitted(firm)
    cases = list(Application.objects.order_by("pk"))
    job, _ = actions.make(action="accept", cases=cases, by=here.officer, request_key=uuid.uuid4())
    Job.objects.filter(pk=job.pk).update(state="running", trial=False)
    job.rows.update(trial="well")
    with transaction.atomic():
        give(job)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings"
    import django

    django.setup()
    prepare(int(sys.argv[1]))
