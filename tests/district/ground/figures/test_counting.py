"""Counting: what adds up and what does not, who is told what, small numbers of people."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from district.cases.core.figures import FIRMS, GRANTED_SHARE, GRANTED_YUAN, GRANTS, IN_HAND
from district.cases.headcount.figures import SUPPORTED
from district.cases.headcount.models import WorkerClaim
from district.enterprises.figures import FIRMS as REGISTER
from district.funds.figures import LINES
from district.ground import clock
from district.ground.figures.behind import rows_behind
from district.ground.figures.counting import (
    NotAdded,
    NotCounted,
    added,
    breakdown,
    crossed,
    series,
    value,
)
from district.ground.figures.figure import Figure, Ratio
from district.ground.figures.periods import NotAPeriod, Period
from district.ground.people.permissions import Refused
from tests.district.cases.factories import District, enterprise, join
from tests.district.cases.test_constraints import decided
from tests.district.enterprises.registers import code

MONTHS = [Period.read("2022-05"), Period.read("2022-06")]


def test_a_flow_adds_up_over_periods_that_follow_one_another(here: District) -> None:
    granted = decided(here)
    may, june = (value(GRANTS, each) for each in MONTHS)
    assert (may.number, june.number) == (0, 1)
    both = may + june
    assert both.number == 1 and both.period == Period(dt.date(2022, 5, 1), clock.today())
    assert added(GRANTED_YUAN, MONTHS).number == granted.total
    with pytest.raises(NotAPeriod):
        june + june


def test_a_balance_is_never_added_up_over_time(here: District) -> None:
    """The type refuses it, and so does the number: `added` takes a Flow."""
    stock = LINES["available"]
    with pytest.raises(NotAdded):
        added(stock, MONTHS, user=here.auditor)  # type: ignore[arg-type]
    day = value(stock, user=here.auditor)
    with pytest.raises(NotAdded):
        day + day
    open_cases = value(IN_HAND)
    with pytest.raises(NotAdded):
        open_cases + open_cases


def test_different_ones_do_not_add_up_either(here: District) -> None:
    decided(here)
    with pytest.raises(NotAdded):
        added(FIRMS, MONTHS)
    with pytest.raises(TypeError):
        Figure(key="x.y", words="", definition="", unit="", source=GRANTS.source)
    with pytest.raises(TypeError):
        Ratio(key="x.y", words="", definition="", top=GRANTS, bottom=IN_HAND)


def test_a_ratio_says_both_numbers(here: District) -> None:
    nothing = value(GRANTED_SHARE)
    assert (nothing.number, nothing.bottom, nothing.percent) == (0, 0, None)
    decided(here)
    found = value(GRANTED_SHARE)
    assert (found.number, found.bottom, found.percent) == (1, 1, Decimal("100.0"))


def test_a_firm_granted_twice_is_one_firm_with_its_first_row(here: District) -> None:
    first = decided(here)
    assert value(FIRMS).number == 1
    assert [each.pk for each in rows_behind(FIRMS, user=here.auditor)] == [first.pk]


def test_a_days_end_is_midnight_in_the_district(here: District) -> None:
    with clock.at(timezone.make_aware(dt.datetime(2022, 6, 30, 23, 30))):
        decided(here)
    with clock.at(dt.date(2022, 7, 2)):
        assert value(GRANTS, Period.read("2022-06-30")).number == 1
        assert value(GRANTS, Period.read("2022-07")).number == 0


def test_what_leaves_no_trace_is_told_of_today_only(here: District) -> None:
    assert value(IN_HAND, Period.day(clock.today())).number == 0
    with pytest.raises(NotCounted):
        value(IN_HAND, Period.read("2022-06-23"))
    with pytest.raises(NotCounted):
        value(GRANTS, Period.year(2031))


def test_a_part_that_is_not_there_is_refused(here: District) -> None:
    decided(here)
    assert value(GRANTS, where={"bureau": "区人社局"}).number == 1
    assert value(GRANTS, where={"bureau": ["区科委"]}).number == 0
    for where in ({"weather": "sun"}, {"year": "sun"}):
        with pytest.raises(NotCounted):
            value(GRANTS, where=where)
    assert value(GRANTS, where={"year": "9" * 30}).number == 0
    with pytest.raises(NotCounted):
        breakdown(GRANTS, "weather")


def test_who_may_not_have_the_whole_has_what_they_read(here: District) -> None:
    other = enterprise(code(9), "示例别家有限公司")
    assert other.pk
    assert value(REGISTER, user=here.officer).number == 2
    for person in (here.founder, AnonymousUser(), None):
        with pytest.raises(Refused):
            value(REGISTER, user=person)
    assert value(REGISTER, user=here.founder, own=True).number == 1
    assert value(REGISTER, user=AnonymousUser(), own=True).number == 0
    assert [each.pk for each in rows_behind(REGISTER, user=here.founder)] == [here.firm.pk]


@pytest.fixture
def workers(here: District) -> Any:
    """`workers(n)`: one granted roster with n people on it."""
    made = iter(range(10, 90))

    def roster(count: int) -> None:
        firm = enterprise(code(next(made)), 注册区="示例区", 从业人员=10, 失信被执行=False)
        join(here.founder, firm)
        case = here.submitted(firm=firm)
        type(case).objects.filter(pk=case.pk).update(state="granted", decided_at=clock.now())
        firm.street = f"示例街道{count}"
        firm.save(update_fields=["street"])
        for each in range(count):
            WorkerClaim.objects.create(
                application=case, group="示例", worker=f"{firm.pk}-{each}", masked="示**", first=dt.date(2022, 1, 1),
                last=dt.date(2022, 2, 1), key_mark="x", at=clock.now(),
            )  # fmt: skip

    return roster


def test_few_people_are_kept_back_from_who_may_not_read_them(here: District, workers: Any) -> None:
    workers(4)
    public = value(SUPPORTED)
    assert public.kept_back and public.number is None
    assert value(SUPPORTED, user=here.auditor).number == 4
    assert value(SUPPORTED, user=here.founder).kept_back
    workers(1)
    assert value(SUPPORTED).number == 5


def test_people_are_told_apart_by_programme_alone(here: District, workers: Any) -> None:
    for count in (3, 7, 9):
        workers(count)
    assert {each.value: each.told.number for each in breakdown(SUPPORTED, "programme")} == {"hiring": 15}
    with pytest.raises(NotCounted, match="只按整年"):
        breakdown(SUPPORTED, "street")
    seen = {each.words: each.told.number for each in breakdown(SUPPORTED, "street", user=here.auditor)}
    assert seen == {"示例街道9": 9, "示例街道7": 7, "示例街道3": 3}
    with pytest.raises(NotCounted):
        crossed(SUPPORTED, ("street",))


def test_people_are_told_by_whole_years_alone(here: District, workers: Any) -> None:
    workers(6)
    with pytest.raises(NotCounted, match="只按整年"):
        series(SUPPORTED, MONTHS)
    assert [each.number for each in series(SUPPORTED, MONTHS, user=here.auditor)] == [0, 6]
    assert [each.number for each in series(SUPPORTED, [Period.year(2021), Period.year(2022)])] == [None, 5]


def test_balances_of_an_earlier_day_are_what_they_were(here: District) -> None:
    from district.funds import actions as funds
    from tests.district.cases.factories import person

    publish_finance()
    treasurer = person("treasurer", officer="区财政局")
    with clock.at(dt.date(2022, 3, 1)):
        line = funds.open_line(year=2022, office=treasurer.duties[0].bureau, name="示例专项", by=treasurer)
        funds.appropriate(line=line, level="district", amount=Decimal(100), by=treasurer)
    with clock.at(dt.date(2022, 4, 1)):
        funds.appropriate(line=line, level="district", amount=Decimal("50.25"), by=treasurer)
    found = [value(LINES["available"], Period.read(day), user=here.auditor).number
             for day in ("2022-02-28", "2022-03-01", "2022-03-31", "2022-04-01", "2022-06-24")]  # fmt: skip
    assert found == [0, 100, 100, Decimal("150.25"), Decimal("150.25")]


def publish_finance() -> None:
    from district.ground.people.models import Bureau

    Bureau.objects.get_or_create(name="区财政局", defaults={"full": "示例区财政局"})
