"""A list's money: looked at before its first firm, set aside as a whole, drawn firm by firm, the rest given back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from district.funds import claiming, posting, schedules
from district.funds.checks import NotEnough, NotPossible
from district.funds.models import Kind, Line, Reserved, Tally
from district.funds.money import share, to_fen, to_yuan
from district.funds.permissions import may_claim
from district.funds.promise import Promise
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.policies.queries import ProgrammeVersion

__all__ = ["Look", "draw", "end", "look", "look_many", "reserve", "this_year"]

ROOM, SOME = "funds", 500  # references a question


@dataclass(frozen=True)
class Look:
    """What a list needs of this year's budget and what there is, in yuan. `line` is None where none was planned."""

    line: Line | None
    needed: Decimal
    available: Decimal

    @property
    def short(self) -> Decimal:
        """What is missing; nought when there is enough."""
        return max(Decimal(0), self.needed - self.available)


def this_year(version: ProgrammeVersion, amount: Decimal, line: Line | None = None) -> Decimal:
    """What a decided amount (of one period where the version runs) takes from this year's line, in yuan."""
    today = clock.today()
    planned = schedules.plan(version.description, Promise.of(version.description, amount), today)
    if line is None or line.sort == Line.Sort.BUDGET:
        planned = schedules.this_year(planned, today.year)
    return to_yuan(sum(each.fen for each in planned))


def look(*, version: ProgrammeVersion, amounts: Iterable[Decimal]) -> Look | None:
    """How a list stands beside the budget; None where the version gives no money from a named budget. Reads only."""
    if not claiming.has_money(version):
        return None
    line = claiming.line_of(version, clock.today().year)
    needed = sum((this_year(version, each, line) for each in amounts if each), Decimal(0))
    if line is None or line.closed_at:
        return Look(line, needed, Decimal(0))
    return Look(line, needed, to_yuan(posting.seen(line, Kind.AVAILABLE).total(Kind.AVAILABLE)))


def look_many(cases: Sequence[tuple[str, ProgrammeVersion, Decimal]]) -> list[Look]:
    """(reference, version, amount) of many cases beside the lines they draw on, what they hold already left out of what
    is needed; one entry a line, the lines that are short first. Reads only.
    """
    references = [reference for reference, _version, _amount in cases]
    held: dict[str, int] = {}
    for start in range(0, len(references), SOME):
        rows = Tally.objects.filter(award__reference__in=references[start : start + SOME]).order_by()
        held |= dict(rows.values_list("award__reference").annotate(sum=Sum("held")))
    needed: dict[int, Decimal] = defaultdict(Decimal)
    lines: dict[int, Line | None] = {0: None}
    seen: dict[int, Line | None] = {}
    for reference, version, amount in cases:
        if not amount or not claiming.has_money(version):
            continue
        if version.pk not in seen:
            seen[version.pk] = claiming.line_of(version, clock.today().year)
        line = seen[version.pk]
        key = line.pk if line else 0
        lines[key] = line
        needed[key] += max(Decimal(0), this_year(version, amount, line) - to_yuan(held.get(reference, 0)))
    found = []
    for key, yuan in needed.items():
        line = lines[key]
        free = 0 if line is None or line.closed_at else posting.seen(line, Kind.AVAILABLE).total(Kind.AVAILABLE)
        found.append(Look(line, yuan, to_yuan(free)))
    return sorted(found, key=lambda each: -each.short)


def reserve(*, reference: str, version: ProgrammeVersion, amounts: Iterable[Decimal], by: Person) -> Decimal:
    """Set aside what the whole list takes of this year's line, or nothing: one entry a level. Returns yuan.

    In the transaction that begins the list. Raises NoLine, NotEnough, NotPossible (set aside already), Refused.
    """
    listed = [each for each in amounts if each]
    if not listed or not claiming.has_money(version):
        return Decimal(0)
    with transaction.atomic():
        line = claiming.need_line(version, clock.today().year)
        require(may_claim(by, version.programme, line))
        fen = to_fen(sum((this_year(version, each, line) for each in listed), Decimal(0)))
        pot = posting.locked(line, Kind.AVAILABLE, Kind.HELD)
        kept, _new = Reserved.objects.get_or_create(reference=reference, line=line)
        if kept.fen:
            raise NotPossible(_("“%(reference)s”的资金已经留出。") % {"reference": reference})
        parts = pot.take(fen)
        posting.post(posting.build(pot, "reserve", Kind.AVAILABLE, Kind.HELD, parts, by=by, note=reference))
        _keep(kept, parts)
        write_log(room=ROOM, subject=line.reference, verb="reserve", by=by,
                  data={"list": reference, "fen": fen, "firms": len(listed)})  # fmt: skip
    return to_yuan(fen)


def draw(*, reference: str, version: ProgrammeVersion, amount: Decimal, by: Person) -> Line | None:
    """Let one firm's part go, to be committed in the same transaction. Raises NotEnough: the list has less left.

    The line, where its year is over: what was set aside on it is the firm's, who holds it there (`hold_on_line`) and is
    decided and paid from it. Running awards are not: their periods are this year's.
    """
    kept = lock(Reserved.objects.filter(reference=reference).exclude(city=0, district=0)).first()
    if kept is None:
        return None
    past = claiming.is_past(kept.line, clock.today())
    if past and Promise.of(version.description, amount).runs:
        return None
    fen = to_fen(this_year(version, amount, kept.line))
    if fen > kept.fen:
        raise NotEnough(kept.line, fen, kept.fen)
    _let_go(kept, share(fen, kept.parts), by)
    return kept.line if past else None


def end(*, reference: str, by: Person | None) -> Decimal:
    """Give back what a list has left: it is done, or was stopped. Returns yuan; a second time nothing."""
    back = 0
    with transaction.atomic():
        for kept in lock(Reserved.objects.filter(reference=reference)):
            back += kept.fen
            _let_go(kept, kept.parts, by)
    return to_yuan(back)


def _let_go(kept: Reserved, parts: dict[str, int], by: Person | None) -> None:
    if not parts:
        return
    pot = posting.locked(kept.line, Kind.AVAILABLE, Kind.HELD, Kind.LAPSED)
    to = posting.back_to(kept.line)
    posting.post(posting.build(pot, "unreserve", Kind.HELD, to, parts, by=by, note=kept.reference))
    _keep(kept, {level: fen - parts.get(level, 0) for level, fen in kept.parts.items()})


def _keep(kept: Reserved, parts: dict[str, int]) -> None:
    kept.city, kept.district = parts.get("city", 0), parts.get("district", 0)
    kept.save(update_fields=["city", "district"])
