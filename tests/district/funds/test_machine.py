"""All moves in any order, as Hypothesis likes: the invariants hold after each, and a model on paper agrees."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from district.funds import actions, paying, queries, recovering, verifying
from district.funds.models import Account, Award, Batch, Clawback, Instalment, Line, Payment
from district.funds.promise import Promise
from district.record import clock
from district.record.moves import MoveRefused
from tests.district.funds.town import Town, town

DAY = dt.date(2022, 6, 24)
FEN = st.integers(min_value=1, max_value=30_000_000)
CASES = st.integers(min_value=1, max_value=4)
SLUGS = st.sampled_from(["money", "milestones", "running"])
REFUSED = (actions.NotPossible, MoveRefused)


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


class Ledger(RuleBasedStateMachine):
    """Every rule is one action; one that may not be is refused with its reason and must have changed nothing."""

    @initialize(city=st.integers(0, 100_000_000), district=st.integers(1, 100_000_000))
    def begin(self, city: int, district: int) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.now = DAY
        with clock.at(self.now):
            self.town: Town = town(fill=0)
            for number in (1, 2, 3, 4):
                self.town.payee(number)
        self.appropriated = 0
        for level, fen in (("city", city), ("district", district)):
            if fen:
                self.fill(level, fen)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def try_(self, work: Any) -> Any:
        """Do it on the machine's day; refused, everything is as it was."""
        before = self.picture()
        with clock.at(self.now):
            try:
                with transaction.atomic():
                    return work()
            except REFUSED:
                assert self.picture() == before
                return None

    def picture(self) -> list[Any]:
        return [list(Account.objects.order_by("pk").values_list("pk", "fen")),
                list(Award.objects.order_by("pk").values_list("reference", "state", "fen")),
                list(Instalment.objects.order_by("pk").values_list("pk", "state", "fen"))]  # fmt: skip

    def fill(self, level: str, fen: int) -> bool:
        made = self.try_(lambda: actions.appropriate(line=self.town.line, level=level, amount=yuan(fen),
                                                     by=self.town.finance))  # fmt: skip
        self.appropriated += fen if made else 0
        return bool(made)

    @rule(level=st.sampled_from(["city", "district"]), fen=st.integers(-20_000_000, 20_000_000).filter(bool))
    def appropriate(self, level: str, fen: int) -> None:
        self.fill(level, fen)

    @rule(case=CASES, fen=FEN, slug=SLUGS)
    def hold(self, case: int, fen: int, slug: str) -> None:
        self.try_(lambda: self.town.hold(case, yuan(fen), slug))

    @rule(case=CASES, fen=FEN, slug=SLUGS)
    def commit(self, case: int, fen: int, slug: str) -> None:
        self.try_(lambda: self.town.commit(case, yuan(fen), slug))

    @rule(case=CASES, fen=FEN)
    def adjust(self, case: int, fen: int) -> None:
        award = Award.objects.filter(reference=f"SB-{case}").first()
        promise = replace(award.promise, each=yuan(fen)) if award else Promise(yuan(fen))
        self.try_(lambda: actions.adjust(reference=f"SB-{case}", promise=promise, by=self.town.officer))

    @rule(case=CASES)
    def release(self, case: int) -> None:
        self.try_(lambda: actions.release(reference=f"SB-{case}", by=self.town.officer, reason="示例"))

    @rule(case=CASES)
    def reach(self, case: int) -> None:
        self.try_(lambda: actions.reach(reference=f"SB-{case}", at="acceptance", by=self.town.officer))

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        self.now = min(self.now + dt.timedelta(days=days), dt.date(2022, 12, 31))
        with clock.at(self.now):
            actions.expire_holds()

    @rule()
    def make(self) -> None:
        self.try_(self.town.made)

    @precondition(lambda self: Batch.objects.filter(state="made").exists())
    @rule(cancel=st.booleans())
    def batch_goes(self, cancel: bool) -> None:
        batch = Batch.objects.filter(state="made").first()
        assert batch is not None
        if cancel:
            self.try_(lambda: paying.cancel_batch(batch=batch, by=self.town.finance, reason="示例"))
        else:
            assert self.try_(lambda: self.town.sent(batch)) is not None

    @precondition(lambda self: Payment.objects.filter(state__in=["sent", "unknown", "paid"]).exists())
    @rule(data=st.data())
    def bank_answers(self, data: Any) -> None:
        payment = data.draw(
            st.sampled_from(list(Payment.objects.filter(state__in=["sent", "unknown", "paid"]).order_by("pk")))
        )
        result = data.draw(st.sampled_from(["paid", "failed", "unknown", "refunded"]))
        if payment.fen == payment.offset:
            return  # kept in against a debt: the bank has nothing to answer
        self.try_(lambda: self.town.answer(payment.batch, {payment.reference: result}, str(uuid.uuid4())))

    @rule(case=CASES, fen=FEN)
    def claw_back(self, case: int, fen: int) -> None:
        self.try_(lambda: self.town.claw_back(case, yuan(fen)))

    @precondition(lambda self: Clawback.objects.filter(state__in=["open", "asked"]).exists())
    @rule(fen=FEN, way=st.sampled_from(["receive", "all", "write-off"]))
    def recover(self, fen: int, way: str) -> None:
        case = Clawback.objects.filter(state__in=["open", "asked"]).order_by("pk").first()
        assert case is not None
        fen = case.left if way == "all" else fen
        if way == "write-off":
            self.try_(lambda: recovering.ask_write_off(case=case, by=self.town.officer, reason="示例"))
            self.try_(lambda: recovering.settle_write_off(case=case, by=self.town.treasurer, agree=fen % 2 == 0))
        else:
            self.try_(lambda: recovering.receive(case=case, amount=yuan(fen), by=self.town.officer,
                                                 request_key=uuid.uuid4()))  # fmt: skip

    @rule(carry=st.booleans())
    def year_ends(self, carry: bool) -> None:
        if self.now >= dt.date(2022, 12, 1):
            self.try_(lambda: actions.close_line(line=self.town.line, carry=carry, by=self.town.finance))

    @invariant()
    def the_ledger_holds(self) -> None:
        if hasattr(self, "town"):
            assert verifying.verify() == []

    @invariant()
    def no_fen_comes_or_goes(self) -> None:
        """What was appropriated is somewhere: the sum over all lines and kinds, the source left out."""
        if hasattr(self, "town"):
            held = queries.balances_of(Line.objects.all()).values()
            assert sum((each.appropriated for each in held), Decimal(0)) == yuan(self.appropriated)


@pytest.mark.django_db
@pytest.mark.database
def test_any_order_of_moves_keeps_the_invariants(request: pytest.FixtureRequest) -> None:
    run_state_machine_as_test(
        Ledger,
        settings=settings(max_examples=30, stateful_step_count=25, deadline=None, database=None, derandomize=True,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
