"""Granted, corrected, paid, returned, recovered in any order: the ledger is added up anew from its entries alone, and
agrees with what was decided, as reckoned on paper.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from decimal import Decimal as D
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from district.cases.aftercare import actions as findings
from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.funds import verifying
from district.funds.checks import NotPossible as NothingDue
from district.funds.models import Award, Instalment, Payment, Transfer
from district.ground import clock
from tests import turns
from tests.district.cases.deciding import correct
from tests.district.cases.factories import know, person
from tests.district.cases.giving.rules import DAY, granted, limited
from tests.district.cases.giving.test_running import payee

HEADS = st.integers(min_value=1, max_value=14)


class Case(RuleBasedStateMachine):
    """One award of so many heads × 100 a month × 36. `total` and `recovered` are the paper."""

    @initialize(heads=HEADS)
    def begin(self, heads: int) -> None:
        self.point = transaction.atomic()
        self.point.__enter__()
        self.day, self.recovered, self.number = DAY, D(0), 0
        with clock.at(self.day):
            self.here = limited()
            know(self.here.base.firm, "从业人员", heads, since=dt.date(2022, 1, 2))
            self.decision: Decision = granted(self.here, "heads")
            payee(self.here)
        self.heads, self.total = heads, D(heads * 3600)

    def teardown(self) -> None:
        if hasattr(self, "point"):
            transaction.set_rollback(True)
            self.point.__exit__(None, None, None)

    def try_(self, work: Any) -> Any:
        with clock.at(self.day):
            try:
                with transaction.atomic():
                    return work()
            except (NotPossible, NothingDue):
                return None

    def leader(self) -> Any:
        self.number += 1
        return person(f"leader-{self.number}", leader="区人社局")

    @rule(heads=HEADS)
    def amend(self, heads: int) -> None:
        with clock.at(self.day):
            know(self.here.base.firm, "从业人员", heads, since=dt.date(2022, 2, 1))
        made = self.try_(lambda: correct(decision=self.decision, by=self.leader(), outcome="granted", note="更正",
                                         anew=True, request_key=uuid.uuid4()))  # fmt: skip
        if made is not None:
            self.decision, self.heads, self.total = made, heads, D(heads * 3600)

    @rule(months=st.integers(1, 3), result=st.sampled_from(["paid", "paid", "failed", "refunded"]))
    def pay(self, months: int, result: str) -> None:
        self.day = min(self.day + dt.timedelta(days=31 * months), dt.date(2022, 12, 24))
        batch = self.try_(self.here.made)
        if batch is None:
            return
        self.try_(lambda: self.here.sent(batch))
        first = "paid" if result == "refunded" else result
        self.try_(lambda: self.here.answer(batch, first, str(uuid.uuid4())))
        if result == "refunded" and Payment.objects.filter(batch=batch, state="paid", offset=0).exists():
            self.try_(lambda: self.here.answer(batch, "refunded", str(uuid.uuid4())))

    @rule(fen=st.integers(1, 900_000))
    def recover(self, fen: int) -> None:
        amount = D(fen).scaleb(-2)

        def approve() -> bool:
            finding = findings.open_finding(
                decision=self.decision, source="sampling", kind="recovery", cause=f"sampling:{uuid.uuid4()}",
                say="抽查", since_on=DAY,
            )  # fmt: skip
            findings.tell(finding=finding, by=self.here.officer)
            findings.state_view(finding=finding, by=self.here.base.founder, text="无", request_key=uuid.uuid4())
            findings.uphold(finding=finding, by=self.leader(), reason="属实")  # no hand in the case
            findings.propose(finding=finding, by=self.here.officer, amount=amount, reason="按抽查")
            findings.approve(finding=finding, by=self.leader())
            return True

        if self.try_(approve):
            self.recovered += amount

    @invariant()
    def the_ledger_says_what_was_decided(self) -> None:
        if not hasattr(self, "decision"):
            return
        assert verifying.verify() == []
        money: dict[str, int] = defaultdict(int)
        back = 0
        for each in Transfer.objects.filter(award__isnull=False).select_related("credit", "debit"):
            money[each.credit.kind] -= each.fen
            money[each.debit.kind] += each.fen
            back += each.fen if each.verb == "claw-back" else 0
        rows = list(Instalment.objects.all())
        later = sum(row.fen for row in rows if row.state == "planned")
        open_ = sum(row.fen for row in rows if row.state in ("due", "waiting", "paying"))
        fallen = sum(Award.objects.values_list("fallen", flat=True))
        assert open_ == money["committed"] + money["sent"]
        over = sum(max(0, row.fen - self.heads * 10_000) for row in rows if row.state == "paid")  # a finding's matter
        assert money["paid"] + open_ + later + fallen == self.total * 100 - self.recovered * 100 + over
        assert sum(row.fen for row in rows if row.state == "paid") == money["paid"] + back


@pytest.mark.django_db
@pytest.mark.database
def test_any_order_of_corrections_payments_and_recoveries(request: pytest.FixtureRequest) -> None:
    run_state_machine_as_test(
        Case,
        settings=settings(max_examples=turns.times(6, 12), stateful_step_count=9, deadline=None, database=None,
                          derandomize=True, suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
