"""What the worker does for a job: each case's move, tried and then done, one transaction a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.cases.approving.queries import waiting_of
from district.cases.core.checks import NotEligible, NotPossible
from district.cases.core.models import Application
from district.cases.decisions import signing as approving
from district.cases.desk.assigning.actions import assign
from district.cases.desk.bulk.actions import KIND, ROOM
from district.cases.desk.bulk.models import Job, JobRow
from district.cases.desk.bulk.notices import tell_signers
from district.cases.desk.bulk.permissions import may_drive
from district.cases.desk.bulk.queries import counts, total
from district.cases.review import actions as review_actions
from district.ground.people.queries import as_now
from district.ground.work.actions import Doing, Halt, Kind, Piece
from district.ground.work.queries import Work, own

A = Job.Action
ZERO = Decimal(0)


class Moves(Doing):
    """One move on many cases."""

    refusals = (*Doing.refusals, NotPossible, NotEligible)

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        self.job = Job.objects.select_related("by", "to").get(pk=work.pk)
        self.together = ZERO  # a trial is of each case alone

    def to_try(self) -> Iterator[Piece]:
        return self._rows(trial="")

    def tried(self, piece: Piece, why: str, found: Decimal | None) -> None:
        rows = JobRow.objects.filter(pk=piece.data)
        rows.update(trial="not" if why else "well", trial_why=why, amount=found)

    def pieces(self) -> Iterator[Piece]:
        self.together = total(self.job)
        return self._rows(outcome="")

    def _rows(self, **left: str) -> Iterator[Piece]:
        for pk, place, reference in list(self.job.rows.filter(**left).values_list("pk", "place", "case__reference")):
            yield Piece(place, reference, data=pk)

    def do(self, piece: Piece) -> Decimal | None:
        return _act(self.job, JobRow.objects.get(pk=piece.data), self.together)

    def finish(self) -> Mapping[str, int]:
        tell_signers(self.job)
        found = counts(self.job)
        return {name: found[name] for name in ("done", "refused", "failed")}


def _act(job: Job, row: JobRow, together: Decimal) -> Decimal | None:
    """The single case's action, by the person as they are now; the yuan of what is proposed or signed.

    `together`: of all the job's grants, by which it is found who signs them.
    """
    by = as_now(job.by_id)
    if by is None:
        raise Halt(_("提出的人已停用，请由别人重新发起。"))
    case = Application.objects.on_desk_of(by).filter(pk=row.case_id).first()
    if case is None:
        raise NotPossible(_("这件已不在您的工作台。"))
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


def _title(work: Work) -> str:
    job = own(work, Job.objects.all())
    return _("%(action)s %(n)d 件") % {"action": job.get_action_display(), "n": job.total}


BULK = Kind(
    key=KIND, room=ROOM, noun="job", label=gettext_lazy("批量办理"), unit=pgettext_lazy("unit", "件"), doing=Moves,
    may_drive=may_drive, address=lambda work: reverse("cases:job", args=[work.reference]), title=_title,
    rows=Job.objects.all,
    tells=True, words={
        "ready": gettext_lazy("试办完，等开始"), "running": gettext_lazy("正在办理"), "done": gettext_lazy("已办完"),
    },
)  # fmt: skip
