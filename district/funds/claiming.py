"""Pieces of the actions on awards: which line, and the transfers a move needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import connection
from django.utils.translation import gettext as _

from district.funds import posting
from district.funds.checks import NoLine, NotPossible
from district.funds.models import Award, Instalment, Kind, Line, Transfer
from district.funds.money import share, to_fen
from district.funds.promise import Promise
from district.ground.people.queries import Person
from district.ground.record.actions import ask, lock
from district.policies.queries import ProgrammeVersion

S = Instalment.State


def has_money(version: ProgrammeVersion) -> bool:
    """Whether the version gives an amount and names the budget it comes from."""
    return bool((version.description.get("benefit") or {}).get("amount")) and bool(version.description.get("budget"))


_NAMES = [field.attname for field in Line._meta.concrete_fields]
_LINES = f"SELECT {', '.join(_NAMES)} FROM funds_line WHERE year = %s AND name = %s"  # noqa: S608 - the model's own names


def _lines(year: int, name: str) -> list[Line]:
    """Lines of that name: every decision asks, so that no query is put together for it."""
    if connection.vendor == "postgresql":
        return [Line.from_db(connection.alias, _NAMES, row) for row in ask(_LINES, [year, name])]
    return list(Line.objects.raw(_LINES, [year, name]))


def line_of(version: ProgrammeVersion, year: int) -> Line | None:
    """The line a version draws on: of its budget's name that year, its own bureau's first, else the only one."""
    found = _lines(year, version.description["budget"])
    own = [line for line in found if line.office_id == version.programme.office_id]
    if own or len(found) == 1:
        return (own or found)[0]
    standing = Line.objects.filter(name=version.description["budget"]).exclude(sort=Line.Sort.BUDGET)
    return standing.first() if not found else None


def need_line(version: ProgrammeVersion, year: int) -> Line:
    line = line_of(version, year)
    if line is None:
        raise NoLine(str(version.description["budget"]), year)
    if line.closed_at:
        raise NotPossible(_("“%(line)s”已年终结转，不能再动用。") % {"line": line})
    return line


def keeps_its_line(award: Award, promise: Promise, today: dt.date) -> bool:
    """Whether a case is paid from the line it has: of this year or later and open; or, past the year's end, where what
    is paid at once is all held there. Its hold is good until it is decided.
    """
    if not is_past(award.line, today):
        return True
    if award._state.adding or promise.runs:
        return False
    return sum(posting.tally(award, award.line)["held"].values()) >= to_fen(promise.total)


def is_past(line: Line, today: dt.date) -> bool:
    """Whether a line is closed, or its year is over."""
    return bool(line.closed_at) or (line.sort == Line.Sort.BUDGET and line.year < today.year)


def funded(rows: list[Instalment]) -> int:
    """What this year's line must carry of a plan, in fen."""
    return sum(row.fen for row in rows if row.line_id)


def reserve(award: Award, fen: int, by: Person | None, verb: str = "hold") -> None:
    """Make what is held exactly `fen`: take more from the line, or give back what is too much."""
    pot = posting.locked(award.line, Kind.AVAILABLE, Kind.HELD, Kind.LAPSED)
    held = posting.tally(award)["held"]
    more = fen - sum(held.values())
    if more > 0:
        parts = pot.take(more)
        posting.post(posting.build(pot, verb, Kind.AVAILABLE, Kind.HELD, parts, by=by, award=award))
    elif more < 0:
        parts = share(-more, held)
        posting.post(posting.build(pot, verb, Kind.HELD, posting.back_to(award.line), parts, by=by, award=award))


def commit_new(award: Award, fen: int, by: Person | None) -> list[Transfer]:
    """The transfers that commit `fen` of a line for an award that has nothing held; not saved yet.

    A single one needs no lock: the database moves the balance and refuses what would overdraw it. Several lock the
    line's accounts first, in the order everybody does.
    """
    kinds = (Kind.AVAILABLE, Kind.COMMITTED)
    pot = posting.seen(award.line, *kinds)
    if len(pot.take(fen)) > 1:
        pot = posting.locked(award.line, *kinds)
    return posting.build(pot, "commit", *kinds, pot.take(fen), by=by, award=award)


def commit_held(award: Award, fen: int, by: Person | None) -> None:
    """Bring `fen` to committed: from what is held first, then from the line; what is held beyond goes back."""
    pot = posting.locked(award.line, Kind.AVAILABLE, Kind.HELD, Kind.COMMITTED, Kind.LAPSED)
    held = posting.tally(award)["held"]
    from_held = share(min(fen, sum(held.values())), held)
    transfers = posting.build(pot, "commit", Kind.HELD, Kind.COMMITTED, from_held, by=by, award=award)
    more = fen - sum(from_held.values())
    if more:
        transfers += posting.build(pot, "commit", Kind.AVAILABLE, Kind.COMMITTED, pot.take(more), by=by, award=award)
    left = {level: part - from_held.get(level, 0) for level, part in held.items() if part > from_held.get(level, 0)}
    if left:
        transfers += posting.build(pot, "release", Kind.HELD, posting.back_to(award.line), left, by=by, award=award)
    posting.post(transfers)


def give_back(award: Award, kind: str, fen: int, line: Line, by: Person | None, verb: str, note: str = "") -> None:
    """Return `fen` of what the award has of a kind on a line: to the line, or to the treasury when it is closed."""
    if not fen:
        return
    pot = posting.locked(line, Kind.AVAILABLE, kind, Kind.LAPSED)
    parts = share(fen, posting.tally(award, line)[kind])
    posting.post(posting.build(pot, verb, kind, posting.back_to(line), parts, by=by, award=award, note=note))


def stop_unpaid(award: Award, by: Person | None, verb: str, note: str, *, paused: bool = False) -> int:
    """Stop every instalment that is not paid, or of them what is paused, and give its money back; returns the fen.
    Refuses while one is on its way: its outcome is not known yet."""
    found = Instalment.objects.filter(award=award).exclude(state__in=[S.PAID, S.STOPPED])
    rows = list(lock(found.filter(paused=True) if paused else found))
    if any(row.state == S.PAYING for row in rows):
        raise NotPossible(_("有一期正在拨付，请先撤销所在批次或等银行回单。"))
    for line in {row.line_id: row.line for row in rows if row.line_id}.values():
        assert line is not None
        fen = sum(row.fen for row in rows if row.line_id == line.pk)
        give_back(award, Kind.COMMITTED, fen, line, by, verb, note)
    Instalment.objects.filter(pk__in=[row.pk for row in rows]).update(state=S.STOPPED, paused=False)
    stopped = sum(row.fen for row in rows)
    award.fallen += stopped
    return stopped


def move_money(award: Award, more: Mapping[Line, int], by: Person | None, verb: str, note: str = "") -> None:
    """Commit more of each line for an award, or give back what is too much; fen by line, below nought gives back."""
    for line, fen in more.items():
        if fen > 0:
            if line.closed_at:
                raise NotPossible(_("“%(line)s”已年终结转，不能再动用。") % {"line": line})
            pot = posting.locked(line, Kind.AVAILABLE, Kind.COMMITTED)
            parts = pot.take(fen)
            posting.post(posting.build(pot, verb, Kind.AVAILABLE, Kind.COMMITTED, parts, by=by, award=award, note=note))
        else:
            give_back(award, Kind.COMMITTED, -fen, line, by, verb, note)
