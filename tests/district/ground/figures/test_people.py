"""Small numbers of people are told to nobody, and no two askings give one back: by filter, period, day or file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from district.cases.core.figures import GRANTED_YUAN, GRANTS, HANDED_IN_CASES
from district.cases.core.models import Decision
from district.cases.core.outcomes import outcomes
from district.cases.headcount.figures import SUPPORTED
from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.figures import actions, queries
from district.ground.figures.behind import all_behind, first_day
from district.ground.figures.counting import NotCounted, breakdown, crossed, series, value
from district.ground.figures.figure import Figure
from district.ground.figures.people import whole_years
from district.ground.figures.periods import Period
from district.ground.people.models import Person
from tests.district.cases.factories import District, enterprise, join, person
from tests.district.cases.test_constraints import decided
from tests.district.enterprises.registers import code
from tests.district.ground.figures.test_counting import workers  # noqa: F401 - a fixture

People = Callable[..., list[Any]]
TODAY = dt.date(2022, 6, 24)
SLUG = "hiring"


@pytest.fixture
def people(here: District, monkeypatch: pytest.MonkeyPatch) -> People:
    """`people(n, on=…)`: n persons, each granted once on that day."""
    monkeypatch.setattr("district.cases.places.guard.quota_of", lambda _version: None)
    made = iter(range(20, 90))

    def grant(count: int, on: dt.date = TODAY) -> list[Any]:
        found = []
        for number in [next(made) for _n in range(count)]:
            firm = enterprise(code(number), f"示例人{number}", 注册区="示例区", 从业人员=10, 失信被执行=False)
            join(here.founder, firm)
            case = decided(District(**{**vars(here), "firm": firm}))
            at = timezone.make_aware(dt.datetime.combine(on, dt.time(9)))
            unlocked(Decision, case, at)
            Enterprise.subjects.filter(pk=firm.pk).update(
                subject="person", account=person(f"somebody{number}"), uscc=f"P-{number:016}"
            )
            found.append(firm)
        return found

    return grant


def unlocked(model: Any, row: Any, at: dt.datetime) -> None:
    """A decision's moment, past the trigger that keeps it."""
    from django.db import connection

    pk = row.pk if isinstance(row, model) else row.decision.pk
    table = model._meta.db_table
    with connection.cursor() as cursor:
        names = cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        ).fetchall()
        for name, _sql in names:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute(f'UPDATE "{table}" SET at = %s WHERE id = %s', [at.astimezone(dt.UTC).replace(tzinfo=None), pk])
        for _name, sql in names:
            cursor.execute(sql)


def periods() -> Iterator[Period | None]:
    yield None
    days = [TODAY - dt.timedelta(days=n) for n in (0, 1, 175)]
    yield from (Period.until(day) for day in days)
    yield from (Period.day(day) for day in days)
    yield from (Period.month(day) for day in days)
    yield from (Period.year(year) for year in (2020, 2021, 2022))
    yield from (Period(min(pair), max(pair)) for pair in combinations(days, 2))


def narrowings(figure: Figure[Any], user: Any = None) -> Iterator[dict[str, Any]]:
    """Nothing, each part of each dimension, and two at once."""
    rows = all_behind(figure, Period.until(TODAY))
    singles = [
        {each.key: row} for each in figure.source.dimensions
        for row in {*rows.order_by().values_list(each.lookup, flat=True)} if row not in (None, "")
    ]  # fmt: skip
    yield {}
    yield from singles
    yield from (one | other for one, other in combinations(singles, 2) if not set(one) & set(other))


def told(figure: Any) -> dict[str, Decimal]:
    """Everything that a stranger is told, however they ask; what is kept back is not in it."""
    found: dict[str, Decimal] = {}

    def note(name: str, number: Decimal | None) -> None:
        if number is not None:
            found[name] = number

    for where in narrowings(figure):
        for period in periods():
            for ask in ("value", "parts", "crossed"):
                try:
                    if ask == "value":
                        note(f"{where} {period}", value(figure, period, where=where).number)
                    elif ask == "parts":
                        for key in [each.key for each in figure.source.dimensions if each.listed]:
                            for part in breakdown(figure, key, period, where=where):
                                note(f"{where} {period} {key}={part.value}", part.told.number)
                    elif not where:
                        for cell, (number, _i) in crossed(figure, ("programme", "bureau"), period, where=where).items():
                            note(f"{where} {period} {cell}", number)
                except NotCounted:
                    continue
    return found


def steps(numbers: Any) -> set[Decimal]:
    """How far apart any two of them are."""
    some = sorted(set(numbers) | {Decimal(0)})
    return {b - a for a, b in combinations(some, 2)}


def test_no_two_askings_differ_by_a_few_workers(here: District, workers: Any) -> None:  # noqa: F811
    for count in (3, 7, 4, 9):
        workers(count)
    found = told(SUPPORTED)
    assert found and min(steps(found.values())) >= 5
    assert set(found.values()) == {Decimal(20)}  # of twenty-three


def test_no_two_askings_differ_by_a_few_persons_granted(here: District, people: People) -> None:
    people(3, dt.date(2021, 12, 31))
    people(1, TODAY - dt.timedelta(days=1))
    people(6)
    found = told(GRANTS)
    assert set(found.values()) <= {Decimal(0), Decimal(5)} and Decimal(5) in found.values()
    assert not any(number and "street" in name for name, number in found.items())
    months = series(GRANTS, Period.year(2022).clipped(TODAY).months(TODAY))
    assert {each.number for each in months} == {0}  # people are told by years
    exact = value(GRANTS, user=here.auditor)
    assert exact.number == 10 and value(GRANTS, Period.year(2021), user=here.auditor).number == 3
    assert value(GRANTS, Period.year(2021)).kept_back


def test_from_day_to_day_numbers_move_by_five(here: District, people: People) -> None:
    firm = decided(here)
    assert firm and value(GRANTS).number == 1  # a firm is told as it is
    asked = [{}, {"programme": SLUG}, {"street": ""}]
    when = [None, Period.year(2022), Period.month(TODAY), Period.day(TODAY)]
    last: list[Decimal | None] = []
    seen = []
    for _n in range(6):
        people(1)
        now = [value(GRANTS, period, where=where).number for where in asked for period in when]
        moved = {new - old for new, old in zip(now, last, strict=False) if new is not None and old is not None}
        assert not any(0 < abs(each) < 5 for each in moved)
        last = now
        seen.append(value(GRANTS).number)
    assert seen == [1, 1, 1, 1, 6, 6]


def test_money_of_few_is_in_no_sum(here: District, people: People) -> None:
    one = people(1)
    each = value(GRANTED_YUAN, user=here.auditor).number
    assert one and each and value(GRANTED_YUAN).kept_back
    people(6)
    assert value(GRANTED_YUAN).number == 5 * each and value(GRANTED_YUAN, user=here.auditor).number == 7 * each
    assert value(GRANTED_YUAN, Period.month(TODAY)).number == 0
    assert value(HANDED_IN_CASES).number == 5


def test_what_came_of_a_programme_names_no_few(here: District, people: People) -> None:
    people(4)
    assert outcomes([SLUG], None, None) == {}
    people(3)
    [found] = outcomes([SLUG], None, None).values()
    assert found.enterprises == 5


def test_pages_books_and_what_was_said_keep_to_it(here: District, people: People, client: Client) -> None:
    firms = people(4)
    page = client.get(reverse("figures:figure", args=["cases.granted"]), {"programme": SLUG}).content.decode()
    assert "不满 5，不公布" in page and "个人" in page
    assert not any(each.name in page for each in firms)
    book = client.get(reverse("figures:figure", args=["cases.granted"]), {"format": "xlsx", "for_what": "核对数据"})
    assert book.status_code == 200
    with pytest.raises(NotCounted):
        actions.say(GRANTS, place="答复", by=here.officer, request_key=key())
    people(2)
    row = actions.say(GRANTS, place="答复", by=here.officer, request_key=key())
    people(1)
    assert row.number == 5 and queries.compared(row, here.auditor).because == ()  # one more is not told
    assert first_day(SUPPORTED) is None and first_day(GRANTS) is None


def key() -> Any:
    import uuid

    return uuid.uuid4()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("..2022-06-24", "..2022-06-24"), ("..2022-06-23", "..2021-12-31"), ("2021", "2021"), ("2022-06", None),
     ("2022", "2022"), ("2020-07-01..2022-06-24", "2021-01-01..2022-06-24"), ("2022-06-24", None)],
)  # fmt: skip
def test_whole_years(asked: str, found: str | None) -> None:
    years = whole_years(Period.read(asked), TODAY)
    assert (years.key if years else None) == found


def test_the_reader_of_all_rows_is_told_all(here: District, people: People, as_: Callable[[Person], Client]) -> None:
    people(2)
    page = as_(here.auditor).get(reverse("figures:figure", args=["cases.granted"])).content.decode()
    assert "不满 5" not in page
    assert clock.today() == TODAY
