"""Threads on a real database: one worker's month is given once, one finding a cause, one recovery within the grant."""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from district.cases.aftercare import actions, amounts, correcting, watching
from district.cases.aftercare.actions import NotPossible
from district.cases.aftercare.models import Finding, ObligationCheck
from district.cases.core.models import Application
from district.cases.headcount import workers
from district.cases.headcount.models import Collision, WorkerMonth
from district.ground import clock
from district.ground.record.actions import verify_chain
from tests.district.cases.aftercare.factories import JUNE, granted, second_firm, with_obligations
from tests.district.cases.aftercare.test_workers import line
from tests.district.cases.factories import District, district, know
from tests.district.cases.test_concurrency import rush

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]


@pytest.fixture
def town(keeping_triggers: None) -> Iterator[District]:
    with clock.at(JUNE):
        yield with_obligations(district())


def test_two_employers_register_one_worker_and_one_wins(town: District) -> None:
    cases = [town.started("hiring", second_firm(town, n)) for n in range(6)]

    def register(pk: int) -> workers.Registered:
        return workers.register(application=Application.objects.get(pk=pk), lines=[line(1), line(2)], by=town.founder)

    results: list[Any] = rush([lambda case=case: register(case.pk) for case in cases])
    assert Counter((each.added, len(each.collisions)) for each in results) == {(2, 0): 1, (0, 2): 5}
    assert WorkerMonth.objects.filter(live=True).count() == 6
    assert Collision.objects.count() == 10
    winner = next(each.months.first() for each in Application.objects.get(pk=cases[0].pk).workers.model.objects.all())
    assert {each.holder_id for each in Collision.objects.filter(worker=winner.worker)} == {winner.claim_id}
    assert verify_chain() > 0


def test_lists_in_opposite_order_do_not_lock_each_other(town: District) -> None:
    cases = [town.started("hiring", second_firm(town, n)) for n in range(4)]
    lines = [line(n) for n in range(12)]

    def register(pk: int, turned: bool) -> workers.Registered:
        row = Application.objects.get(pk=pk)
        return workers.register(application=row, lines=lines[::-1] if turned else lines, by=town.founder)

    results: list[Any] = rush([lambda case=case, n=n: register(case.pk, n % 2 == 0) for n, case in enumerate(cases)])
    assert sorted(each.added for each in results) == [0, 0, 0, 12], results


def test_asking_first_would_let_two_through(town: District) -> None:
    """Why the database decides: both have asked, and found the month free, before either writes."""
    gate = threading.Barrier(2)

    def ask() -> bool:
        free = not WorkerMonth.objects.filter(worker=line(1).worker, live=True).exists()
        gate.wait(timeout=20)
        return free

    assert rush([ask, ask]) == [True, True]


def test_two_nights_at_once_look_once_and_open_one(town: District) -> None:
    decision = granted(town)
    with clock.at(JUNE):
        know(town.firm, "注册区", "虹口区")
    from district.cases.aftercare.models import Obligation

    Obligation.objects.update(next_on=JUNE)
    pk = Obligation.objects.get(key="stay").pk
    results = rush([lambda: watching.look(pk)] * 5)
    assert Counter(results) == {"breached": 1, "": 4}
    assert ObligationCheck.objects.count() == 1 and Finding.objects.filter(decision=decision).count() == 1


def test_two_looks_at_a_correction_open_one(town: District) -> None:
    decision = granted(town)
    with clock.at(JUNE.replace(day=25)):
        know(town.firm, "从业人员", 6, since=JUNE.replace(day=10))
    Finding.objects.all().delete()
    results = rush([lambda: correcting.look_again(decision.pk)] * 5)
    assert len({getattr(each, "pk", each) for each in results}) == 1, results
    assert Finding.objects.count() == 1


def test_two_recoveries_at_once_stay_within_the_grant(town: District) -> None:
    decision = granted(town)
    made = []
    for n in range(3):
        finding = actions.open_finding(decision=decision, source="sampling", kind="recovery", cause=f"t:{n}", say="x",
                                       since_on=JUNE, by=town.officer)  # fmt: skip
        actions.tell(finding=finding, by=town.officer)
        actions.state_view(finding=finding, by=town.founder, text="x", request_key=uuid.uuid4())
        actions.uphold(finding=finding, by=town.officer, reason="x")
        made.append(actions.propose(finding=finding, by=town.officer, amount=Decimal("4000.00"), reason="x"))

    def approve(pk: int) -> str:
        return actions.approve(finding=Finding.objects.get(pk=pk), by=town.leader).state

    results = rush([lambda finding=finding: approve(finding.pk) for finding in made])
    assert Counter(type(each).__name__ for each in results) == {"str": 1, "NotPossible": 2}, results
    assert amounts.standing_amount(decision) == Decimal("2453.00")
    assert all(isinstance(each, str | NotPossible) for each in results)
