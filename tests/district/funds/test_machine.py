"""All moves in any order, as Hypothesis likes: the invariants hold after each, and a model on paper agrees."""

from __future__ import annotations

import contextlib
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

from district.funds import (
    actions,
    changing,
    handing_out,
    late,
    pausing,
    paying,
    queries,
    rechecking,
    recovering,
    settling,
    verifying,
)
from district.funds.models import Account, Award, Batch, Clawback, Instalment, Line, Pause, Payee, Payment
from district.funds.promise import Promise
from district.funds.recovering import Ground
from district.ground import clock
from district.ground.record.moves import MoveRefused
from tests import turns
from tests.district.cases.factories import know
from tests.district.funds.test_settling import asked
from tests.district.funds.town import Town, town

DAY = dt.date(2022, 6, 24)
FEN = st.integers(min_value=1, max_value=30_000_000)
CASES = st.integers(min_value=1, max_value=4)
SLUGS = st.sampled_from(["money", "milestones", "running"])
ANSWERED = ["sent", "unknown", "paid", "failed", "refunded", "twice"]
REFUSED = (actions.NotPossible, MoveRefused)


def yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


class Ledger(RuleBasedStateMachine):
    """Every rule is one action; one that may not be is refused with its reason and must have changed nothing."""

    @initialize(city=st.integers(0, 100_000_000), district=st.integers(1, 100_000_000), under_way=st.booleans())
    def begin(self, city: int, district: int, under_way: bool) -> None:
        """`under_way`: there is money for four awards, and their first payments have left."""
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
        if under_way:
            self.fill("district", 100_000_000)
            with clock.at(self.now):
                for case, slug in enumerate(("money", "milestones", "running", "running"), 1):
                    self.town.commit(case, 1000, slug)
                handing_out.hand_out(batch=self.town.sent(), by=self.town.finance, for_what="送盘")

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
        self.try_(
            lambda: actions.reach(
                reference=f"SB-{case}", at="acceptance", by=self.town.officer, found_by=self.town.finance
            )
        )

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

    @precondition(lambda self: Payment.objects.filter(state__in=ANSWERED).exists())
    @rule(data=st.data())
    def bank_answers(self, data: Any) -> None:
        """Also what it says later of payments that failed, came back or left twice."""
        payment = data.draw(st.sampled_from(list(Payment.objects.filter(state__in=ANSWERED).order_by("pk"))))
        result = data.draw(st.sampled_from(["paid", "failed", "unknown", "refunded"]))
        if payment.fen == payment.offset:
            return  # kept in against a debt: the bank has nothing to answer
        self.try_(lambda: self.town.answer(payment.batch, {payment.reference: result}, str(uuid.uuid4())))

    @precondition(lambda self: Batch.objects.filter(state="sent").exists())
    @rule(number=CASES, replace=st.booleans())
    def file_leaves(self, number: int, replace: bool) -> None:
        """Sometimes an account is doubted between release and file."""
        if replace:
            Payee.objects.filter(enterprise=self.town.firm(number), state="verified").update(state="retired")
        batch = Batch.objects.filter(state="sent").order_by("pk").first()
        assert batch is not None
        with clock.at(self.now):
            with contextlib.suppress(actions.NotPossible):  # nothing is left to leave: what was withheld stays withheld
                handing_out.hand_out(batch=batch, by=self.town.finance, for_what="送盘")
            self.town.payee(number)

    @precondition(lambda self: Payment.objects.filter(state__in=ANSWERED, batch__handed_out_at__isnull=False).exists())
    @rule(data=st.data())
    def settled_by_two(self, data: Any) -> None:
        rows = Payment.objects.filter(state__in=ANSWERED, batch__handed_out_at__isnull=False).order_by("pk")
        payment = data.draw(st.sampled_from(list(rows)))
        result = data.draw(st.sampled_from(["paid", "failed", "refunded"]))
        self.try_(lambda: settling.agree(settlement=asked(self.town, payment, result), by=self.town.cashier))

    @precondition(lambda self: Clawback.objects.filter(state="booked").exists())
    @rule(holds=st.booleans())
    def found_of_what_left_twice(self, holds: bool) -> None:
        case = Clawback.objects.filter(state="booked").order_by("pk").first()
        assert case is not None
        if holds:
            ground = Ground("HC2022-XXXXXX", self.town.cashier)
            self.try_(lambda: late.demand(case=case, by=self.town.officer, reason="示例", ground=ground))
        else:
            self.try_(lambda: late.void(case=case, by=self.town.officer, reason="示例"))

    @rule(case=CASES)
    def pause(self, case: int) -> None:
        if award := Award.objects.filter(reference=f"SB-{case}").first():
            self.try_(lambda: pausing.by_hand(award=award, by=self.town.officer, reason="示例"))

    @precondition(lambda self: Pause.objects.filter(ended_at=None).exists())
    @rule(how=st.sampled_from(["overruled", "ended"]))
    def pause_is_ruled_on(self, how: str) -> None:
        row = Pause.objects.filter(ended_at=None).order_by("pk").first()
        assert row is not None
        if how == "overruled":
            self.try_(lambda: pausing.resume(row=row, why="示例", by=self.town.officer, overruled=True))
        else:
            self.try_(
                lambda: rechecking.end_held(award=row.award, cause=row.cause, reason="示例", by=self.town.officer)
            )

    @rule(case=CASES, where=st.sampled_from(["示例区", "邻区"]), back=st.integers(0, 40))
    def register_says(self, case: int, where: str, back: int) -> None:
        """One imported row, true from today or from earlier on."""
        with clock.at(self.now):
            know(self.town.firm(case), "注册区", where, since=self.now - dt.timedelta(days=back))

    @rule(case=CASES, fen=st.integers(0, 30_000_000))
    def decided_anew(self, case: int, fen: int) -> None:
        self.try_(lambda: changing.bring(reference=f"SB-{case}", promise=None, owed=yuan(fen), by=self.town.officer,
                                         reason="示例"))  # fmt: skip

    @rule(case=CASES, fen=FEN)
    def asked_back_what_was_too_much(self, case: int, fen: int) -> None:
        ground = Ground("HC2022-XXXXXX", self.town.cashier)
        fen = min(fen, int(changing.excess_of_case(f"SB-{case}") * 100))
        self.try_(lambda: fen and changing.ask_back(reference=f"SB-{case}", amount=yuan(fen), by=self.town.officer,
                                                    reason="示例", ground=ground))  # fmt: skip

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
    def nothing_paused_is_under_way(self) -> None:
        """What is held is in no batch that could still leave."""
        if hasattr(self, "town"):
            queued = Payment.objects.filter(state="queued").values("instalment")
            assert not Instalment.objects.filter(pausing.held(), pk__in=queued).exists()

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
        settings=settings(max_examples=turns.times(10, 30), stateful_step_count=40, deadline=None, database=None,
                          derandomize=True, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
