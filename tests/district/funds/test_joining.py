"""With applications: held on acceptance, taken with the decision, given back when a case ends otherwise."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.funds import actions, queries, verifying
from district.funds.models import Award
from tests.district.cases import deciding
from tests.district.cases.factories import know
from tests.district.funds.town import Town


@pytest.fixture(autouse=True)
def the_ledger_holds(here: Town) -> Iterator[None]:
    yield
    assert verifying.verify() == []


def submitted(here: Town, slug: str = "money") -> Application:
    case = intake_actions.start(enterprise=here.base.firm, programme=here.base.programmes[slug], by=here.base.founder,
                              request_key=uuid.uuid4())  # fmt: skip
    return intake_actions.submit(application=case, by=here.base.founder, declared={}, request_key=uuid.uuid4())


def money(here: Town) -> tuple[Decimal, Decimal, Decimal]:
    found = queries.balances_of([here.line])[here.line.pk]
    return found.available, found.held, found.committed


def test_accepted_then_granted(here: Town) -> None:
    case = review_actions.accept(application=submitted(here), by=here.officer)
    assert money(here) == (900000, 100000, 0)
    deciding.decide(application=case, by=here.officer, outcome="granted")
    assert money(here) == (900000, 0, 100000)
    assert Award.objects.get().reference == case.reference


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_accepted_then_not(here: Town, how: str) -> None:
    case = review_actions.accept(application=submitted(here), by=here.officer)
    if how == "refused":
        deciding.decide(application=case, by=here.officer, outcome="refused", note="示例")
    else:
        leaving.withdraw(application=case, by=here.base.founder)
    assert money(here) == (1000000, 0, 0)


def test_too_little_money_lets_a_case_be_accepted_and_stops_the_decision(here: Town) -> None:
    actions.appropriate(line=here.line, level="district", amount=Decimal(-950000), by=here.finance)
    case = review_actions.accept(application=submitted(here), by=here.officer)
    assert case.state == "accepted" and money(here) == (50000, 0, 0)
    with pytest.raises(NotPossible, match="不够"):
        deciding.decide(application=case, by=here.officer, outcome="granted")
    case.refresh_from_db()
    assert case.state == "accepted" and not Decision.objects.exists()


def test_no_budget_no_grant(here: Town) -> None:
    case = review_actions.accept(application=submitted(here, "unplanned"), by=here.officer)
    with pytest.raises(NotPossible, match="没有安排"):
        deciding.decide(application=case, by=here.officer, outcome="granted")
    assert not Decision.objects.exists()


def test_a_subsidy_paid_once_is_not_taken_back_because_facts_change(here: Town) -> None:
    """It was right on its own day; what has changed since is no reason, only what was wrong then is."""
    case = review_actions.accept(application=submitted(here), by=here.officer)
    deciding.decide(application=case, by=here.officer, outcome="granted")
    know(here.base.firm, "注册区", "外区")
    assert money(here) == (900000, 0, 100000)
    assert Award.objects.get().state == "committed"
