"""Promise, plan and money agree when a transaction ends, whoever wrote them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from district.funds import verifying
from district.funds.models import Award
from tests.district.funds.test_constraints import SPOIL
from tests.district.funds.town import Town

pytestmark = pytest.mark.database

PARTED = {
    "an instalment": "promise_off", "an instalment said paid": "paid_off", "what an award promises": "promise_off",
    "an entry of its own": "unpaid_off",
}  # fmt: skip


@pytest.mark.parametrize("what", PARTED)
def test_promise_plan_and_money_cannot_part_ways(committed: Town, what: str) -> None:
    """Written past every action: the transaction does not end. PostgreSQL names the constraint, SQLite none."""
    with pytest.raises(IntegrityError, match=f"{PARTED[what]}|FOREIGN KEY"), transaction.atomic():
        SPOIL[what](committed)
    assert not Award.objects.exists()
    committed.commit()
    assert verifying.verify() == []
