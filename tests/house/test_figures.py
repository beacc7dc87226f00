"""Every figure of the house over the demonstration: its number is its rows; nobody reads more than they may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from district.ground import clock
from district.ground.figures.behind import all_behind, rows_behind
from district.ground.figures.counting import (
    NotCounted,
    adds_up,
    breakdown,
    parts_of,
    series,
    value,
    values,
)
from district.ground.figures.figure import Flow, Stock
from district.ground.figures.periods import Period
from district.ground.figures.registry import FIGURES, of_the_front
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from tests import turns
from tests.house import demonstrated

pytestmark = pytest.mark.long  # beside what else walks the demonstration: a process loads it once

SIMPLE = [each for each in FIGURES if len(parts_of(each)) == 1]
MONEY = Decimal("0.005")


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Person]]:
    """The demonstration with few firms, gone when the module ends."""
    with django_db_blocker.unblock(), demonstrated.demonstration():
        yield {each.username: each for each in Person.objects.all()}


def test_what_is_told_as_money_is_yuan_and_nothing_else_is() -> None:
    """An amount that is no money says so: minutes or people with two decimals and in yuan are no number."""
    with translation.override("zh-hans"):
        wrong = {each.key: str(part.unit) for each in FIGURES for part in parts_of(each)
                 if part.is_money != (str(part.unit) == "元")}  # fmt: skip
    assert wrong == {}


NOT_BY_PERSON = {
    "questions": "what bureaus were asked; who asked is kept for the answer alone",
    "clinic_numbers": "visits, most of them of firms",
}


def test_public_rows_of_a_person_are_told_in_fives() -> None:
    """What the public may count and belongs to one person names the person by whom small cells are held back."""
    found = set()
    for each in FIGURES:
        fields = {field.name for field in each.source.rows(clock.today()).model._meta.concrete_fields}
        if each.public and fields & {"person", "learner", "worker"} and each.source.people is None:
            found.add(each.source.key)
    assert found == set(NOT_BY_PERSON)


def periods() -> list[Period]:
    today = clock.today()
    year = today.year
    return [Period.until(today), Period.year(year), Period.year(year - 1), Period.month(today),
            Period(dt.date(year - 1, 7, 1), today)]  # fmt: skip


def added(figure: Any, rows: Any) -> Decimal:
    """What the rows come to, added up here and not by the database."""
    if not figure.amount:
        return Decimal(len(rows))
    total = sum((Decimal(each or 0) for each in rows.values_list(figure.amount, flat=True)), Decimal(0))
    return total / 100 if figure.fen else total


def narrowings(figure: Any) -> Iterator[dict[str, Any]]:
    """Nothing, and the largest part of each dimension."""
    yield {}
    for dimension in figure.source.dimensions:
        found = [each for each in breakdown(figure, dimension.key, own=True, user=auditor()) if each.value is not None]
        if found:
            yield {dimension.key: found[0].value}


def auditor() -> Person:
    return Person.objects.get(username="auditor")


def test_a_number_is_its_rows(demonstration: dict[str, Person]) -> None:
    """For who reads all: as many rows as counted, or adding up to the sum, in every period and part."""
    wrong, seen = [], 0
    for figure in turns.part(SIMPLE, 3):
        for where in narrowings(figure):
            for period in periods():
                try:
                    told = value(figure, period, where=where, user=auditor(), own=True)
                except NotCounted:
                    assert isinstance(figure, Stock) and not figure.source.looks_back
                    continue
                rows = rows_behind(figure, period, where=where, user=auditor())
                seen += bool(told.number)
                if abs((told.number or 0) - added(figure, rows)) > MONEY:
                    wrong.append(f"{figure.key} {period.key} {where}: {told.number} is not {added(figure, rows)}")
    assert wrong == [] and seen > turns.times(30, 200)


def test_the_auditor_reads_what_the_public_is_told(demonstration: dict[str, Person]) -> None:
    """A public number is of every row, not of what somebody may read."""
    for figure in SIMPLE:
        if figure.public:
            told = value(figure, user=AnonymousUser())
            behind = added(figure, all_behind(figure, in_public=True))
            assert told.kept_back or abs((told.number or 0) - behind) <= MONEY, figure.key
            assert {each.pk for each in rows_behind(figure, user=auditor())} == {x.pk for x in all_behind(figure)}


@pytest.mark.parametrize("who", ["officer", "leader", "founder", "finance", "admin", "nobody"])
def test_nobody_counts_more_than_they_read(demonstration: dict[str, Person], who: str) -> None:
    person: Any = demonstration.get(who, AnonymousUser())
    for figure in SIMPLE:
        own = value(figure, user=person, own=True)
        rows = rows_behind(figure, user=person)
        assert abs((own.number or 0) - added(figure, rows)) <= MONEY, figure.key
        if who == "nobody" and figure.source.seen is not None:
            assert not rows, figure.key
        if not figure.public and not figure.may_whole(person):
            with pytest.raises(Refused):
                value(figure, user=person)


def test_months_and_parts_add_up_where_they_may(demonstration: dict[str, Person]) -> None:
    year = Period.year(clock.today().year).clipped(clock.today())
    for figure in SIMPLE:
        if not isinstance(figure, Flow) or not adds_up(figure):
            continue
        whole = value(figure, year, user=auditor(), own=True)
        months = series(figure, year.months(year.last), user=auditor(), own=True)
        assert sum((each.number or 0 for each in months), Decimal(0)) == whole.number, figure.key
        for dimension in figure.source.dimensions:
            parts = breakdown(figure, dimension.key, year, user=auditor(), own=True)
            assert sum((each.told.number or 0 for each in parts), Decimal(0)) == whole.number, (
                figure.key,
                dimension.key,
            )


def test_many_figures_cost_a_query_a_source(demonstration: dict[str, Person]) -> None:
    figures = [each for each in FIGURES if each.public]
    sources = {part.source.key for each in figures for part in parts_of(each)}
    with CaptureQueriesContext(connection) as asked:
        values(figures)
    assert len(figures) > 15 and len(asked) == len(sources)
    with CaptureQueriesContext(connection) as asked:
        values(of_the_front())
    assert len(asked) == 3


def test_the_balances_are_the_ledgers(demonstration: dict[str, Person]) -> None:
    from django.utils import timezone

    from district.funds import queries as funds
    from district.funds.figures import LINES

    lines = funds.Line.objects.all()
    total = sum(funds.balances_of(lines).values(), funds.Balances())
    for key, figure in LINES.items():
        name = {"spent": "paid"}.get(key, key)
        assert value(figure, user=auditor()).number == getattr(total, name), key
    # of an earlier day: what every transfer up to it comes to
    moved = funds.Transfer.objects.order_by("at").values_list("at", flat=True)
    day = timezone.localdate(moved[len(moved) // 2])
    kept = Decimal(0)
    for at, fen, debit, credit in funds.Transfer.objects.values_list("at", "fen", "debit__kind", "credit__kind"):
        if timezone.localdate(at) <= day:
            kept += fen * ((debit == "available") - (credit == "available"))
    assert value(LINES["available"], Period.day(day), user=auditor()).number == kept / 100
    assert day < clock.today()


def test_pages_that_say_the_same_say_the_same_number(demonstration: dict[str, Person]) -> None:
    """The package's page, the bundles' page and the front page: one figure."""
    from district.cases.core.figures import FIRM_PROGRAMMES, GRANTED_YUAN
    from district.cases.decisions import bundles
    from district.policies.models import Programme
    from district.policies.queries import outcomes

    of = dict(Programme.objects.values_list("slug", "subject"))
    came = outcomes(list(of), None, None)
    assert sum(each.decided for each in came.values()) == value(GRANTED_YUAN).number
    assert (
        sum(each.enterprises for slug, each in came.items() if of[slug] == "enterprise")
        == value(FIRM_PROGRAMMES).number
    )
    by_year = {year: bundles.overview(year) for year in bundles.years()}
    whole = value(GRANTED_YUAN, user=auditor())  # bundles are the auditor's, who reads every row
    assert sum(row["amount"] for rows in by_year.values() for row in rows) == whole.number
    assert sum(bundles.illustrative(year) for year in by_year) == whole.invented
