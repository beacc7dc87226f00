"""Running awards looked at again when facts change and before each payment: a period is paid by the facts of the day
that governs it, up to what was decided; where they say no it is held, and nothing is stopped before it was heard.

Which day governs is the programme's: `recheck: {on: due_date}`, the day a period falls due, whenever it is paid; or
`{on: today}`, the day it is paid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from district.enterprises.queries import Value, days_of_facts
from district.funds import claiming, following, notices, pausing, withholding
from district.funds.checks import NotPossible, words
from district.funds.models import Award, Instalment, Pause, Payment
from district.funds.money import to_fen
from district.funds.permissions import may_claim
from district.funds.states import AWARD_MOVES, AWARD_STATES, COMMITTED, DECIDED
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import MoveRefused, lock, moving, write_log
from district.policies import queries as policies
from district.policies.queries import Rhythm, Verdict
from district.policies.reading import read_by

ROOM = "funds"
running_looked_at = Signal()
"""Sent with `award` after each look at a running award, in no transaction of its own."""

S = Instalment.State
Due = Mapping[int, int | None]  # an instalment → fen due, None where nobody can tell


def running(enterprises: Collection[int] | None = None) -> list[int]:
    """Awards that pay period by period; of some enterprises, or of all. Those that ended are looked at too: what is
    learnt late may say that a period was paid too much."""
    rows = Award.objects.filter(state__in=DECIDED, version__isnull=False).select_related("version")
    if enterprises is not None:
        rows = rows.filter(enterprise__in=enterprises)
    return [award.pk for award in rows.iterator(chunk_size=500) if _runs(award)]


def _runs(award: Award) -> bool:
    return award.version is not None and award.times > 1


@dataclass(frozen=True)
class Looked:
    """What came of a look at one running award: paused, resumed, or by how many fen what is to come changed."""

    award: Award
    paused: bool = False
    resumed: bool = False
    more: int = 0


def recheck(award_ids: Collection[int]) -> list[Looked]:
    """Judge what is unpaid of each running award on the day that governs it: where the rule says no it is held, where
    it says less it falls to that, and rises again up to what was decided. Returns those that changed.

    Unknown changes nothing: somebody must know better before money that was promised is withheld. Who looks after
    decisions hears of every award by `running_looked_at`, of what is held by `pausing.paused`.
    """
    changed = []
    today = clock.today()
    rows = Award.objects.filter(pk__in=award_ids, state__in=DECIDED)
    for award in rows.select_related("version__programme__office", "version__release", "enterprise", "line"):
        if award.version is None or not _runs(award):
            continue
        if award.state == COMMITTED and (found := _look(award, today)) is not None:
            changed.append(found)
        running_looked_at.send(sender=Award, award=award)
    return changed


def governed_by(award: Award, due_on: dt.date | None, today: dt.date) -> dt.date:
    """The day whose facts say whether a period is paid: the day it falls due, at the latest today."""
    by_due_date = award.version is not None and award.version.description.get("recheck") != "today"
    return due_on if by_due_date and due_on is not None and due_on < today else today


@dataclass
class _Seen:
    """An award's verdicts by day, each judged once."""

    award: Award
    verdicts: dict[dt.date, Verdict | None] = field(default_factory=dict)

    def on(self, day: dt.date) -> Verdict | None:
        if day not in self.verdicts:
            facts = policies.facts_known_of(self.award.enterprise, day)
            self.verdicts[day] = _verdict(self.award, facts, day)
        return self.verdicts[day]

    def due(self, day: dt.date) -> int | None:
        return _fen(self.on(day))


@dataclass(frozen=True)
class _Found:
    """Since when and why the facts of an award say no."""

    since: dt.date
    why: str
    digest: str

    @classmethod
    def of(cls, award: Award, seen: _Seen, day: dt.date, today: dt.date) -> _Found:
        since, why = _since(award, seen, day), _why_not(seen.on(day))
        on = {"since": since.isoformat(), "why": why, "now": seen.due(today) == 0}
        return cls(since, why, policies.digest_of(on))


def _look(award: Award, today: dt.date) -> Looked | None:
    seen = _Seen(award)
    with transaction.atomic():
        fresh = lock(Award.objects.all()).get(pk=award.pk)
        if fresh.state != COMMITTED:
            return None
        fresh.version, fresh.enterprise = award.version, award.enterprise
        rows = _unpaid(fresh)
        due = {row.pk: seen.due(governed_by(award, row.due_on, today)) for row in rows}
        change = _hold(fresh, rows, due, seen, today)
        if change == "paused":
            return Looked(fresh, paused=True)
        more = _follow(fresh, {pk: fen for pk, fen in due.items() if fen}, seen.due(today))
        if change or more:
            return Looked(fresh, resumed=change == "resumed", more=more)
        return None


def _unpaid(award: Award) -> list[Instalment]:
    """The periods that have not left: due, to come, or in a batch that is not released."""
    rows = award.instalments.filter(due_on__isnull=False).exclude(at=following.MORE).order_by("serial")
    queued = Payment.objects.filter(instalment__award=award, state=Payment.State.QUEUED).values("instalment")
    return list(rows.filter(state__in=following.OPEN) | rows.filter(pk__in=queued))


def _hold(award: Award, rows: Sequence[Instalment], due: Due, seen: _Seen, today: dt.date) -> str:
    """Hold what is not due and let go what is: "paused" or "resumed" where that begins or ends."""
    held = {row.pk for row in rows if due[row.pk] == 0 or (due[row.pk] is None and row.paused)}
    open_one = award.pauses.filter(cause=pausing.FACTS, ended_at=None).first()
    day = min((governed_by(award, row.due_on, today) for row in rows if due[row.pk] == 0), default=None)
    found = _Found.of(award, seen, day, today) if day is not None else None
    if found and award.pauses.filter(cause=pausing.FACTS, overruled=True, digest=found.digest).exists():
        held = set()
    if not held:
        return _let_go(open_one)
    same = held == {row.pk for row in rows if row.paused} and open_one is not None
    if found is None:
        return ""
    if same and open_one is not None and open_one.digest == found.digest:
        pausing.paused.send(sender=Award, pause=open_one)
        return ""
    _mark(award, rows, held, found.why)
    assert award.version is not None
    pause = pausing.pause(award=award, cause=pausing.FACTS, why=found.why, since_on=found.since, by=None, whole=False,
                          digest=found.digest, back=_back(award),
                          seen=withholding.told_of(award, read_by(award.version), found.since))  # fmt: skip
    pausing.paused.send(sender=Award, pause=pause)
    return "" if open_one else "paused"


def _let_go(open_one: Pause | None) -> str:
    if open_one is None:
        return ""
    pausing.resumed.send(sender=Award, pause=open_one)
    pausing.resume(row=open_one, why=_("情况已恢复或信息已更正，重新核算符合"), by=None)
    return "resumed"


def _mark(award: Award, rows: Sequence[Instalment], held: set[int], why: str) -> None:
    """What is held leaves the batches that are not released and is marked; what is not is let go."""
    pausing.take_out(award.instalments.filter(pk__in=held, state=S.PAYING), why)
    award.instalments.filter(pk__in=held).exclude(state=S.PAYING).update(paused=True)
    award.instalments.filter(paused=True).exclude(pk__in=held).update(paused=False)


def _back(award: Award) -> str:
    if award.version is not None and award.version.description.get("recheck") == "today":
        return _("信息更正或情况恢复后自动恢复；付款时符合的，各期照付。")
    return _("信息更正或情况恢复后自动恢复；到期那天符合的各期照付。")


def _follow(award: Award, each: Mapping[int, int], now: int | None) -> int:
    why = _("按今天的信息每期 %(now)s") % {"now": words(now)} if now else _("按到期那天的信息")
    try:
        with transaction.atomic():
            if not (more := following.follow(award, each, None, why)):
                return 0
            award.save(update_fields=["fallen"])
            write_log(room=ROOM, subject=award.reference, verb="follow", by=None, before=award.state,
                      after=award.state, reason=why, data={"each": now, "fen": more})  # fmt: skip
            if now:
                notices.running_follows(award, now)
    except (NotPossible, MoveRefused):
        return 0  # no money for more: the next look comes with the next facts or batch
    return more


def _since(award: Award, seen: _Seen, day: dt.date) -> dt.date:
    """The first day from which on, up to `day`, the facts say no."""
    began = timezone.localdate(award.committed_at) if award.committed_at else day
    days = {each for each in days_of_facts(award.enterprise) if began < each < day}
    days |= {each for each in award.instalments.values_list("due_on", flat=True) if each and began < each < day}
    since = day
    for each in sorted(days, reverse=True):
        if seen.due(each) != 0:
            break
        since = each
    return since


def due_on(award: Award, facts: Mapping[str, Value], day: dt.date) -> int | None:
    """Fen of one period by the award's version on facts and a day; 0 where it says no, None where it cannot tell."""
    return _fen(_verdict(award, facts, day))


def _verdict(award: Award, facts: Mapping[str, Value], day: dt.date) -> Verdict | None:
    assert award.version is not None
    try:
        return policies.judge(award.version, facts, day, award.answers)
    except policies.NoValueYet:
        return None


def _fen(verdict: Verdict | None) -> int | None:
    if verdict is None:
        return None
    if verdict.eligible is False:
        return 0
    if verdict.eligible is None or verdict.amount is None:
        return None
    return to_fen(Rhythm().each(verdict.amount).amount)


def _why_not(verdict: Verdict | None) -> str:
    if verdict is not None and verdict.eligible is False:
        return _("情况变化，不再符合：%(ids)s") % {"ids": "、".join(_said(verdict))}
    return _("情况变化，按规则每期金额为 0")


def _said(verdict: Verdict) -> list[str]:
    """The failing conditions as people read them."""
    say = {each.id: each.say for each in verdict.conditions()}
    return [say.get(id_) or id_ for id_ in verdict.because]


def paid_periods(award: Award) -> list[tuple[int, dt.date, int]]:
    """What was paid of a running award or is on its way: (serial, the day that governs it, fen), in order."""
    rows = award.instalments.filter(state__in=[S.PAID, S.PAYING], due_on__isnull=False)
    by_due_date = award.version is None or award.version.description.get("recheck") != "today"
    found: dict[dt.date, tuple[int, dt.date, int]] = {}
    left = rows.annotate(left=Max("payments__batch__made_at")).order_by("due_on", "serial")
    rows_: Any = left.values_list("serial", "due_on", "fen", "left")
    for serial, day, fen, at in rows_:
        governs = day if by_due_date or at is None else timezone.localdate(at)
        first, governs, sum_ = found.get(day, (serial, governs, 0))  # what was set off stands apart with the same day
        found[day] = (first, governs, sum_ + fen)
    return list(found.values())


def end_held(*, award: Award, cause: str, reason: str, by: Person) -> int:
    """What a pause holds is not paid any more, as somebody ruled and another agreed; returns the fen that end.

    What fell due while it was due stays owed. Raises NotPossible while a payment is on its way, Refused.
    """
    require(may_claim(by, award.version.programme if award.version else None, award.line))
    with transaction.atomic():
        fresh = lock(Award.objects.all()).get(pk=award.pk)
        row = fresh.pauses.filter(cause=cause, ended_at=None).first()
        if row is None:
            raise NotPossible(_("暂停已经结束，没有可停付的各期。"))
        ended = claiming.stop_unpaid(fresh, by, "stop", reason, paused=not row.whole)
        following.come_to_rest(fresh)
        fresh.save()
        write_log(room=ROOM, subject=fresh.reference, verb="stop", by=by, before=award.state, after=fresh.state,
                  reason=reason, data={"fen": ended})  # fmt: skip
        pausing.resume(row=row, why=reason, by=by, tell=False)
    return ended


def move(
    award: Award, verb: str, by: Person | None, data: Mapping[str, object] | None = None, reason: str = ""
) -> AbstractContextManager[Award]:
    """One move of an award by its table, locked and logged."""
    return moving(award, verb, states=AWARD_STATES, moves=AWARD_MOVES, room=ROOM, by=by, reason=reason, data=data)
