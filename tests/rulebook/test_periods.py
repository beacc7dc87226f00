"""What an award paid by period comes to, in every room that counts money by time."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

import pytest

from rulebook.catalogue.periods import MONTHS, Ceiling, Rhythm
from rulebook.packaging.lawful import Before, package
from tests.rulebook.test_packaging import FACTS, catalogue, programme

DAY = dt.date(2022, 6, 24)
RHYTHMS = [Rhythm("", None), *(Rhythm(per, times) for per in MONTHS for times in (None, 1, 3, 7, 36))]


def counted(rhythm: Rhythm, months: int) -> list[int]:
    """Month by month: a payment falls due where a period begins and fewer than `times` were paid."""
    step, most = MONTHS.get(rhythm.per), rhythm.times
    found: list[int] = []
    for month in range(months):
        if step is None:
            found += [month] if month == 0 else []
        elif month % step == 0 and (most is None or len(found) < most):
            found.append(month)
    return found


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_payments_are_those_one_counts_month_by_month(rhythm: Rhythm) -> None:
    for months in (1, 3, 5, 6, 12, 13, 24, 500):
        assert list(rhythm.due(months)) == counted(rhythm, months)
        assert rhythm.each(Decimal("10.01")).within(months) == Decimal("10.01") * len(counted(rhythm, months))
    every = len(counted(rhythm, 500))
    endless = rhythm.per in MONTHS and rhythm.times is None
    assert rhythm.each(Decimal(7)).in_all == (None if endless else 7 * every)
    assert rhythm.runs == (every > 1)


def test_a_payment_is_whole_fen() -> None:
    assert Rhythm("month", 12).each(Decimal("33.335")).within() == Decimal("33.34") * 12


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_package_and_ceilings_count_every_period(rhythm: Rhythm) -> None:
    times = f", times: {rhythm.times}" if rhythm.times else ""
    run = programme("100").replace(
        "pay: once", f"pay: per period, per: {rhythm.per}{times}" if rhythm.per else "pay: once"
    )
    entitled = 100 * len(counted(rhythm, 12))
    assert package(catalogue(run=run), FACTS, DAY).total == entitled
    for per, (year, life) in itertools.product(("year", "life"), ((0, 0), (50, 120), (0, 900))):
        made = catalogue(run=f"{run}ceiling: {{per: {per}, amount: 250}}\n")
        line = package(made, FACTS, DAY, before={"run": Before(Decimal(year), Decimal(life))}).lines[0]
        left = max(0, 250 - (life if per == "life" else year))
        assert (line.entitled, line.paid) == (entitled, min(entitled, left))
        assert sum(part[0] for part in line.unpaid) == line.entitled - line.paid


def test_a_ceiling_is_read_once() -> None:
    assert Ceiling.of({}) is None
    assert Ceiling.of({"ceiling": {"per": "life", "amount": 5000}}) == Ceiling(Decimal(5000), life=True)
    assert Ceiling(Decimal(100)).room(Decimal(130), Decimal(0)) == 0
