"""Running awards looked at again when facts change: where the rule now says no, the later payments stop."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager

from django.utils.translation import gettext as _

from district.funds import claiming, schedules
from district.funds.checks import NotPossible
from district.funds.models import Award, Instalment
from district.funds.permissions import may_claim
from district.funds.states import AWARD_MOVES, AWARD_STATES, COMMITTED
from district.people.permissions import require
from district.people.queries import Person
from district.policies import queries as policies
from district.record import clock
from district.record.actions import MoveRefused, moving

ROOM = "funds"
S = Instalment.State


def running(enterprises: Collection[int] | None = None) -> list[int]:
    """Awards that pay period by period and have payments left; of some enterprises, or of all."""
    rows = Award.objects.filter(state=COMMITTED, version__isnull=False).select_related("version")
    if enterprises is not None:
        rows = rows.filter(enterprise__in=enterprises)
    return [award.pk for award in rows.iterator(chunk_size=500) if _runs(award)]


def _runs(award: Award) -> bool:
    """Read in Python: to SQLite a JSON null is more than one, and what is paid once would count as running."""
    return award.version is not None and schedules.times(award.version.description) > 1


def recheck(award_ids: Collection[int]) -> list[Award]:
    """Judge each running award's own version on today's facts; stop where it says no. Returns those that stopped.

    Unknown does not stop a payment: somebody must know better before money that was promised is withheld.
    """
    stopped = []
    today = clock.today()
    rows = Award.objects.filter(pk__in=award_ids, state=COMMITTED)
    for award in rows.select_related("version__programme__office", "version__release", "enterprise", "line"):
        if award.version is None or not _runs(award):
            continue
        try:
            facts = policies.facts_for_judging(award.enterprise, today)
            verdict = policies.judge(award.version, facts, today, award.answers)
        except policies.NoValueYet:
            continue
        if verdict.eligible is not False:
            continue
        why = _("情况变化，不再符合：%(ids)s") % {"ids": "、".join(verdict.because)}
        try:
            stop_running(award=award, reason=why)
        except (NotPossible, MoveRefused):
            continue  # a payment is on its way: the next look comes with the next facts or the next batch
        stopped.append(award)
    return stopped


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
