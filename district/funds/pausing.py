"""Pausing an award: what is held does not leave, its money stays committed, and everybody can read why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.funds import notices, withholding
from district.funds.checks import NotPossible
from district.funds.models import UNPAID, Award, Batch, Instalment, Pause, Payment
from district.funds.permissions import may_pause
from district.funds.states import COMMITTED
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log

ROOM = "funds"
FACTS, BY_HAND = "facts", "hand"
P, S = Payment.State, Instalment.State
paused = Signal()
"""Sent with `pause` where facts or an official hold an award, and at every look that finds it so; in that
transaction, as all of these."""
resumed = Signal()
"""Sent with `pause` where the facts allow it again, before it ends."""


def held() -> Q:
    """Instalments that do not leave for now, as a condition on them."""
    whole = Pause.objects.filter(award=OuterRef("award"), ended_at=None, whole=True)
    return Q(paused=True) | Q(Exists(whole))


def standing(award: Award) -> list[Pause]:
    """Why an award is paused now, the earliest first."""
    return list(award.pauses.filter(ended_at=None).order_by("since_on", "pk"))


def pause(
    *, award: Award, cause: str, why: str, back: str, since_on: dt.date, by: Person | None, whole: bool = True,
    digest: str = "", seen: bool = False,
) -> Pause:  # fmt: skip
    """Hold an award for a cause; the same cause again brings its words up to date. The enterprise is told.

    `whole` holds every unpaid instalment, else those that are marked. Payments in batches not released yet are taken
    out of them. `seen`: somebody else tells the enterprise.
    """
    with transaction.atomic():
        lock(Award.objects.all()).get(pk=award.pk)
        row = award.pauses.filter(cause=cause, ended_at=None).first()
        new = row is None
        if row is None:
            row = Pause(award=award, cause=cause, opened_at=clock.now(), opened_by=by)
        row.why, row.back, row.since_on, row.whole, row.digest = why[:500], back[:300], since_on, whole, digest
        row.save()
        if whole:
            take_out(award.instalments.filter(state=S.PAYING), why)
        if new:
            write_log(room=ROOM, subject=award.reference, verb="pause", by=by, before=award.state, after=award.state,
                      reason=why, data={"cause": cause, "since": since_on.isoformat()})  # fmt: skip
            if not seen and award.instalments.filter(state__in=UNPAID).exists():
                notices.paused(row)
    return row


def resume(*, row: Pause, why: str, by: Person | None, overruled: bool = False, tell: bool = True) -> None:
    """End one pause; what no other holds may leave again. `overruled`: what held it does not hold it again."""
    with transaction.atomic():
        fresh = lock(Pause.objects.all()).get(pk=row.pk)
        if fresh.ended_at is not None:
            return
        fresh.ended_at, fresh.ended_by, fresh.ended_why, fresh.overruled = clock.now(), by, why[:500], overruled
        fresh.save()
        award = fresh.award
        if fresh.cause == FACTS:
            award.instalments.filter(paused=True).update(paused=False)
        write_log(room=ROOM, subject=award.reference, verb="resume", by=by, before=award.state, after=award.state,
                  reason=why, data={"cause": fresh.cause})  # fmt: skip
        held = bool(standing(award)) or award.withheld.filter(ended="").exists()
        if tell and not held and award.instalments.filter(state__in=UNPAID).exists():
            notices.resumed(fresh, why)


def resume_for(*, award: Award, cause: str, why: str, by: Person | None, tell: bool = True) -> None:
    """The same by its cause, where it stands."""
    for row in award.pauses.filter(cause=cause, ended_at=None):
        resume(row=row, why=why, by=by, tell=tell)


def take_out(rows: QuerySet[Instalment], why: str) -> int:
    """Payments of these instalments that have not left yet leave their batches; the instalments fall due again."""
    waiting = Payment.objects.filter(instalment__in=rows, state=P.QUEUED)
    batches = sorted(set(waiting.values_list("batch", flat=True)))
    list(lock(Batch.objects.filter(pk__in=batches).order_by("pk")).values_list("pk"))  # a release under way goes first
    payments = list(waiting.select_related("batch"))
    withholding.put_back(dict.fromkeys(payments, why))
    for reference in {each.batch.reference for each in payments}:
        write_log(room=ROOM, subject=reference, verb="take-out", by=None, reason=why[:500],
                  data={"payments": sum(each.batch.reference == reference for each in payments)})  # fmt: skip
    return len(payments)


def by_hand(*, award: Award, by: Person, reason: str) -> Pause:
    """An official who has reason to stop an award holds it; whether it ends is found by the way of every finding."""
    require(may_pause(by, award))
    if not reason.strip():
        raise NotPossible(_("请写明理由，企业会看到。"))
    with transaction.atomic():
        if award.state != COMMITTED:
            raise NotPossible(_("没有等待拨付的款项，不用暂停。"))
        row = pause(award=award, cause=BY_HAND, why=reason.strip(), since_on=clock.today(), by=by,
                    back=_("由经办部门核实，听取意见后恢复或者认定。"))  # fmt: skip
        paused.send(sender=Award, pause=row)
    return row


@dataclass(frozen=True)
class Standing:
    """What a page says of a paused award: each reason; what is due and may leave, what is held, in fen."""

    pauses: list[Pause]
    owed: int
    held: int
    later: int
    later_held: bool

    @property
    def since(self) -> dt.date:
        return min(each.since_on for each in self.pauses)


def shown(award: Award) -> Standing | None:
    """None where nothing holds it."""
    pauses = standing(award) if award.state == COMMITTED else []
    if not pauses:
        return None
    whole, today = any(each.whole for each in pauses), clock.today()
    owed = kept = later = 0
    later_held = whole
    rows: Any = award.instalments.filter(state__in=UNPAID).values_list("fen", "due_on", "paused")
    for fen, due_on, paused in rows:
        if due_on is None or due_on > today:
            later += fen
            later_held = later_held or paused
        elif whole or paused:
            kept += fen
        else:
            owed += fen
    return Standing(pauses, owed, kept, later, later_held)


def rows_of(row: Pause) -> list[tuple[int, dt.date | None, int]]:
    """What a pause holds: (serial, the day it falls due, fen), in order."""
    rows = row.award.instalments.filter(state__in=UNPAID)
    if not row.whole:
        rows = rows.filter(paused=True)
    return list(rows.order_by("serial").values_list("serial", "due_on", "fen"))


def held_by(row: Pause) -> int:
    """Fen that a pause holds, those to come included."""
    return sum(fen for _serial, _day, fen in rows_of(row))


def shown_of(awards: Iterable[Award]) -> dict[int, Standing]:
    """`shown` of those of several awards that are paused; a query where none is."""
    by_id = {each.pk: each for each in awards}
    held = set(Pause.objects.filter(award__in=by_id, ended_at=None).values_list("award", flat=True))
    return {pk: found for pk in held if (found := shown(by_id[pk])) is not None}
