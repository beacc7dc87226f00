"""Jobs made from the worklist, started and stopped; lists kept under a name."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.doors import deciding
from district.cases.core.models import Application
from district.cases.desk import buckets
from district.cases.desk.bulk import actions, queries
from district.cases.desk.bulk.models import Job
from district.cases.desk.bulk.permissions import may_drive
from district.cases.desk.columns import WORKLIST
from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import Cut, Keyed, OneOf, Says, Several
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role
from district.ground.record.reading import key_asked
from district.ground.tables.listing import listed
from district.ground.work import actions as work

PAGE = 25
JOB = to("cases:job", "thing.reference")
reading = holds(Role.OFFICER, Role.LEADER, Role.AUDITOR)


class MakeForm(Keyed):
    """What to do, with the ticked cases or with all that the worklist's filters find."""

    action = OneOf(Job.Action.values, gettext_lazy("请选择要办什么。"))
    list = Cut(500)
    all = Says("1")
    case = Several(PAGE)
    to = Cut(20)
    note = Cut(500)

    field_order = ("request_key", "action")


def _chosen(person: Person, asked: str, everything: bool, case: list[str]) -> list[Application]:
    """What the person sees and chose, in the list's order."""
    if everything:
        shown = listed(WORKLIST, user=person, params=QueryDict(asked).dict())
        return list(shown.found[: actions.MOST + 1])
    return list(buckets.worklist(person).filter(reference__in=case))


def _make(*, by: Person, action: str, request_key: uuid.UUID, to: str, note: str, **chosen: Any) -> Job:
    job, created = actions.make(
        action=action, cases=_chosen(by, chosen["list"], chosen["all"], chosen["case"]), by=by,
        request_key=request_key, note=note, to=Person.objects.filter(pk=key_asked(to), is_active=True).first(),
    )  # fmt: skip
    if created:
        work.give(job)
    return job


def _start(*, job: Job, by: Person) -> None:
    if actions.start(job=job, by=by):
        work.give(job)


def _list(outcome: Any) -> str:
    """The worklist as it was filtered."""
    asked = outcome.given["list"] if isinstance(outcome, Done) else outcome.form.data.get("list", "")[:500]
    return f"{reverse('cases:worklist')}?{asked}"


MAKE: Act[Job] = Act(
    "cases.job_new", gettext_lazy("批量办理"), _make, door=deciding, back=_list, asks=MakeForm,
    then=to("cases:job", "result.reference"), own_key=True,
)  # fmt: skip
START: Act[Job] = Act(
    "cases.job_start", gettext_lazy("开始办理"), _start, door=deciding, back=JOB, on=queries.jobs_of, named="job",
    may=may_drive,
)  # fmt: skip
CANCEL: Act[Job] = Act(
    "cases.job_cancel", gettext_lazy("停止"), actions.cancel, door=deciding, back=JOB, on=queries.jobs_of, named="job",
    may=may_drive, says=lambda done: _("已停止。办过的件不变，可以接着办。") if done.result else None,
)  # fmt: skip
BULK_ACTS: tuple[Act[Any], ...] = (MAKE, START, CANCEL)
