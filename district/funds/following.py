"""An award follows another amount. What is not paid changes period by period; what was paid too much is asked back, too
little is added at once. Each in the caller's transaction, on an award the caller has locked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from district.funds import claiming, schedules
from district.funds.checks import NotPossible
from district.funds.models import Award, Instalment, Line
from district.funds.money import share
from district.funds.promise import Promise
from district.funds.states import COMMITTED, RELEASED, SETTLED
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.actions import lock

S = Instalment.State
OPEN = (S.DUE, S.WAITING, S.PLANNED)
MORE = "more"  # `at` of an instalment that adds what paid ones lack


def settle(award: Award, promise: Promise, want: int, asked_back: int, by: Person | None, *, paid: bool = False) -> int:
    """Bring an award to `promise`, so that all of it, what was asked back taken off, comes to `want` fen.

    `asked_back` is what was asked back of it so far. What of `want` the promise does not explain (a recovery, a sum
    added) comes off what is unpaid, evenly, or is added at once; with `paid` it is asked back instead. The award's
    columns, instalments and money follow; the caller saves the award. Returns the fen that must be asked back now.
    """
    rows = _locked(award.instalments.all())
    before = {row.pk: row.fen for row in rows}
    planned = _planned(award, promise, rows)
    award.take_on(promise)
    open_ = [row for row in rows if row.state in OPEN]
    for row in open_:
        row.fen = row.full = planned.get(row.serial, 0)
    fell = [row for row in rows if row.state == S.STOPPED and row.full and row.at != MORE]
    award.fallen = sum(planned.get(row.serial, 0) for row in fell)
    live = sum(row.fen for row in rows if row.state != S.STOPPED)
    over = live - (award.fen - award.fallen + award.beyond)
    less = award.fen + award.beyond - asked_back - want
    added = max(0, -over) + max(0, -less)
    back = max(0, over)
    award.beyond += back + max(0, -less)
    if added:
        open_.append(_added(award, rows, added))
    rest = max(0, less)
    if not paid:
        cut = _cut(open_, rest)
        award.withdrawn, rest = cut, rest - cut
    _write(award, open_, before, by, "adjust" if want else "release")
    come_to_rest(award)
    return back + rest


def follow(award: Award, each: Mapping[int, int], by: Person | None, note: str) -> int:
    """Bring unpaid periods of a running award to so many fen, by their keys, never above what was decided.

    Returns by how many fen the award changed, below nought where it fell; the caller saves it.
    """
    rows = _locked(award.instalments.filter(state__in=OPEN, pk__in=each))
    before = {row.pk: row.fen for row in rows}
    for row in rows:
        row.fen = min(row.full, each[row.pk])
    more = sum(row.fen - before[row.pk] for row in rows)
    if more or any(row.fen != before[row.pk] for row in rows):
        award.fallen -= more
        _write(award, rows, before, by, "adjust", note)
    return more


def _locked(rows: QuerySet[Instalment]) -> list[Instalment]:
    """Instalments locked, in order, with their lines: PostgreSQL locks no row that may not be there."""
    rows = rows.order_by("serial")
    list(lock(rows).values_list("pk"))  # who sends may be adding what it set off: the next question sees it
    found = list(lock(rows))
    lines = Line.objects.in_bulk({row.line_id for row in found if row.line_id})
    for row in found:
        row.line = lines[row.line_id] if row.line_id else None
    return found


def _planned(award: Award, promise: Promise, rows: Sequence[Instalment]) -> Mapping[int, int]:
    """Fen by serial under the new promise, from the day the award began."""
    description = award.version.description if award.version else {}
    began = timezone.localdate(award.committed_at) if award.committed_at else clock.today()
    start = min([began, *(row.due_on for row in rows if row.due_on and row.serial == 1)])
    return {each.serial: each.fen for each in schedules.plan(description, promise, start)}


def _added(award: Award, rows: Sequence[Instalment], fen: int) -> Instalment:
    today = clock.today()
    line = award.line
    if line.closed_at or (line.sort == Line.Sort.BUDGET and line.year < today.year):
        if award.version is None:
            raise NotPossible(_("“%(line)s”已年终结转，不能再动用。") % {"line": line})
        line = claiming.need_line(award.version, today.year)
    serial = max((row.serial for row in rows), default=0) + 1
    return Instalment(award=award, line=line, serial=serial, fen=fen, full=fen, at=MORE, due_on=today, state=S.DUE)


def _cut(rows: Sequence[Instalment], fen: int) -> int:
    """Take up to `fen` off rows, in proportion to what each has; returns what was taken."""
    has = {place: row.fen for place, row in enumerate(rows) if row.fen}
    cut = min(fen, sum(has.values()))
    for place, part in (share(cut, has) if cut else {}).items():
        rows[place].fen -= part
        rows[place].full -= part
    return cut


def _write(
    award: Award, rows: Sequence[Instalment], before: Mapping[int, int], by: Person | None, verb: str, note: str = ""
) -> None:
    """Move the money of what changed, then the rows; what comes to nothing is stopped."""
    lines = {row.line_id: row.line for row in rows if row.line_id and row.line}
    more = {
        line: sum(row.fen - before.get(row.pk, 0) for row in rows if row.line_id == pk) for pk, line in lines.items()
    }
    claiming.move_money(award, more, by, verb, note)
    for row in rows:
        if row.pk is None:
            if row.fen:
                row.save()
        elif row.fen:
            Instalment.objects.filter(pk=row.pk).update(fen=row.fen, full=row.full)
        else:
            Instalment.objects.filter(pk=row.pk).update(state=S.STOPPED, full=row.full, paused=False)


def come_to_rest(award: Award) -> None:
    """The state an award is in by its instalments."""
    states = set(award.instalments.values_list("state", flat=True))
    if states & {*OPEN, S.PAYING}:
        award.state = COMMITTED
        return
    award.state = SETTLED if S.PAID in states else RELEASED
