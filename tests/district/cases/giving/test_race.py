"""Two grants to one enterprise at once, under one limit: together they never give more than it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal as D

import pytest
from django.db.models import Sum

from district.cases.core.models import Application, Decision
from district.enterprises.models import Enterprise
from district.funds import verifying
from district.ground import clock
from tests.district.cases import deciding
from tests.district.cases.factories import enterprise, join
from tests.district.cases.giants import code
from tests.district.cases.giving.rules import DAY, accepted, limited
from tests.district.cases.places.test_race import rush
from tests.district.funds.town import Town

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]
FIRMS = 6


@pytest.fixture
def here(keeping_triggers: None) -> Iterator[Town]:
    with clock.at(DAY):
        yield limited()


def firms(here: Town) -> list[Enterprise]:
    made = []
    for number in range(FIRMS):
        firm = enterprise(code(700 + number), f"示例{number}号公司", 注册区="示例区", 营业收入=D(100_000))
        join(here.base.founder, firm)
        made.append(firm)
    return made


@pytest.mark.parametrize("slugs, most", [(("first", "excludes"), D(1000)), (("pair-a", "pair-b"), D(1500))])
def test_two_grants_at_once_never_break_a_limit(here: Town, slugs: tuple[str, str], most: D) -> None:
    everybody = firms(here)
    cases = [accepted(here, slug, firm).pk for firm in everybody for slug in slugs]

    def grant(pk: int) -> object:
        return deciding.decide(application=Application.objects.get(pk=pk), by=here.officer, outcome="granted").number

    results = rush([lambda pk=pk: grant(pk) for pk in cases])  # type: ignore[misc]
    for firm in everybody:
        found = Decision.objects.filter(application__enterprise=firm).aggregate(sum=Sum("total"))["sum"]
        assert found == most, (firm, results)
    refused = [each for each in results if not isinstance(each, str)]
    assert len(refused) == (FIRMS if most == 1000 else 0), refused
    assert all("不能同享" in str(each) for each in refused), refused
    assert verifying.verify() == []
