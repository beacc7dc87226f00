"""Threads on a real database: one application a form, one number a decision, no place given twice."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from functools import partial

import pytest
from django.db import connection

from district.cases.core.checks import AlreadyOpen, NotPossible
from district.cases.core.models import Application, Decision, Submission
from district.cases.desk import actions as desk_actions
from district.cases.intake import actions as intake_actions
from district.ground import clock
from district.ground.record.actions import verify_chain
from tests import racing
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, district, enterprise, join, publish

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.database]
DAY = dt.date(2022, 6, 24)


@pytest.fixture
def committed(keeping_triggers: None) -> Iterator[None]:
    """A database whose transactions really commit; the clock stands still in every thread."""
    yield


@pytest.fixture
def town(committed: None) -> Iterator[District]:
    with clock.at(DAY):
        yield district()


rush = partial(racing.rush, at=DAY, wait=20, join=60)


def test_the_database_is_a_real_one(town: District) -> None:
    assert connection.vendor == "postgresql" or "memory" not in str(connection.settings_dict["NAME"])


def test_a_double_click_starts_one_application(town: District) -> None:
    given = {"enterprise": town.firm, "programme": town.programmes["hiring"], "by": town.founder,
             "request_key": uuid.uuid4()}  # fmt: skip
    results = rush([lambda: intake_actions.start(**given).reference] * 8)
    assert len(set(results)) == 1
    assert Application.objects.count() == 1


def test_two_windows_start_one_application(town: District) -> None:
    results = rush([lambda: town.started().reference] * 6)
    assert sorted(type(each).__name__ for each in results) == ["AlreadyOpen"] * 5 + ["str"]
    assert {each.reference for each in results if isinstance(each, AlreadyOpen)} == {
        Application.objects.get().reference
    }


def test_a_double_click_hands_in_once(town: District) -> None:
    case, key = town.started(), uuid.uuid4()

    def hand_in() -> str:
        row = Application.objects.get(pk=case.pk)
        papers = {"用工计划": "附后"}
        return intake_actions.submit(
            application=row, by=town.founder, declared={}, request_key=key, evidence=papers
        ).state

    assert rush([hand_in] * 6) == ["submitted"] * 6
    assert Submission.objects.count() == 1


def accepted_cases(town: District, count: int, quota: int) -> list[Application]:
    rule = FILES["test/programmes/hiring/2022-01-01.yaml"].replace("count: 2", f"count: {quota}")
    publish({**FILES, "test/programmes/hiring/2022-01-01.yaml": rule})
    cases = []
    for n in range(count):
        firm = enterprise(f"9131011012345678{n:02}", f"示例{n}公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
        join(town.founder, firm)
        cases.append(town.judged(firm))
    return cases


def test_numbers_have_no_gap_and_no_twin(town: District) -> None:
    cases = accepted_cases(town, 8, quota=100)

    def decide(pk: int, fails: bool) -> object:
        row = Application.objects.get(pk=pk)
        if fails:  # a refusal without a reason takes no number
            return deciding.decide(application=row, by=town.officer, outcome="refused")
        return deciding.decide(application=row, by=town.officer, outcome="granted").serial

    results = rush([lambda case=case, n=n: decide(case.pk, n % 4 == 0) for n, case in enumerate(cases)])
    assert Counter(type(each).__name__ for each in results) == {"int": 6, "NotPossible": 2}
    assert sorted(Decision.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert verify_chain() > 0


def test_places_are_never_given_twice(town: District) -> None:
    cases = accepted_cases(town, 6, quota=2)

    def grant(pk: int) -> object:
        return deciding.decide(application=Application.objects.get(pk=pk), by=town.officer, outcome="granted").number

    results = rush([lambda case=case: grant(case.pk) for case in cases])
    assert Counter(type(each).__name__ for each in results) == {"str": 2, "TooFew": 4}
    assert all("名额" in str(each) for each in results if isinstance(each, NotPossible))
    assert Application.objects.filter(state="granted").count() == 2


def test_two_deciders_decide_once(town: District) -> None:
    case = town.judged()

    def decide(by: object) -> object:
        row = Application.objects.get(pk=case.pk)
        return deciding.decide(application=row, by=by, outcome="granted").number  # type: ignore[arg-type]

    results = rush([lambda by=by: decide(by) for by in (town.officer, town.leader) * 3])
    assert Counter(type(each).__name__ for each in results) == {"str": 1, "MoveRefused": 5}


def test_nobody_takes_what_another_has_taken(town: District) -> None:
    from tests.district.cases.factories import person

    for n in range(6):
        firm = enterprise(f"9131011012345678{n:02}", f"示例{n}公司", 注册区="示例区")
        join(town.founder, firm)
        town.submitted(firm)
    officers = [person(f"officer{n}", officer="区人社局") for n in range(6)]
    results = rush([lambda by=by: desk_actions.take_next(by=by) for by in officers])
    assert len({each.pk for each in results}) == 6  # type: ignore[attr-defined]
