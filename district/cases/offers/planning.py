"""Before the first firm of a pay list: what it needs, what there is, and who gets how much when that is too little."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.offers.models import Offer, OfferRound
from district.cases.places import guard
from district.cases.places.allotting import FEN, Candidate, in_proportion, lot
from district.cases.places.listed import period_today, quota_of
from district.funds.queries import Look, look, this_year
from district.ground import clock
from district.policies import queries as policies
from district.policies.queries import ProgrammeVersion
from district.policies.runs.queries import facts_of_run

Way, Order = OfferRound.Way, OfferRound.Order
FOUNDED = "成立日期"


@dataclass(frozen=True)
class Standing:
    """A pay list beside the budget and the quota. `places` and `left` are None where there is none; yuan otherwise."""

    firms: int
    total: Decimal
    money: Look | None
    left: int | None

    @property
    def short_places(self) -> int:
        return 0 if self.left is None else max(0, self.firms - self.left)

    @property
    def short(self) -> bool:
        return bool(self.short_places or (self.money and self.money.short))

    def words(self) -> str:
        """What is short by how much, for who wants to go on all the same."""
        said = []
        if self.money and self.money.short:
            said.append(_("要 %(needed)s 元，可用 %(available)s 元，差 %(short)s 元") % {
                "needed": f"{self.money.needed:,.2f}", "available": f"{self.money.available:,.2f}",
                "short": f"{self.money.short:,.2f}"})  # fmt: skip
        if self.short_places:
            said.append(_("要名额 %(n)d 个，还剩 %(left)d 个") % {"n": self.firms, "left": self.left})
        return "；".join(said)


def waiting_to_be_paid(round_: OfferRound) -> QuerySet[Offer]:
    """The pay list's firms that have not been decided."""
    return round_.offers.filter(kind=Offer.Kind.PAY, state__in=[Offer.State.OPEN, Offer.State.WAITING])


def to_grant(round_: OfferRound) -> QuerySet[Offer]:
    """Those who get something by what was chosen, in their order."""
    rows = waiting_to_be_paid(round_)
    rows = rows.exclude(given=None) if round_.way in {Way.ORDER, Way.SHARE} else rows
    return rows.order_by("place", "pk")


def left_out(round_: OfferRound) -> QuerySet[Offer]:
    """Those who wait because the money or the places ended before them."""
    rows = waiting_to_be_paid(round_)
    return rows.filter(given=None).order_by("place", "pk") if round_.way == Way.ORDER else rows.none()


def gives(offer: Offer) -> Decimal:
    """What an offer gives by what was chosen."""
    return offer.given if offer.given is not None else offer.amount or Decimal(0)


def version_of(round_: OfferRound) -> ProgrammeVersion:
    """The version a case of today would be decided under."""
    return policies.version_on(round_.programme, clock.today()) or round_.run.version


def standing_of(round_: OfferRound, offers: Iterable[Offer]) -> Standing:
    """How these offers stand beside this year's budget and the places left; reads only."""
    version, rows = version_of(round_), list(offers)
    amounts = [gives(each) for each in rows]
    quota = quota_of(version)
    counts = quota is not None and quota.by != "pro-rata"
    left = guard.free(round_.programme, quota, period_today(quota)) if quota is not None and counts else None
    return Standing(len(rows), sum(amounts, Decimal(0)), look(version=version, amounts=amounts), left)


def whole(round_: OfferRound) -> Standing:
    """The list as if everybody got all of it: what the choice is about."""
    rows = list(waiting_to_be_paid(round_))
    for each in rows:
        each.given = None
    return standing_of(round_, rows)


def plan(round_: OfferRound, way: str, order: str, seed: str) -> None:
    """Write down who gets how much by a way; in the caller's transaction. Raises NotPossible where it gives nothing."""
    rows = list(waiting_to_be_paid(round_))
    if way == Way.SHARE:
        _write(_shares(round_, rows))
    elif way == Way.ORDER:
        _write(_in_order(round_, rows, order, seed))
    else:
        _write([(each, None, None) for each in rows])


Line = tuple[Offer, int | None, Decimal | None]  # offer, its place, what it gives


def _shares(round_: OfferRound, rows: Sequence[Offer]) -> list[Line]:
    found = whole(round_)
    if found.money is None or found.short_places:
        raise NotPossible(_("名额不能按比例分，请选择按次序或者等候。"))
    money = found.total * found.money.available / found.money.needed  # of one period, where it is paid by periods
    stand = [Candidate(each.reference, _NOON, amount=each.amount or Decimal(0)) for each in rows]
    shares = {each.reference: each.share for each in in_proportion(stand, money.quantize(FEN, ROUND_DOWN))}
    lines: list[Line] = [(each, None, shares[each.reference]) for each in rows]
    if not lines or min(line[2] or Decimal(0) for line in lines) <= 0:
        raise NotPossible(_("可用的钱太少，按比例分不到每一家。"))
    return _within(round_, lines, found.money.available)


def _within(round_: OfferRound, lines: list[Line], available: Decimal) -> list[Line]:
    """Rounding of periods may put the whole a few fen over: they come off the largest."""
    version = version_of(round_)
    line = look(version=version, amounts=())
    budget = line.line if line else None
    over = sum((this_year(version, each[2] or Decimal(0), budget) for each in lines), Decimal(0)) - available
    if over <= 0:
        return lines
    most = max(range(len(lines)), key=lambda n: lines[n][2] or Decimal(0))
    offer, place, given = lines[most]
    lines[most] = (offer, place, (given or Decimal(0)) - over)
    return lines


def _in_order(round_: OfferRound, rows: Sequence[Offer], order: str, seed: str) -> list[Line]:
    """The first of the order, as long as money and places last; who comes after the first that does not fit waits."""
    found, version = whole(round_), version_of(round_)
    money = found.money.available if found.money else None
    budget = found.money.line if found.money else None
    lines: list[Line] = []
    open_, spent = True, Decimal(0)
    for place, each in enumerate(_ordered(round_, rows, order, seed), start=1):
        needs = this_year(version, each.amount, budget) if each.amount and money is not None else Decimal(0)
        fits = (money is None or spent + needs <= money) and (found.left is None or place <= found.left)
        open_ = open_ and fits
        spent += needs if open_ else 0
        lines.append((each, place, each.amount if open_ else None))
    if not lines or lines[0][2] is None:
        raise NotPossible(_("可用的不够第一家，请选择等候或者追加。"))
    return lines


def _ordered(round_: OfferRound, rows: Sequence[Offer], order: str, seed: str) -> list[Offer]:
    """By what was stated; what ties is drawn by lot, never by a code or by when it was entered."""
    drawn = seed.strip() or round_.reference
    codes = dict(round_.offers.values_list("pk", "enterprise__uscc"))

    def by_lot(each: Offer) -> str:
        return lot(drawn, codes[each.pk])

    if order == Order.SMALLEST:
        return sorted(rows, key=lambda each: (each.amount or Decimal(0), by_lot(each)))
    if order in {Order.RANK, Order.FOUNDED}:
        firsts = _ranks(round_) if order == Order.RANK else _founded(round_)
        return sorted(rows, key=lambda each: (*firsts.get(codes[each.pk], (1, 0)), by_lot(each)))
    return sorted(rows, key=by_lot)


def _ranks(round_: OfferRound) -> dict[str, tuple[int, Decimal]]:
    version = version_of(round_)
    found = {}
    for code, facts in facts_of_run(round_.run):
        rank = policies.rank_of(version, facts, round_.run.as_of)
        if rank is not None:
            found[code] = (0, -rank)
    return found


def _founded(round_: OfferRound) -> dict[str, tuple[int, int]]:
    found = {}
    for code, facts in facts_of_run(round_.run):
        day = facts.get(FOUNDED)
        if isinstance(day, dt.date):
            found[code] = (0, day.toordinal())
    return found


def _write(lines: Iterable[Line]) -> None:
    with connection.cursor() as cursor:
        adapt = connection.ops.adapt_decimalfield_value
        cursor.executemany(
            "UPDATE offers_offer SET place = %s, given = %s WHERE id = %s",
            [(place, None if given is None else adapt(given, 18, 2), offer.pk) for offer, place, given in lines],
        )


_NOON = dt.datetime(2000, 1, 1, 12, tzinfo=dt.UTC)  # nobody comes first: what rounding leaves goes by remainders
