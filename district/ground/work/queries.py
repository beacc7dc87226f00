"""Reads of long work: what a page shows of it, and what ran last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district.ground import clock
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person
from district.ground.work.holding import locked
from district.ground.work.kinds import Kind, all_kinds, kind_of, own
from district.ground.work.models import IN_HAND, STOPPED, Row, Work, WorkRows
from district.ground.work.permissions import may_resume, may_stop

__all__ = [
    "Row", "Shown", "Work", "WorkRows", "all_kinds", "going_on", "kind_of", "last_runs", "locked", "outcomes_of",
    "own", "shown", "shown_together", "time_left",
]  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A piece of work as pages show it. `rate`: rows a second, `left`: in words; None while nobody can say.

    `lost`: its worker has said nothing for so long that somebody may take it up.
    """

    work: Work
    kind: Kind
    title: str
    address: str
    unit: str | Promise
    rate: int | None
    left: str | None
    lost: bool
    stops: Answer
    resumes: Answer

    @property
    def went_well(self) -> int:
        """Rows done of those passed; none while it is only tried."""
        return 0 if self.work.trial else self.work.done - self.work.refused - self.work.failed

    @property
    def may_be_stopped(self) -> bool:
        return self.work.works or self.work.state == Work.State.READY

    @property
    def may_go_on(self) -> bool:
        return self.work.state in STOPPED or self.lost


def shown(work: Work, person: Person) -> Shown:
    kind = kind_of(work)
    rate, seconds = _pace(work)
    return Shown(
        work=work, kind=kind, title=kind.title(work), address=kind.address(work), unit=kind.unit,
        rate=round(rate) if rate is not None and rate >= 1 else None,
        left=time_left(seconds) if seconds is not None else None,
        lost=work.state in IN_HAND and work.lease_until is not None and work.lease_until <= clock.now(),
        stops=may_stop(person, work), resumes=may_resume(person, work),
    )  # fmt: skip


def shown_together(works: Sequence[Work], person: Person) -> list[Shown]:
    """A page of work, the rows of each kind fetched at once."""
    own: dict[int, Work] = {}
    for kind in {each.kind: kind_of(each) for each in works}.values():
        if kind.rows is not None:
            keys = [each.pk for each in works if each.kind == kind.key]
            own |= kind.rows().select_related("by", "office").in_bulk(keys)
    return [shown(own.get(each.pk, each), person) for each in works]


def _pace(work: Work) -> tuple[float | None, float | None]:
    """Rows a second since it was taken up last, and seconds left at that."""
    gained = work.done - work.started_with
    if work.state not in IN_HAND or work.started_at is None or gained <= 0:
        return None, None
    rate = gained / max(0.5, (clock.now() - work.started_at).total_seconds())
    return rate, (work.total - work.done) / rate


def time_left(seconds: float) -> str:
    """About how long still, as people say it."""
    if seconds < 100:
        return _("约剩 %(n)d 秒") % {"n": max(1, round(seconds))}
    if seconds < 100 * 60:
        return _("约剩 %(n)d 分钟") % {"n": round(seconds / 60)}
    return ngettext("约剩 %(n)d 小时", "约剩 %(n)d 小时", round(seconds / 3600)) % {"n": round(seconds / 3600)}


def going_on(kind: str, subject: str) -> Work | None:
    """The last work on a thing, ended or not; None before the first."""
    return Work.objects.filter(kind=kind, subject=subject).first()


def outcomes_of(work: Work) -> QuerySet[Row]:
    return work.outcomes.order_by("place")


def last_runs() -> list[tuple[Kind, Work | None]]:
    """Every kind there is, with the work of it that began last; one query."""
    last = Work.objects.filter(kind=OuterRef("kind")).values("pk")[:1]
    found = {each.kind: each for each in Work.objects.filter(pk=Subquery(last))}
    return [(kind, found.get(kind.key)) for kind in all_kinds()]
