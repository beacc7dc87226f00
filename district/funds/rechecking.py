"""Running awards looked at again when facts change and before each payment: what is to come follows the amount the rule
now gives, up to what was decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.funds import claiming, following, notices
from district.funds.checks import NotPossible, words
from district.funds.models import Award, Instalment
from district.funds.money import to_fen
from district.funds.permissions import may_claim
from district.funds.states import AWARD_MOVES, AWARD_STATES, COMMITTED, SETTLED
from district.people.permissions import require
from district.people.queries import Person
from district.policies import queries as policies
from district.policies.queries import Rhythm
from district.record import clock
from district.record.actions import MoveRefused, lock, moving, write_log

ROOM = "funds"
running_looked_at = Signal()
"""Sent with `award` after each look at a running award, in no transaction of its own."""

S = Instalment.State


def running(enterprises: Collection[int] | None = None) -> list[int]:
    """Awards that pay period by period; of some enterprises, or of all. Those that ended are looked at too: what is
    learnt late may say that a period was paid too much."""
    rows = Award.objects.filter(state__in=[COMMITTED, SETTLED], version__isnull=False).select_related("version")
    if enterprises is not None:
        rows = rows.filter(enterprise__in=enterprises)
    return [award.pk for award in rows.iterator(chunk_size=500) if _runs(award)]


def _runs(award: Award) -> bool:
    return award.version is not None and award.times > 1


@dataclass(frozen=True)
class Looked:
    """What came of a look at one running award: stopped, or by how many fen what is to come changed."""

    award: Award
    stopped: bool = False
    more: int = 0


def recheck(award_ids: Collection[int]) -> list[Looked]:
    """Judge each running award's own version on today's facts: where it says no what is to come stops, where it says
    less it falls to that, and rises again up to what was decided. Returns those that changed.

    Unknown changes nothing: somebody must know better before money that was promised is withheld. Who looks after
    decisions hears of every award by `running_looked_at` and sees to what was paid too much by then.
    """
    changed = []
    today = clock.today()
    rows = Award.objects.filter(pk__in=award_ids, state__in=[COMMITTED, SETTLED])
    for award in rows.select_related("version__programme__office", "version__release", "enterprise", "line"):
        if award.version is None or not _runs(award):
            continue
        if award.state == COMMITTED and (found := _look(award, today)) is not None:
            changed.append(found)
        running_looked_at.send(sender=Award, award=award)
    return changed


def _look(award: Award, today: dt.date) -> Looked | None:
    due = due_on(award, policies.facts_for_judging(award.enterprise, today), today)
    if due is None:
        return None
    try:
        if due == 0:
            stop_running(award=award, reason=_why_not(award, today))
            notices.running_follows(award, 0)
            return Looked(award, stopped=True)
        with transaction.atomic():
            fresh = lock(Award.objects.all()).get(pk=award.pk)
            why = _("按今天的信息每期 %(now)s") % {"now": words(due)}
            if not (more := following.follow(fresh, due, None, why)):
                return None
            fresh.save(update_fields=["fallen"])
            write_log(room=ROOM, subject=award.reference, verb="follow", by=None, before=fresh.state, after=fresh.state,
                      reason=why, data={"each": due, "fen": more})  # fmt: skip
        notices.running_follows(fresh, due)
        return Looked(award, more=more)
    except (NotPossible, MoveRefused):
        return None  # a payment is on its way, or no money for more: the next look comes with the next facts or batch


def due_on(award: Award, facts: Mapping[str, policies.Value], day: dt.date) -> int | None:
    """Fen of one period by the award's version on facts and a day; 0 where it says no, None where it cannot tell."""
    assert award.version is not None
    try:
        verdict = policies.judge(award.version, facts, day, award.answers)
    except policies.NoValueYet:
        return None
    if verdict.eligible is False:
        return 0
    if verdict.eligible is None or verdict.amount is None:
        return None
    return to_fen(Rhythm().each(verdict.amount).amount)


def _why_not(award: Award, today: dt.date) -> str:
    assert award.version is not None
    facts = policies.facts_for_judging(award.enterprise, today)
    verdict = policies.judge(award.version, facts, today, award.answers)
    if verdict.eligible is False:
        return _("情况变化，不再符合：%(ids)s") % {"ids": "、".join(verdict.because)}
    return _("情况变化，按规则每期金额为 0")


def paid_periods(award: Award) -> list[tuple[int, dt.date, int]]:
    """What was paid of a running award or is on its way: (serial, the day it fell due, fen), in order."""
    rows = award.instalments.filter(state__in=[S.PAID, S.PAYING], due_on__isnull=False)
    found: dict[dt.date, tuple[int, int]] = {}
    for serial, day, fen in rows.order_by("due_on", "serial").values_list("serial", "due_on", "fen"):
        first, sum_ = found.get(day, (serial, 0))  # what was set off stands apart with the same day
        found[day] = (first, sum_ + fen)
    return [(serial, day, fen) for day, (serial, fen) in found.items()]


def stop_running(*, award: Award, reason: str, by: Person | None = None) -> int:
    """Stop an award's later payments and give their money back; returns how many stopped.

    Raises NotPossible while a payment is on its way, MoveRefused, Refused.
    """
    if by is not None:
        require(may_claim(by, award.version.programme if award.version else None, award.line))
    paid = award.instalments.filter(state=S.PAID).exists()
    with move(award, "stop" if paid else "release", by, reason=reason) as row:
        return claiming.stop_unpaid(row, by, "stop", reason)


def move(
    award: Award, verb: str, by: Person | None, data: Mapping[str, object] | None = None, reason: str = ""
) -> AbstractContextManager[Award]:
    """One move of an award by its table, locked and logged."""
    return moving(award, verb, states=AWARD_STATES, moves=AWARD_MOVES, room=ROOM, by=by, reason=reason, data=data)
