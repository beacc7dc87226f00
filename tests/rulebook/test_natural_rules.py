"""Arithmetic and conditions as officers write them, over values at the edge: every engine says the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from rulebook import Catalogue, read_files
from rulebook.plan.types import Value
from rulebook.sweeping.sweep import sweep
from tests.rulebook.test_columns import swept, written

AMOUNTS = """
min(数/整, 100)
max(数/3, 1)
round half up(数, -1)
round half up(数 / 整, -2)
2 ** 10
2 ** -3
2 ** 0.5
整 ** 3
数 ** 10
1.1 ** 整
(日 - 期).days
(日 - 期) / duration("P1D")
(日 - 期) / duration("PT36H")
duration("P30D") * 数 / duration("P1D")
duration("P1M") * 整 / duration("P1M")
decimal(数 / 3, 2)
floor(数 / 7, 1)
ceiling(-数 / 7)
数 / 0
数 / (整 - 整)
整 / 7 * 7
abs(数 - 整) / (整 + 1)
if 数 > 整 then 数 / 整 else 整 / 数
min(数, 整, 数 / 整, 5)
数 * 整 * 数 * 整 * 数 * 整
(数 + 1) ** 5
数 * 0.123456789012345678901234567890
12345678901234567890123456789 + 数
数 / 12345678901234567890
(数 / 3) ** 2
(数 / 整) * (整 / 数)
数 / 3 / 7 / 11 / 13
1 / 3 + 1 / 7 + 数
round down(数 * 10 ** 5, 3)
round half up(数 / 3, 5) + round up(整 / 9, 4)
year(日) - year(期)
日.year * 100 + 日.month
years and months duration(日, 期) / duration("P1Y")
years and months duration(日, 期) / duration("P1M") + 0.5
-数
--数
- (数 + 整)
数 - -整
max(0, min(数, 100) - 10) * 0.3 + 5
if 否 then 1 else 2
整 * duration("P1D") / duration("PT12H")
(duration("P1D") + duration("PT12H")) / duration("PT1H")
if 字 = "甲" then 数 else if 字 = "乙" then 整 else 0
abs(min(数, -整))
day(日) + month(日)
decimal(数, 整)
round half up(数, 整)
floor(数 ** 2 / 3)
""".strip().splitlines()
CONDITIONS = """
日 + duration("P30D") > 期
日 + duration("P1M") * 整 > 期
日 + duration("P1D") * 整 >= 期
日 - duration("P1Y") < 期
日 - 期 > duration("P400D")
日 - 期 >= duration("PT36H")
years and months duration(日, 期) > duration("P1Y")
日 in [期..核算日]
日 in [@"2020-01-01"..@"2021-01-01")
数 in (1, 2, [3..5], > 100)
数 between 整 and 100
字 in ("甲","乙")
字 > "甲"
字 < 字2
not(字 = 字2)
字 + 字2 = "甲乙"
contains(字 + 字2, "甲乙")
starts with(字, 字2)
ends with(字, "")
matches(字, "^[甲乙]$")
matches(字, "")
matches(字 + "x", "x$")
否
not(否)
否 = false
否 != 否
数 = 整
数 / 3 = 整 / 3
数 * 3 / 3 = 数
date("2020-02-29") + duration("P1Y") = 日
日 + duration("P1M") - duration("P1M") = 日
日.day in [1..15]
if 否 then 数 > 1 else 整 > 1
数 > 1 and (整 > 1 or 否) and not(数 = 3)
日 < date("9999-12-31") - duration("P8000Y")
日 + duration("P9000Y") > 期
date(字) < 日
""".strip().splitlines()
KINDS = {"数": "number", "整": "number", "字": "string", "字2": "string", "日": "date", "期": "date", "否": "boolean"}


def rows() -> list[dict[str, Value]]:
    """Unknown facts, ends of months, leap days, the largest numbers a register holds."""
    table: list[tuple[str, str, str, str, str, str, str]] = [
        ("", "", "", "", "", "", ""),
        ("1", "2", "甲", "乙", "2020-01-31", "2020-03-01", "t"),
        ("0", "0", "乙", "", "2020-02-29", "2019-02-28", "f"),
        ("-2.50", "3", "甲", "甲", "2021-03-31", "2021-02-28", ""),
        ("9999999999999999.99", "999999999", "丙", "丙", "1999-12-31", "2000-01-01", "t"),
        ("0.01", "1", "2020-01-01", "0", "2020-12-31", "2020-12-30", "f"),
        ("10", "", "甲", "x", "", "2020-01-01", "t"),
        ("", "5", "", "甲", "2024-02-29", "", ""),
    ]
    return [{name: value(text, KINDS[name]) for name, text in zip(KINDS, each, strict=True) if text} for each in table]


def value(text: str, kind: str) -> Value:
    if kind == "number":
        return Decimal(text)
    return dt.date.fromisoformat(text) if kind == "date" else text == "t" if kind == "boolean" else text


def of(expressions: list[str], rule: str) -> Catalogue:
    files = {"t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": "facts:\n" + "".join(
        f"  {name}: {{type: {kind}{', places: 2' if name == '数' else ', places: 0' if name == '整' else ''}}}\n"
        for name, kind in KINDS.items())}  # fmt: skip
    for place, each in enumerate(expressions):
        quoted = each.replace("'", "''")
        files[f"t/programmes/p{place:03}/programme.yaml"] = "name: 甲\noffice: 乙\n"
        files[f"t/programmes/p{place:03}/2020-01-01.yaml"] = rule.format(f"'{quoted}'")
    return read_files(files, "t")


@pytest.mark.parametrize(("expressions", "rule"), [
    (AMOUNTS, "conditions: [{{id: a, say: 甲, when: true}}]\nbenefit: {{amount: {}}}\n"),
    (CONDITIONS, "conditions: [{{id: a, say: 甲, when: {}}}]\nbenefit: {{amount: 1}}\n"),
], ids=["amounts", "conditions"])  # fmt: skip
def test_every_engine_says_the_same(tmp_path: Path, expressions: list[str], rule: str) -> None:
    catalogue = of(expressions, rule)
    facts = written(tmp_path / "facts.parquet", rows(), KINDS)
    by_columns, by_rows = swept(catalogue, facts, "duckdb"), swept(catalogue, facts, "python")
    for one, other in zip(by_columns, by_rows, strict=True):
        assert one == other, (expressions[int(str(one[1])[1:])], one, other)
    assert len(by_rows) == len(expressions) * len(rows())
    sums = [sweep(catalogue, facts, None, dt.date(2022, 6, 24), engine=each).totals
            for each in ("cells", "python")]  # fmt: skip
    assert sums[0] == sums[1]


def test_a_rule_that_columns_cannot_hold_goes_by_rows_alone_and_says_so(tmp_path: Path) -> None:
    catalogue = of(["整 + 1", "1.1 ** 整"], "conditions: [{{id: a, say: 甲, when: true}}]\nbenefit: {{amount: {}}}\n")
    facts = written(tmp_path / "facts.parquet", rows()[:3], KINDS)
    said: list[str] = []
    day = dt.date(2022, 6, 24)
    assert not sweep(catalogue, facts, tmp_path / "out.parquet", day, everything=True, report=said.append).faults
    assert [str(each) for each in said] == [
        "t/programmes/p001/2020-01-01.yaml:1: p001：列式普查里乘方的指数要是常数；这个项目逐行判断，较慢。"
    ]
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT programme, amount FROM '{tmp_path}/out.parquet' WHERE key = 'K00001'")
        assert sorted(found.fetchall()) == [("p000", Decimal(3)), ("p001", Decimal("1.21"))]
