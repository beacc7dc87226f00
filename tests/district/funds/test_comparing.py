"""Money held against the log: a budget, a promise or an entry that only one of the two tells of."""

from __future__ import annotations

import pytest
from django.db import connection

from district.funds.comparing import money_and_log
from tests.district.funds.town import Town


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE record_logentry SET verb = 'x' WHERE verb = 'commit'", "留痕里没有承诺它的记录"),
        ("UPDATE record_logentry SET subject = 'x' WHERE verb = 'commit'", "账上却没有"),
        ("UPDATE record_logentry SET verb = 'x' WHERE verb = 'appropriate'", "账上拨入"),
        ("UPDATE funds_transfer SET fen = fen + 1 WHERE verb = 'appropriate'", "账上拨入"),
        ("UPDATE funds_transfer SET fen = fen + 1 WHERE verb = 'commit'", "分录"),
    ],
)
def test_what_only_one_tells_is_said(here: Town, statement: str, why: str) -> None:
    here.commit()
    assert money_and_log() == []
    with connection.cursor() as cursor:
        for table in ("record_logentry", "funds_transfer"):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {table}_never_updated{on}")
        cursor.execute(statement)
    assert any(why in each for each in money_and_log())
