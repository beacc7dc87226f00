"""Writes on budget lines: open, appropriate, cut, carry over or lapse at the year's end, fund later years' payments."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from district.funds import posting
from district.funds.checks import NotPossible, words
from district.funds.models import Account, Award, Instalment, Kind, Level, Line, Transfer
from district.funds.money import to_fen
from district.funds.permissions import may_budget
from district.people.permissions import require
from district.people.queries import Bureau, Person
from district.record import clock
from district.record.actions import lock, write_log

ROOM = "funds"
LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"


def new_reference(prefix: str) -> str:
    """`YS2026-7KQ4M2`: readable, not in order."""
    return f"{prefix}{clock.today().year}-{get_random_string(6, LETTERS)}"


def open_line(
    *, year: int, office: Bureau, name: str, by: Person, sort: str = Line.Sort.BUDGET, hold_days: int = 90,
    illustrative: bool = False,
) -> Line:  # fmt: skip
    """A line of a year, bureau and name, with its accounts; the one there is, if it was opened before."""
    require(may_budget(by))
    with transaction.atomic():
        if known := Line.objects.filter(year=year, office=office, name=name).first():
            return known
        try:
            with transaction.atomic():
                line = Line.objects.create(
                    reference=new_reference("YS"), year=year, office=office, name=name, sort=sort,
                    hold_days=hold_days, illustrative=illustrative, created_at=clock.now(),
                )  # fmt: skip
        except IntegrityError:  # another request was a moment quicker
            return Line.objects.get(year=year, office=office, name=name)
        Account.objects.bulk_create(
            Account(line=line, level=level, kind=kind) for level in Level.values for kind in Kind.values
        )
        write_log(room=ROOM, subject=line.reference, verb="open-line", by=by,
                  data={"year": year, "office": office.name, "name": name})  # fmt: skip
    return line


def appropriate(
    *, line: Line, level: str, amount: Decimal, by: Person, note: str = "", request_key: uuid.UUID | None = None
) -> Transfer | None:
    """Add to a line's appropriation of a level, or take from it (`amount` below nought: at most what is available).

    Idempotent by `request_key`. Raises NotPossible, NotMoney, Refused.
    """
    require(may_budget(by))
    fen = to_fen(amount)
    if not fen:
        raise NotPossible(_("金额不能是 0。"))
    key = f"appropriate:{request_key}" if request_key else None
    with transaction.atomic():
        line = lock(Line.objects.all()).get(pk=line.pk)
        if line.closed_at:
            raise NotPossible(_("“%(line)s”已年终结转，不能再动用。") % {"line": line})
        if key and (known := Transfer.objects.filter(key=f"{key}:{level}").first()):
            return known
        pot = posting.locked(line, Kind.APPROPRIATED, Kind.AVAILABLE)
        left = pot.of(Kind.AVAILABLE).get(level, 0)
        if -fen > left:
            raise NotPossible(_("最多调减可用的 %(left)s。") % {"left": words(left)})
        sides = (Kind.APPROPRIATED, Kind.AVAILABLE) if fen > 0 else (Kind.AVAILABLE, Kind.APPROPRIATED)
        verb = "appropriate" if fen > 0 else "cut"
        made = posting.build(pot, verb, *sides, {level: abs(fen)}, by=by, key=key, note=note)
        posting.post(made)
        write_log(room=ROOM, subject=line.reference, verb=verb, by=by, reason=note,
                  data={"level": level, "fen": fen})  # fmt: skip
    return made[0]


def close_line(*, line: Line, carry: bool, by: Person) -> Line:
    """The year's end: what is available is carried over to next year's line, or lapses to the treasury.

    What is held or committed stays on the line and is paid from it; what comes back later goes to the treasury.
    """
    require(may_budget(by))
    with transaction.atomic():
        line = lock(Line.objects.all()).get(pk=line.pk)
        if line.closed_at:
            return line
        if line.sort != Line.Sort.BUDGET:
            raise NotPossible(_("资金池和引导基金不按年度结转。"))
        if line.year >= clock.today().year and clock.today().month < 12:
            raise NotPossible(_("年度还没有结束。"))
        fen = carry_over(line, by) if carry else _lapse(line, by)
        line.closed_at = clock.now()
        line.save(update_fields=["closed_at"])
        write_log(room=ROOM, subject=line.reference, verb="close-line", by=by, data={"carry": carry, "fen": fen})
    return line


def carry_over(line: Line, by: Person) -> int:
    """Move what is available to the line of the same name and bureau next year; in the caller's transaction."""
    following = open_line(year=line.year + 1, office=line.office, name=line.name, by=by, hold_days=line.hold_days,
                          illustrative=line.illustrative)  # fmt: skip
    pot, into = posting.locked(line, Kind.AVAILABLE), posting.locked(following, Kind.AVAILABLE)
    parts = {level: fen for level, fen in pot.of(Kind.AVAILABLE).items() if fen}
    posting.post(posting.build(pot, "carry-over", Kind.AVAILABLE, Kind.AVAILABLE, parts, by=by, into=into))
    return sum(parts.values())


def _lapse(line: Line, by: Person) -> int:
    pot = posting.locked(line, Kind.AVAILABLE, Kind.LAPSED)
    parts = {level: fen for level, fen in pot.of(Kind.AVAILABLE).items() if fen}
    posting.post(posting.build(pot, "lapse", Kind.AVAILABLE, Kind.LAPSED, parts, by=by))
    return sum(parts.values())


def fund_year(*, line: Line, by: Person) -> tuple[int, int]:
    """Take this year's payments of earlier years' running awards on this line, the earliest decided first.

    Returns (instalments funded, instalments the line has no money for). Each award in its own transaction.
    """
    require(may_budget(by))
    last_year = Line.objects.filter(name=line.name, office=line.office, year__lt=line.year)
    waiting = Instalment.objects.filter(state="planned", due_on__year=line.year, award__state="committed")
    awards = Award.objects.filter(line__in=last_year, pk__in=waiting.values("award")).order_by("committed_at", "pk")
    done = short = 0
    for award in awards:
        with transaction.atomic():
            award = lock(Award.objects.all()).get(pk=award.pk)
            rows = list(lock(waiting.filter(award=award)))
            fen = sum(row.fen for row in rows)
            pot = posting.locked(line, Kind.AVAILABLE, Kind.COMMITTED)
            if fen > pot.total(Kind.AVAILABLE):
                short += len(rows)
                continue
            parts = pot.take(fen)
            posting.post(posting.build(pot, "fund-year", Kind.AVAILABLE, Kind.COMMITTED, parts, by=by, award=award))
            Instalment.objects.filter(pk__in=[row.pk for row in rows]).update(state="due", line=line)
            Award.objects.filter(pk=award.pk).update(line=line)
            done += len(rows)
            write_log(room=ROOM, subject=award.reference, verb="fund-year", by=by, before=award.state,
                      after=award.state, data={"line": line.reference, "fen": fen})  # fmt: skip
    return done, short
