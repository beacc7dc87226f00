"""Nobody is paid less than nothing: an amount that comes out so is unknown, named and counted, in every engine."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rulebook import judge
from rulebook.judging.judge import BELOW_NOUGHT
from rulebook.plan.build import Scope, Symbol, build
from rulebook.plan.signs import Signs, at
from rulebook.sweeping.sweep import sweep
from tests.rulebook.test_columns import DAY, KINDS, swept, together, written

FORMULAS = ("数 - 10", "min(数 - 10, 100)", "(数 - 10) * 1000000000000000 / 7", "if 量 > 1 then 数 - 10 else 5")
SCOPE = Scope({name: Symbol(name, "fact", "number") for name in ("数", "量")})
RULES = [("true", each, "true") for each in FORMULAS]
ROWS = [{"数": Decimal(n), "量": Decimal(m)} for n in (0, 9, 10, 11) for m in (1, 2)]


@pytest.mark.parametrize("engine", ["duckdb", "python"])
def test_a_sweep_names_whom(tmp_path: Path, engine: str) -> None:
    facts = written(tmp_path / "facts.parquet", ROWS, KINDS)
    found = sweep(together(RULES), facts, tmp_path / "out.parquet", DAY, engine=engine)
    assert [each.eligible for each in found.totals] == [8] * 4
    assert [each.amount for each in found.totals][:2] == [Decimal(2)] * 2
    assert {(each.programme, each.message, each.count) for each in found.faults} == {
        (f"p0{n}", BELOW_NOUGHT, count) for n, count in enumerate((4, 4, 4, 2))
    }


def test_engines_say_the_same(tmp_path: Path) -> None:
    facts = written(tmp_path / "facts.parquet", ROWS, KINDS)
    assert swept(together(RULES), facts, "duckdb") == swept(together(RULES), facts, "python")
    totals = [sweep(together(RULES), facts, None, DAY, engine=each) for each in ("cells", "duckdb", "python")]
    assert totals[0].totals == totals[1].totals == totals[2].totals
    assert [[each.count for each in one.faults] for one in totals] == [[4, 4, 4, 2]] * 3


def test_one_verdict_says_it() -> None:
    catalogue = together([("true", "数 - 10", "true")])
    below = judge(catalogue, "p00", {"数": Decimal(3), "量": Decimal(1)}, DAY)
    assert (below.eligible, below.amount, below.missing, below.notes) == (True, None, (), (BELOW_NOUGHT,))
    assert judge(catalogue, "p00", {"数": Decimal(10), "量": Decimal(1)}, DAY).amount == 0


def test_less_than_half_a_fen_below_is_nothing(tmp_path: Path) -> None:
    """Amounts are what they are in fen, in every engine; −0 is 0."""
    rules = [("true", f"(数 - 10) / {part}", "true") for part in (199, 200, 201)]
    facts = written(tmp_path / "facts.parquet", [{"数": Decimal(9), "量": Decimal(1)}], KINDS)
    by_rows, by_columns = swept(together(rules), facts, "python"), swept(together(rules), facts, "duckdb")
    assert by_rows == by_columns
    assert [str(row[4]) for row in by_rows] == ["None", "None", "0.00"]
    assert str(judge(together(rules), "p02", {"数": Decimal(9), "量": Decimal(1)}, DAY).amount) in ("0", "0.00")


@pytest.mark.parametrize(
    ("formula", "never"),
    [
        ("数", True), ("量", False), ("数 * 0.5", True), ("数 - 1", False), ("5 - 数", False), ("10 - 数", True),
        ("max(量, 0)", True), ("min(数, 3)", True), ("min(数, 量)", False), ("abs(量)", True), ("数 / 3", True),
        ("数 / 量", False), ("-数", False), ("if 量 > 0 then 数 else 1", True), ("if 量 > 0 then 数 else -1", False),
        ("数 * -2", False), ("(0 - 数) * (0 - 数)", True), ("floor(数)", True), ("floor(量)", False), ("2 ** 2", True),
    ],
)  # fmt: skip
def test_what_can_never_be_below_is_not_looked_at(formula: str, never: bool) -> None:
    """数 stands between 0 and 10, 量 anywhere."""
    assert Signs({"数": at(Decimal(0), Decimal(10))}, {}).never_below([build(formula, SCOPE)]) is never


def test_derived_facts_are_looked_at_once_however_often_they_are_used() -> None:
    scope = Scope({f"d{n}": Symbol(f"d{n}", "derived", "number") for n in range(60)}
                  | {"数": Symbol("数", "fact", "number")})  # fmt: skip
    plans = {f"d{n}": build(f"d{n + 1} + d{n + 1}" if n < 59 else "数", scope) for n in range(60)}
    assert Signs({"数": at(Decimal(0), Decimal(10))}, plans).never_below([plans["d0"]])
    assert not Signs({}, plans).never_below([plans["d0"]])


def test_no_row_is_looked_at_where_the_file_has_nothing_below(tmp_path: Path) -> None:
    """The formula of most programmes: a product of what no row has below nought."""
    from rulebook.sweeping import selects

    facts = written(tmp_path / "facts.parquet", ROWS, KINDS)
    made: list[str] = []
    real = selects.leveled
    selects.leveled = lambda *args: made.append(real(*args)) or made[-1]  # type: ignore[func-returns-value, assignment]
    try:
        sweep(together([("true", "数 * 3", "true")]), facts, None, DAY, engine="duckdb")
    finally:
        selects.leveled = real
    assert made and not any("< 0" in each or ">= 0" in each for each in made)
