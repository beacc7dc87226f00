"""Who may do what, as `matrix/matrix.csv` says it: a cell that changes fails here, and says which.

Lists and what is new are asked in every run, of the rest a quarter. `python -m tests.house.matrix` asks all and writes
the file anew; the difference is then read by somebody.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from district.ground.acts.registry import ACTS
from district.ground.tables.registry import TABLES
from tests import turns
from tests.house.matrix import table
from tests.house.matrix.world import world

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def found(django_db_setup: None, django_db_blocker: Any) -> table.Table:
    known = table.known() if table.FILE.exists() else {}
    with django_db_blocker.unblock(), world():
        return table.made(known)


def test_who_may_do_what(found: table.Table) -> None:
    known = table.known() if table.FILE.exists() else {}
    drift = table.drift(table.of_turn(known), found)
    if os.environ.get("HUIQI_MATRIX") == "write":
        assert turns.THOROUGH, "the file is the whole table"
        table.write(found)
        print("\n".join(drift) or "nothing changed")
        return
    assert not drift, "python -m tests.house.matrix writes it anew for review:\n" + "\n".join(drift)


def test_nobody_meets_a_fault(found: table.Table) -> None:
    wrong = [(row, column, value) for row, cells in found.items() for column, value in cells.items()
             if value.startswith(("fault", "5"))]  # fmt: skip
    assert wrong == []


def test_nothing_is_left_out(found: table.Table) -> None:
    whole = table.known() | found
    assert {each.key for each in ACTS} == {key for what, key, _of in whole if what == "act"}
    assert {each.key for each in TABLES if not each.of} == {key for what, key, _of in found if what == "list"}
    assert len([1 for what, _key, _of in whole if what == "read"]) > 250
    none = [key for _what, key, of in whole if of.endswith("none")]
    assert none == [], "a kind of which the world has nothing: matrix/kinds.py"
