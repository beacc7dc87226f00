"""Writes on budget lines: open, appropriate, cut, carry over or lapse at the year's end, fund later years' payments."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from district.funds import posting
from district.funds.checks import NotPossible, words
from district.funds.models import Account, Award, Instalment, Kind, Level, Line, Reserved, Tally, Transfer
from district.funds.money import to_fen
from district.funds.permissions import may_budget
from district.funds.states import HELD
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, write_log

ROOM, SOME = "funds", 200  # entries a statement
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


def may_end(line: Line, today: dt.date) -> bool:
    """Whether a line's year is over, or in its last month."""
    return line.year < today.year or (line.year == today.year and today.month == 12)


def close_line(*, line: Line, carry: bool, by: Person) -> Line:
    """The year's end: what is available is carried to next year's line, with what is held, or lapses to the treasury.

    What is committed stays on the line and is paid from it, and so is what is held where nothing is carried; what comes
    back later goes to the treasury. Raises NotPossible: too early, a list is being granted from it, next year's line is
    closed already.
    """
    require(may_budget(by))
    with transaction.atomic():
        line = lock(Line.objects.all()).get(pk=line.pk)
        if line.closed_at:
            return line
        if line.sort != Line.Sort.BUDGET:
            raise NotPossible(_("资金池和引导基金不按年度结转。"))
        if not may_end(line, clock.today()):
            raise NotPossible(_("年度还没有结束。"))
        posting.locked(line)  # who is setting aside for a list holds the accounts: then it is seen below
        if Reserved.objects.filter(line=line).exclude(city=0, district=0).exists():
            raise NotPossible(_("有名单正在从这项指标办理，办完或停下之后再结转。"))
        fen = carry_over(line, by) if carry else _lapse(line, by)
        line.closed_at = clock.now()
        line.save(update_fields=["closed_at"])
        write_log(room=ROOM, subject=line.reference, verb="close-line", by=by, data={"carry": carry, "fen": fen})
    return line


def carry_over(line: Line, by: Person) -> int:
    """Move what is available, and what is held as held, to the line of the same name and bureau next year; in the
    caller's transaction. Raises NotPossible where that line is closed.
    """
    following = open_line(year=line.year + 1, office=line.office, name=line.name, by=by, hold_days=line.hold_days,
                          illustrative=line.illustrative)  # fmt: skip
    following = lock(Line.objects.all()).get(pk=following.pk)
    if following.closed_at:
        raise NotPossible(_("“%(line)s”已年终结转，不能再转入。") % {"line": following})
    kinds = (Kind.AVAILABLE, Kind.HELD)
    pot, into = posting.locked(line, *kinds), posting.locked(following, *kinds)
    parts = {level: fen for level, fen in pot.of(Kind.AVAILABLE).items() if fen}
    posting.post(posting.build(pot, "carry-over", Kind.AVAILABLE, Kind.AVAILABLE, parts, by=by, into=into))
    return sum(parts.values()) + _carry_holds(line, following, pot, into, by)


def _carry_holds(line: Line, following: Line, pot: posting.Pot, into: posting.Pot, by: Person) -> int:
    """Each hold leaves the line, crosses over and is held again in the same moment: the cases know no year's end."""
    held: dict[int, posting.Parts] = defaultdict(dict)
    rows = Tally.objects.filter(line=line, held__gt=0, award__state=HELD).order_by("award", "level")
    for award, level, fen in rows.values_list("award", "level", "held"):
        held[award][level] = fen
    ids, made = sorted(held), []
    references = dict(Award.objects.filter(pk__in=ids).values_list("pk", "reference"))
    for award in ids:
        parts, note = held[award], references[award]
        made += posting.build(pot, "carry-hold", Kind.HELD, Kind.AVAILABLE, parts, by=by, award=award)
        made += posting.build(pot, "carry-over", Kind.AVAILABLE, Kind.AVAILABLE, parts, by=by, into=into, note=note)
        made += posting.build(into, "carry-hold", Kind.AVAILABLE, Kind.HELD, parts, by=by, award=award)
    for start in range(0, len(made), SOME):
        posting.post(made[start : start + SOME])
    Award.objects.filter(pk__in=ids).update(line=following)
    return sum(sum(parts.values()) for parts in held.values())


def _lapse(line: Line, by: Person) -> int:
    pot = posting.locked(line, Kind.AVAILABLE, Kind.LAPSED)
    parts = {level: fen for level, fen in pot.of(Kind.AVAILABLE).items() if fen}
    posting.post(posting.build(pot, "lapse", Kind.AVAILABLE, Kind.LAPSED, parts, by=by))
    return sum(parts.values())


def fund_year(*, line: Line, by: Person) -> tuple[int, int]:
    """Take this year's payments of earlier years' running awards on this line, and those a year missed; the earliest
    decided first, of each as many as there is money for.

    Returns (instalments funded, instalments the line has no money for). Each award in its own transaction.
    Raises NotPossible: the line is closed, or its year has not begun.
    """
    require(may_budget(by))
    if line.year > clock.today().year:
        raise NotPossible(_("%(year)d 年还没有开始。") % {"year": line.year})
    earlier = Line.objects.filter(name=line.name, office=line.office, year__lte=line.year)
    waiting = Instalment.objects.filter(state="planned", due_on__year__lte=line.year, award__state="committed")
    awards = Award.objects.filter(line__in=earlier, pk__in=waiting.values("award")).order_by("committed_at", "pk")
    done = short = 0
    for pk in list(awards.values_list("pk", flat=True)):
        with transaction.atomic():
            line = lock(Line.objects.all()).get(pk=line.pk)
            if line.closed_at:
                raise NotPossible(_("“%(line)s”已年终结转，不能再动用。") % {"line": line})
            award = lock(Award.objects.all()).get(pk=pk)
            rows = list(lock(waiting.filter(award=award).order_by("due_on", "serial")))
            funded = _fund(line, award, rows, by)
            done, short = done + funded, short + len(rows) - funded
    return done, short


def _fund(line: Line, award: Award, rows: list[Instalment], by: Person) -> int:
    """Commit the first of these payments as far as the line's money goes; how many."""
    pot = posting.locked(line, Kind.AVAILABLE, Kind.COMMITTED)
    left, taken = pot.total(Kind.AVAILABLE), []
    for row in rows:
        if row.fen > left:
            break
        left -= row.fen
        taken.append(row)
    fen = sum(row.fen for row in taken)
    if not fen:
        return 0
    posting.post(posting.build(pot, "fund-year", Kind.AVAILABLE, Kind.COMMITTED, pot.take(fen), by=by, award=award))
    Instalment.objects.filter(pk__in=[row.pk for row in taken]).update(state="due", line=line)
    Award.objects.filter(pk=award.pk).update(line=line)
    write_log(room=ROOM, subject=award.reference, verb="fund-year", by=by, before=award.state, after=award.state,
              data={"line": line.reference, "fen": fen})  # fmt: skip
    return len(taken)
