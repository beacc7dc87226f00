"""Posting transfers: the accounts of a line locked in one order, the money split over its levels to the fen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, connection
from django.db.models import Sum

from district.funds.checks import NotEnough
from district.funds.models import Award, Kind, Line, Payment, Tally, Transfer
from district.funds.money import share
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.actions import ask, insert

Parts = dict[str, int]  # level → fen


@dataclass
class Pot:
    """A line's accounts, locked to the end of the transaction or only read. `fen` is what they held at that moment."""

    line: Line
    ids: dict[tuple[str, str], int]
    fen: dict[tuple[str, str], int]

    def of(self, kind: str) -> Parts:
        """What each level has of a kind."""
        return {level: fen for (level, each), fen in self.fen.items() if each == kind}

    def total(self, kind: str) -> int:
        return sum(self.of(kind).values())

    def take(self, fen: int, kind: str = Kind.AVAILABLE) -> Parts:
        """`fen` over the levels, in proportion to what each has. Raises NotEnough."""
        if fen > self.total(kind):
            raise NotEnough(self.line, fen, self.total(kind))
        return share(fen, self.of(kind))


def locked(line: Line, *kinds: str) -> Pot:
    """The accounts of a line, in the order everybody locks them; only some kinds when they are named."""
    return _pot(line, kinds, " FOR UPDATE" if connection.features.has_select_for_update else "")


def seen(line: Line, *kinds: str) -> Pot:
    """The same without a lock, for who posts a single transfer and lets the database refuse it (`enough`)."""
    return _pot(line, kinds, "")


@contextmanager
def enough(wanted: int) -> Iterator[list[Line]]:
    """Around a transaction: says NotEnough, with what is left now, where the database refuses to overdraw an account of
    the line that the block has put down.
    """
    lines: list[Line] = []
    try:
        yield lines
    except IntegrityError as error:
        if "account_never_overdrawn" not in str(error) or not lines:
            raise
        left = seen(lines[0], Kind.AVAILABLE).total(Kind.AVAILABLE)
        raise NotEnough(lines[0], wanted, left) from error


def _pot(line: Line, kinds: tuple[str, ...], ending: str) -> Pot:
    wanted = kinds or tuple(Kind.values)
    places = ", ".join(["%s"] * len(wanted))
    sql = (
        f"SELECT level, kind, id, fen FROM funds_account WHERE line_id = %s AND kind IN ({places}) ORDER BY id{ending}"  # noqa: S608 - only placeholders
    )
    found = ask(sql, [line.pk, *wanted])  # by hand: every decision on the line waits for this one
    return Pot(
        line, {(level, kind): pk for level, kind, pk, _ in found}, {(level, kind): fen for level, kind, _, fen in found}
    )


def build(
    pot: Pot,
    verb: str,
    credit: str,
    debit: str,
    parts: Mapping[str, int],
    *,
    by: Person | None,
    award: Award | int | None = None,
    payment: Payment | None = None,
    key: str | None = None,
    note: str = "",
    into: Pot | None = None,
) -> list[Transfer]:
    """The transfers that move `parts` from one kind to another, one a level; not saved yet."""
    pk = award.pk if isinstance(award, Award) else award
    return [
        Transfer(
            at=clock.now(), verb=verb, credit_id=pot.ids[level, credit], debit_id=(into or pot).ids[level, debit],
            fen=fen, award_id=pk, payment=payment, by=by, note=note[:200], key=f"{key}:{level}" if key else None,
        )
        for level, fen in sorted(parts.items())
    ]  # fmt: skip


def post(transfers: Iterable[Transfer]) -> None:
    """Append them, in the caller's transaction; the database moves the balances and refuses what would overdraw one."""
    insert(list(transfers))


def tally(award: Award, line: Line | None = None) -> dict[str, Parts]:
    """What an award has, by kind and level, of one line or of all: {"held": {"district": 100}, …}."""
    rows = Tally.objects.filter(award=award)
    if line is not None:
        rows = rows.filter(line=line)
    kinds = ("held", "committed", "sent", "paid", "receivable", "overpaid")
    found: dict[str, Parts] = {kind: {} for kind in kinds}
    for level, *sums in rows.order_by("level").values_list("level").annotate(*(Sum(kind) for kind in kinds)):
        for kind, fen in zip(kinds, sums, strict=True):
            if fen:
                found[kind][level] = fen
    return found


def back_to(line: Line) -> str:
    """Where money goes that is not needed after all: back to the line, or past the year's end to the treasury.

    Asked anew, after its accounts were locked: the line may have been closed since it was read.
    """
    closed = Line.objects.filter(pk=line.pk, closed_at__isnull=False).exists()
    return Kind.LAPSED if closed else Kind.AVAILABLE
