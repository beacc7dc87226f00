"""What the worker does: try each row and undo it, then do each row, one transaction a case."""

from __future__ import annotations

import logging
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.approving.queries import waiting_of
from district.cases.core.checks import NotEligible, NotPossible
from district.cases.core.models import Application
from district.cases.decisions import signing as approving
from district.cases.desk.assigning.actions import assign
from district.cases.desk.bulk.models import Job, JobRow
from district.cases.desk.bulk.notices import tell_signers
from district.cases.desk.bulk.queries import counts, total
from district.cases.review import actions as review_actions
from district.ground import clock
from district.ground.messages.queueing import posting_many
from district.ground.people.permissions import Refused
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.moves import MoveRefused

ROOM = "cases"
NO = (NotPossible, NotEligible, MoveRefused, Refused)
A, State, Outcome = Job.Action, Job.State, JobRow.Outcome
ZERO = Decimal(0)
log = logging.getLogger(__name__)


class _Undo(Exception):
    """Rolls a trial back."""


def work(job_id: int) -> None:
    """Do what a job has to do now. Twice at once or again is harmless: a row is done once."""
    job = Job.objects.select_related("by", "to").get(pk=job_id)
    if job.state == State.TRYING:
        _try_all(job)
    elif job.state == State.RUNNING:
        with posting_many():
            _do_all(job)


def take_up() -> list[Job]:
    """Jobs that a dead worker left; the caller enqueues them. For a worker's start."""
    return list(Job.objects.filter(state__in=[State.TRYING, State.RUNNING]))


def _try_all(job: Job) -> None:
    for row in job.rows.filter(trial="").iterator(chunk_size=200):
        if not _still(job, State.TRYING):
            return
        why, amount = _try(job, row)
        trial = "not" if why else "well"
        JobRow.objects.filter(pk=row.pk, outcome="").update(trial=trial, why=why, amount=amount)
    Job.objects.filter(pk=job.pk, state=State.TRYING).update(state=State.READY)


def _try(job: Job, row: JobRow) -> tuple[str, Decimal | None]:
    """Why the row's action would not work, empty when it would; and the yuan it would give. Nothing stays of it."""
    amount = None
    try:
        with transaction.atomic():
            amount = _act(job, row, ZERO)
            raise _Undo
    except _Undo:
        return "", amount
    except NO as no:
        return _said(no), None
    except Exception:
        log.exception("trial of %s, %s", job.reference, row.case_id)
        return _("系统出错，已记录。"), None


def _do_all(job: Job) -> None:
    together = total(job)
    for pk in list(job.rows.filter(outcome="").values_list("pk", flat=True)):
        if not _still(job, State.RUNNING):
            return
        _do(job, pk, together)
    with transaction.atomic():
        ended = Job.objects.filter(pk=job.pk, state=State.RUNNING)
        if ended.update(state=State.DONE, finished_at=clock.now()):
            data = {name: counts(job)[name] for name in ("done", "refused", "failed")}
            write_log(room=ROOM, subject=job.reference, verb="job-done", by=job.by, data=data)
            tell_signers(job)


def _do(job: Job, pk: int, together: Decimal) -> None:
    try:
        with transaction.atomic():
            row = lock(JobRow.objects.filter(outcome="")).filter(pk=pk).first()
            if row is None:
                return  # another worker was quicker
            _act(job, row, together)
            _note(row, Outcome.DONE)
    except NO as no:
        _note(JobRow.objects.get(pk=pk), Outcome.REFUSED, _said(no))
    except Exception:  # one case's fault must not keep the others waiting; it is logged and said
        log.exception("%s, row %s", job.reference, pk)
        _note(JobRow.objects.get(pk=pk), Outcome.FAILED, _("系统出错，已记录。"))


def _note(row: JobRow, outcome: str, why: str = "") -> None:
    left = JobRow.objects.filter(pk=row.pk, outcome="")
    left.update(outcome=outcome, why=why[:500], at=clock.now())


def _act(job: Job, row: JobRow, together: Decimal) -> Decimal | None:
    """The single case's action, by the person as they are now; the yuan of what is proposed or signed.

    `together`: of all the job's grants, by which it is found who signs them.
    """
    case = Application.objects.on_desk_of(job.by).filter(pk=row.case_id).first()
    if case is None:
        raise NotPossible(_("这件已不在您的工作台。"))
    by: Person = job.by
    if job.action == A.ACCEPT:
        review_actions.accept(application=case, by=by)
    elif job.action == A.ASSIGN:
        assert job.to is not None  # by constraint
        assign(application=case, to=job.to, by=by, reason=job.note)
    elif job.action == A.SIGN:
        waiting = waiting_of(case)
        if waiting is None:
            raise NotPossible(_("这件没有等待签批的拟办意见。"))
        approving.sign(proposal=waiting, by=by, together=together)
        return waiting.amount
    else:
        outcome = {A.GRANT: "granted", A.REFUSE: "refused"}[A(job.action)]
        made = approving.propose(application=case, by=by, outcome=outcome, note=job.note, job=job.pk, together=together)
        return made.amount
    return None


def _said(no: Exception) -> str:
    return (str(no) or str(getattr(no, "why", "")) or _("不能办理。"))[:500]


def _still(job: Job, state: str) -> bool:
    return Job.objects.filter(pk=job.pk, state=state).exists()
