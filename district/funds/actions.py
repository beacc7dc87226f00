"""Writes on awards: hold, commit, adjust, release, expire. Every verb is one transaction; the database refuses to go
below nought. Lines are in `lines`, paying in `paying`, recovering in `recovering`; all are named here for other rooms.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.funds import claiming, following, posting, recovering, schedules
from district.funds.checks import NoLine, NotEnough, NotMoney, NotPossible
from district.funds.lines import appropriate, carry_over, close_line, fund_year, open_line
from district.funds.models import Award, Instalment, Line
from district.funds.money import to_fen
from district.funds.paying import enter_payee, make_batch, verify_payee
from district.funds.permissions import may_claim, may_withdraw
from district.funds.promise import Promise
from district.funds.rechecking import end_held, running_looked_at
from district.funds.rechecking import move as _move
from district.funds.recovering import claw_back
from district.funds.reserving import draw, end, reserve
from district.funds.states import AWARD_MOVES, AWARD_STATES, COMMITTED, EXPIRED, HELD, RELEASED, SETTLED, UNDECIDED
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import MoveRefused, Statement, ask, insert, insertion, lock, write_log
from district.policies.queries import ProgrammeVersion

__all__ = [
    "NoLine", "NotEnough", "NotMoney", "NotPossible", "adjust", "appropriate", "carry_over", "claw_back",
    "close_line", "commit", "draw", "end", "end_held", "enter_payee", "expire_holds", "fund_year", "hold",
    "hold_drawn", "hold_on_line", "make_batch", "open_line", "reach", "release", "reserve", "running_looked_at",
    "verify_payee",
]  # fmt: skip

ROOM = "funds"
S = Instalment.State


def hold(
    *, reference: str, enterprise: Enterprise, version: ProgrammeVersion, promise: Promise, by: Person | None,
    until: dt.date | None = None,
) -> Award | None:  # fmt: skip
    """Set money aside while a case is examined. The same reference again brings the hold to the new promise.

    `until`: the day by which the case is to be decided; the hold lasts as long, though the line says shorter.

    None where there is nothing to hold: the version gives no money from a named budget, or its budget has no line this
    year (the case may go on; `commit` will refuse). Raises NotEnough, NotPossible (line closed, already committed),
    Refused.
    """
    if not claiming.has_money(version):
        return None
    day = clock.today()
    line = claiming.line_of(version, day.year)
    if line is None:
        return None
    line = claiming.need_line(version, day.year)
    return _hold(reference, enterprise, line, promise, by, version, version.programme.name, until)


def hold_on_line(
    *, reference: str, enterprise: Enterprise, line: Line, amount: Decimal, title: str, by: Person | None
) -> Award:
    """The same without a programme: a loan's share of a risk pool, a sub-fund's claim on a guidance fund."""
    return _hold(reference, enterprise, line, Promise(amount), by, None, title)


def hold_drawn(
    *, reference: str, enterprise: Enterprise, version: ProgrammeVersion, line: Line, amount: Decimal, by: Person
) -> Award:
    """What a list of last year set aside, held for one of its firms on the line it stands on."""
    promise = Promise.of(version.description, amount)
    return _hold(reference, enterprise, line, promise, by, version, version.programme.name)


def _hold(
    reference: str, enterprise: Enterprise, line: Line, promise: Promise, by: Person | None,
    version: ProgrammeVersion | None, title: str, until: dt.date | None = None,
) -> Award:  # fmt: skip
    if by is not None:
        require(may_claim(by, version.programme if version else None, line))
    now, today = clock.now(), clock.today()
    planned = _plan(version, promise, today)
    with transaction.atomic():
        award, verb = _known(reference, enterprise, version), "adjust-hold"
        if award is None:
            verb = "hold"
            try:
                with transaction.atomic():
                    award = Award(
                        reference=reference, enterprise=enterprise, version=version, line=line, title=title[:160],
                        state=HELD, held_at=now, expires_on=today + dt.timedelta(days=line.hold_days),
                    )  # fmt: skip
                    award.take_on(promise)
                    award.save()
            except IntegrityError:  # another request was a moment quicker
                award = _known(reference, enterprise, version)
                assert award is not None
        again = award.state == EXPIRED
        past = version is not None and verb != "hold" and claiming.is_past(award.line, today)
        if version and past and (again or not claiming.keeps_its_line(award, promise, today)):
            line = claiming.need_line(version, today.year)
        else:
            line = award.line
        year_fen = sum(each.fen for each in schedules.this_year(planned, max(line.year, today.year)))
        year_fen = year_fen if line.sort == Line.Sort.BUDGET else sum(each.fen for each in planned)
        with _move(award, "hold-again" if again else verb, by, {"fen": year_fen}) as row:
            row.take_on(promise)
            if row.line_id != line.pk and not again:  # held last year, for less than is due now
                claiming.reserve(row, 0, by, "release")
            last = today + dt.timedelta(days=line.hold_days)
            row.line, row.expires_on = line, max(last, until) if until else last
            claiming.reserve(row, year_fen, by)
    return award


def commit(
    *,
    reference: str,
    promise: Promise,
    by: Person | None,
    enterprise: Enterprise | None = None,
    version: ProgrammeVersion | None = None,
    answers: Mapping[str, bool] | None = None,
) -> Award | None:
    """The decision: money of the line is taken, and the payments are planned. Places are the caller's to take.

    Call it inside the decision's transaction. Without a hold, `enterprise` and `version` say
    for whom and under what. `answers` are the persons' conditions, kept for looking at a running award again.
    None where the version gives no money from a named budget. The same decision again changes nothing.
    Raises NoLine (未安排预算), NotEnough, NotPossible, Refused.
    """
    with posting.enough(to_fen(promise.total)) as draws_on, transaction.atomic():
        award = _locked(reference, enterprise, version)
        if award is None:
            if enterprise is None or version is None:
                raise NotPossible(_("“%(reference)s”没有占用过资金，要写明企业和项目版本。") % {"reference": reference})
            if not claiming.has_money(version):
                return None
            award = Award(
                reference=reference, enterprise=enterprise, version=version, title=version.programme.name[:160],
                line=claiming.need_line(version, clock.today().year), state=EXPIRED,
            )  # fmt: skip
        draws_on.append(award.line)
        if by is not None:
            require(may_claim(by, award.version.programme if award.version else None, award.line))
        if award.state == COMMITTED and award.promise == promise:
            return award
        _commit(award, promise, by, dict(answers or {}))
    return award


def _plan(version: ProgrammeVersion | None, promise: Promise, today: dt.date) -> list[schedules.Planned]:
    if promise.each <= 0 or promise.total <= 0:
        raise NotPossible(_("金额要大于 0。"))
    return schedules.plan(version.description if version else {}, promise, today)


def _commit(award: Award, promise: Promise, by: Person | None, answers: dict[str, bool]) -> None:
    """The move itself, written for few round trips: the line's money is locked last, just before the log."""
    today, move, before = clock.today(), AWARD_MOVES["commit"], award.state
    if before not in move.sources:
        raise MoveRefused(move, AWARD_STATES[before].staff)
    new = award._state.adding
    if not claiming.keeps_its_line(award, promise, today):
        _to_this_years_line(award, by, today)
    rows = schedules.instalments(award, _plan(award.version, promise, today), award.line)
    award.state, award.expires_on, award.answers = move.target, None, answers
    award.take_on(promise)
    award.committed_at = clock.now()
    ahead: list[Statement] = []
    if new:
        insert([award])
    else:
        award.save()
    for row in rows:
        row.award = award
    if new:
        transfers = claiming.commit_new(award, claiming.funded(rows), by)
        ahead = [insertion(each) for each in (rows, transfers) if each]
    else:
        insert(rows)
        claiming.commit_held(award, claiming.funded(rows), by)
    data = {"fen": award.fen, "each": award.each, "times": award.times, "line": award.line.reference}
    write_log(room=ROOM, subject=award.reference, verb="commit", by=by, before="" if new else before,
              after=award.state, data=data, ahead=ahead)  # fmt: skip


def _to_this_years_line(row: Award, by: Person | None, today: dt.date) -> None:
    """A case of last year whose hold is not enough is paid from this year's line; what it held goes back."""
    if row.version is None:
        raise NotPossible(_("“%(line)s”已年终结转，不能再动用。") % {"line": row.line})
    if not row._state.adding:
        claiming.reserve(row, 0, by, "release")
    row.line = claiming.need_line(row.version, today.year)


def adjust(*, reference: str, promise: Promise, by: Person | None, reason: str = "") -> Award:
    """Another promise for a case held or decided. What is not paid yet changes period by period; what paid periods got
    too much must be asked back (`changing.bring` does), too little is added at once.

    Raises NotEnough, NotPossible (paid more than that, no such award), MoveRefused, Refused.
    """
    award = _need(reference)
    if by is not None:
        require(may_claim(by, award.version.programme if award.version else None, award.line))
    _plan(award.version, promise, clock.today())
    if award.state in UNDECIDED:
        version = award.version
        title = version.programme.name if version else award.title
        return _hold(reference, award.enterprise, award.line, promise, by, version, title)
    with _move(award, "adjust", by, {"fen": to_fen(promise.total)}, reason) as row:
        asked_back = recovering.followed(row) + row.excess
        want = to_fen(promise.total) - row.withdrawn + row.beyond - asked_back
        if following.settle(row, promise, want, asked_back, by):
            raise NotPossible(_("已付的超过新的金额，多付的部分请走追缴。"))
    return award


def release(*, reference: str, by: Person | None, reason: str) -> Award | None:
    """Give back what is held or not paid: withdrawn, refused, revoked. None where nothing was ever held; a second time
    changes nothing. What is paid stays paid (see `claw_back`). Raises NotPossible while a payment is on its way.
    """
    award = Award.objects.filter(reference=reference).first()
    if award is None or award.state == RELEASED:
        return award
    if by is not None:
        require(may_withdraw(by, award))
    if award.state == SETTLED:
        return award
    paid = award.instalments.filter(state=S.PAID).exists()
    with _move(award, "stop" if paid else "release", by, {"reason": reason}, reason) as row:
        if award.state == COMMITTED:
            claiming.stop_unpaid(row, by, "release", reason)
        else:
            claiming.reserve(row, 0, by, "release")
        row.expires_on = None
    return award


def reach(*, reference: str, at: str, by: Person, found_by: Person) -> int:
    """A milestone was reached (acceptance of the project): instalments that waited for it fall due today.

    Two persons say so: `found_by` looked at it, `by` confirms. Raises Refused, NotPossible.
    """
    award = _need(reference)
    for person in (by, found_by):
        require(may_claim(person, award.version.programme if award.version else None, award.line))
    if by.pk == found_by.pk:
        raise NotPossible(_("验收由一人核验、另一人确认。"))
    with transaction.atomic():
        waiting = Instalment.objects.filter(award=award, at=at, state=S.WAITING)
        count = waiting.update(state=S.DUE, due_on=clock.today())
        if count:
            write_log(room=ROOM, subject=reference, verb="reach", by=by, before=award.state, after=award.state,
                      data={"at": at, "instalments": count, "found_by": found_by.username})  # fmt: skip
    return count


def expire_holds(*, limit: int = 500) -> int:
    """Give back what holds past their day keep; returns how many. Each in its own transaction; run daily."""
    count = 0
    for award in Award.objects.filter(state=HELD, expires_on__lt=clock.today()).order_by("pk")[:limit]:
        with transaction.atomic():
            fresh = lock(Award.objects.all()).get(pk=award.pk)
            if fresh.state != HELD or fresh.expires_on is None or fresh.expires_on >= clock.today():
                continue
            with _move(fresh, "expire", None, reason=_("占用超过期限")) as row:
                claiming.reserve(row, 0, None, "expire")
            count += 1
    return count


def _known(reference: str, enterprise: Enterprise | None, version: ProgrammeVersion | None) -> Award | None:
    """The award of a reference; refuses a reference that is another enterprise's."""
    rows = Award.objects.select_related("line__office", "version__programme", "enterprise")
    award = rows.filter(reference=reference).first()
    if award and enterprise is not None and award.enterprise_id != enterprise.pk:
        raise NotPossible(_("编号“%(reference)s”属于另一家企业。") % {"reference": reference})
    return award


_ONE = "SELECT id FROM funds_award WHERE reference = %s"
_ONE_LOCKED = f"{_ONE} FOR NO KEY UPDATE"  # as `lock`: rows that point at it may be added


def _locked(reference: str, enterprise: Enterprise | None, version: ProgrammeVersion | None) -> Award | None:
    """The same, locked to the end of the transaction."""
    asked = _ONE_LOCKED if connection.features.has_select_for_update else _ONE
    found = ask(asked, [reference])  # mostly there is none yet
    award = Award.objects.get(pk=found[0][0]) if found else None
    if award and enterprise is not None and award.enterprise_id != enterprise.pk:
        raise NotPossible(_("编号“%(reference)s”属于另一家企业。") % {"reference": reference})
    if award and version is not None and award.version_id == version.pk:
        award.version = version  # read already
    return award


def _need(reference: str) -> Award:
    award = _known(reference, None, None)
    if award is None:
        raise NotPossible(_("没有“%(reference)s”的资金记录。") % {"reference": reference})
    return award
