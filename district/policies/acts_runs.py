"""Runs over the whole register: begun, stopped, taken up, repeated."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.acts.acts import Act, Say, to
from district.ground.acts.forms import Keyed
from district.ground.people.permissions import Answer, No, Yes, holds
from district.ground.people.queries import Person, Role
from district.ground.work.actions import give
from district.policies import queries
from district.policies.forms import ListsForm
from district.policies.models import ProgrammeVersion, Run
from district.policies.permissions import may_list
from district.policies.runs import work

RUN = to("policies:run", "thing.reference")
running = holds(Role.OFFICER, Role.LEADER)


def versions_to_try() -> list[ProgrammeVersion]:
    """Versions in force today of programmes for enterprises, by name."""
    found = [each for each in queries.versions_on(clock.today())
             if each.programme.subject == "enterprise" and not queries.is_service(each)]  # fmt: skip
    return sorted(found, key=lambda each: each.programme.name)


def versions_to_list(person: Person, _nothing: Any = None) -> dict[str, Any]:
    """Those of which this person may make the lists, for the form."""
    return {"versions": [each for each in versions_to_try() if may_list(person, each)]}


def may_list_any(person: Person, _nothing: Any = None) -> Answer:
    """Before a programme is chosen: whether there is one to choose."""
    return Yes if versions_to_list(person)["versions"] else No(_("本部门没有可以制作名单的项目。"))


def runs_seen(person: Person) -> QuerySet[Run]:
    """Runs of the person's bureaus; of others there are none."""
    rows = Run.objects.visible_to(person)
    return rows.select_related("version__programme", "version__release", "repeats", "office", "by")


def begin(*, by: Person, **said: Any) -> Run:
    """A run, given to the worker where it is new. Raises Refused."""
    run, created = work.start(by=by, **said)
    if created:
        give(run)
    return run


def _lists(*, by: Person, version: ProgrammeVersion, request_key: uuid.UUID) -> Run:
    return begin(by=by, kind="lists", version=version, as_of=clock.today(), request_key=request_key)


def _resume(*, run: Run, by: Person) -> None:
    if work.resume(run=run, by=by):
        give(run)


def _repeat(*, run: Run, by: Person, request_key: uuid.UUID) -> Run:
    """The same version and snapshot again: the lists must come out the same to the byte."""
    if run.kind != Run.Kind.LISTS or run.state != Run.State.DONE:
        raise Http404
    return begin(by=by, kind="lists", version=run.version, as_of=run.as_of, request_key=request_key,
                 repeats=run.repeats or run)  # fmt: skip


LISTS: Act[Run] = Act(
    "policies.runs", _("制作名单"), _lists, door=running, back=to("policies:runs"), may=may_list_any,
    asks=ListsForm, asks_with=versions_to_list, then=to("policies:run", "result.reference"), own_key=True,
)  # fmt: skip
CANCEL: Act[Run] = Act(
    "policies.run_cancel", _("停止"), work.cancel, door=running, back=RUN, on=runs_seen, named="run",
    says=Say(_("已停止。做完的部分保留，可以随时继续。"), "info"),
)  # fmt: skip
RESUME: Act[Run] = Act("policies.run_resume", _("继续"), _resume, door=running, back=RUN, on=runs_seen, named="run")
REPEAT: Act[Run] = Act(
    "policies.run_repeat", _("用同一份数据再算一遍"), _repeat, door=running, back=RUN, on=runs_seen, named="run",
    asks=Keyed, then=to("policies:run", "result.reference"), own_key=True,
)  # fmt: skip
RUNS = (LISTS, CANCEL, RESUME, REPEAT)
