"""The desk's own work in the demonstration: a colleague who is away, a list kept, a job tried and waiting."""

from __future__ import annotations

import datetime as dt
import uuid

from district.cases.desk import buckets
from district.cases.desk.assigning.actions import assign
from district.cases.desk.bulk import actions as bulk
from district.ground import clock
from district.ground.people.absences import enter_absence
from district.ground.people.keeping import save_view
from district.ground.people.queries import Person, officers_of
from district.ground.work.actions import work_on
from district.policies import queries as policies
from district.policies.runs import work as runs

AUTOMATIC = "stable-jobs-refund"


def make_desk(people: dict[str, Person]) -> None:
    officer, leader = people["officer"], people["leader"]
    bureau = officer.duties[0].bureau
    colleague = officers_of(bureau).exclude(pk=officer.pk).order_by("pk").first()
    if colleague is None:
        return
    today = clock.today()
    for case in buckets.worklist(leader).filter(state="accepted", programme__office=bureau, officer=officer)[:3]:
        assign(application=case, to=colleague, by=leader, reason="示例：分担")
    enter_absence(
        person=colleague, substitute=officer, first=today, last=today + dt.timedelta(days=9), by=leader,
        request_key=uuid.uuid4(), note="示例：年休假",
    )  # fmt: skip
    save_view(
        person=officer,
        table="cases.worklist",
        name="待受理、快到期",
        query="state=submitted&bucket=week",
        office=bureau,
    )
    save_view(person=officer, table="cases.worklist", name="已超期", query="bucket=overdue")
    _lists(officer)
    again = Person.objects.get(pk=officer.pk)  # with the colleague's duties
    cases = list(buckets.worklist(again).filter(state="submitted", programme__office=bureau)[:8])
    if cases:
        job, _created = bulk.make(action="accept", cases=cases, by=again, request_key=uuid.uuid4())
        work_on(job)


def _lists(officer: Person) -> None:
    """The lists of an automatic grant, ready to be offered."""
    today = clock.today()
    version = next((each for each in policies.versions_on(today) if each.programme.slug == AUTOMATIC), None)
    if version is None or version.programme.office_id not in officer.bureau_ids():
        return
    run, _created = runs.start(kind="lists", version=version, as_of=today, by=officer, request_key=uuid.uuid4())
    runs.work(run)
