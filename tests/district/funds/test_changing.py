"""A decided case gets another amount: unpaid money changes first, paid money is asked back or added to."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from decimal import Decimal

import pytest

from district.cases.core.models import Application, Decision
from district.cases.review import actions
from district.funds import changing, queries, verifying
from district.funds.models import Award, Clawback
from tests.district.cases import deciding
from tests.district.cases.factories import person
from tests.district.funds.test_joining import submitted
from tests.district.funds.town import Town


@pytest.fixture(autouse=True)
def the_ledger_holds(here: Town) -> Iterator[None]:
    yield
    assert verifying.verify() == []


def granted(here: Town) -> Decision:
    case = actions.accept(application=submitted(here), by=here.officer)
    return deciding.decide(application=case, by=here.officer, outcome="granted")


def money(here: Town) -> tuple[Decimal, Decimal]:
    found = queries.balances_of([here.line])[here.line.pk]
    return found.available, found.committed


def bring(here: Town, owed: str | int) -> Decimal:
    return changing.bring(reference="SB-1", promise=None, owed=Decimal(owed), by=here.officer, reason="更正")


def test_more_is_added_to_the_award(here: Town) -> None:
    here.commit()
    assert bring(here, 100500) == 0
    award = Award.objects.get()
    assert (award.amount, award.left) == (100000, 100500)
    assert money(here) == (899500, 100500)


def test_what_is_not_paid_is_cut_before_anything_is_asked_back(here: Town) -> None:
    here.commit()
    assert (bring(here, 60000), money(here)) == (0, (940000, 60000))
    assert not Clawback.objects.exists()
    bring(here, 0)
    assert money(here) == (1000000, 0)
    assert Award.objects.get().state == "released"


def test_a_revoked_decision_gives_the_money_back_and_a_regrant_takes_it(here: Town) -> None:
    first = granted(here)
    leader = person("leader9", leader=first.office.name)
    second = deciding.correct(
        decision=first, by=leader, outcome="refused", note="查实不符", anew=False, request_key=uuid.uuid4()
    )
    assert money(here) == (1000000, 0)
    other = person("leader8", leader=first.office.name)
    deciding.correct(
        decision=second, by=other, outcome="granted", note="复查符合", anew=False, request_key=uuid.uuid4()
    )
    assert money(here) == (900000, 100000)
    assert Award.objects.order_by("pk").last().reference == f"{first.application.reference}-2"  # type: ignore[union-attr]
    assert Application.objects.get().state == "granted"
