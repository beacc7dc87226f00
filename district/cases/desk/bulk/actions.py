"""Writes of jobs; what a job does to its cases is in work.py."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.numbers import draw
from district.cases.desk.bulk.models import Job, JobRow
from district.cases.desk.bulk.permissions import may_drive, may_make
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import write_log
from district.ground.work import actions as work

ROOM, KIND = "cases", "bulk"
MOST = 5000  # cases of one job
A = Job.Action


def make(
    *, action: str, cases: Sequence[Application], by: Person, request_key: uuid.UUID, to: Person | None = None,
    note: str = "",
) -> tuple[Job, bool]:  # fmt: skip
    """A job over these cases, to be tried first, and whether it is new: the same key again finds the first.

    Raises Refused, NotPossible: nothing chosen, too many, nobody to give them to, no reason to refuse with.
    """
    require(may_make(by, action))
    if known := Job.objects.filter(request_key=request_key).first():
        return known, False
    if not cases:
        raise NotPossible(_("请先勾选要办的件。"))
    if len(cases) > MOST:
        raise NotPossible(_("一次最多办 %(n)d 件，请再筛选。") % {"n": MOST})
    if action == A.ASSIGN and to is None:
        raise NotPossible(_("请选择派给谁。"))
    if action == A.REFUSE and not note.strip():
        raise NotPossible(_("不予同意请写明理由。"))
    try:
        with transaction.atomic():
            job = work.begin(
                Job, kind=KIND, by=by, office=bureau_of(by, Role.OFFICER, Role.LEADER), total=len(cases),
                reference=f"PL{clock.today():%Y%m%d}-{draw(6)}", state=Job.State.TRYING, request_key=request_key,
                action=action, to=to if action == A.ASSIGN else None, note=note.strip(),
            )  # fmt: skip
            rows = (JobRow(job=job, case=case, place=place) for place, case in enumerate(cases, 1))
            JobRow.objects.bulk_create(rows, batch_size=500)
            write_log(room=ROOM, subject=job.reference, verb="make-job", by=by, reason=job.note,
                      data={"action": action, "cases": len(cases), "to": to.username if to else None})  # fmt: skip
    except IntegrityError:  # the other click was a moment quicker
        return Job.objects.get(request_key=request_key), False
    return job, True


def start(*, job: Job, by: Person) -> bool:
    """Begin, or go on where it stopped; False when there is nothing to begin."""
    return work.start(work=job, by=by) if job.state == Job.State.READY else work.resume(work=job, by=by)


def cancel(*, job: Job, by: Person) -> bool:
    """Stop after the case in hand; what is done stays done."""
    require(may_drive(by, job))
    return work.stop(work=job, by=by)
