"""One text is one fact: what a register's column makes of a cell, a facts file makes of it too."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import read_files
from rulebook.catalogue.scalars import parse_value
from rulebook.cli.facts import typed_facts
from rulebook.cli.main import main
from rulebook.sweeping.facts_file import typed_expression

TYPES = {"q": "number", "n": "number", "m": "number", "d": "date", "b": "boolean", "w": "string", "s": "string"}
VOCABULARY = """facts:
  n: {type: number, places: 2}
  q: {type: number}
  m: {type: number, places: 0}
  d: {type: date}
  b: {type: boolean}
  w: {type: string, one_of: [甲, A b]}
  s: {type: string}
"""
RULE = """conditions:
  - {id: n, say: 数, when: n > 10}
  - {id: d, say: 日, when: d <= 核算日}
  - {id: b, say: 是, when: b}
  - {id: w, say: 词, when: 'w = "甲"'}
benefit: {amount: n}
"""
FILES = {
    "t/layer.yaml": "name: 甲\n",
    "t/vocabulary.yaml": VOCABULARY,
    "t/programmes/p/programme.yaml": "name: 项目\noffice: 乙\n",
    "t/programmes/p/2020-01-01.yaml": RULE,
}
CATALOGUE = read_files(FILES, "t")
CELLS: dict[str, list[str]] = {
    "n": [
        "12", " 12 ", "\xa012", "\u300012", "１２", "٣", "1,000", "1_000", "1e3", "1E2", "12.30", "12.345",
        "12.340", ".5", "5.", "+5", "-0", "-5", "−5", "0x1", "Infinity", "NaN", "1 000", "¥5", "5元", "12%", "",
        "  ", "1e400", "9999999999999999.99", "99999999999999999", "12345678901234567890", "00012",
    ],
    "m": [
        "5", "5.0", "5.5", "5.00", "999999999999999999", "9999999999999999999",
    ],
    "q": [
        "0.333333", "0.3333333", "999999999999.999999", "1000000000000",
    ],
    "d": [
        "2022-06-24", " 2022-06-24", "2022-6-24", "2022/06/24", "20220624", "2022-W25-5",
        "2022-06-24T00:00:00", "2022-02-30", "2022-06-24 00:00:00", "0001-01-01", "9999-12-31", "10000-01-01",
        "２０２２-06-24", "2022年6月24日", "today", "infinity", "epoch", "2022-06-24 (BC)",
    ],
    "b": [
        "true", "True", "TRUE", "yes", "Yes", "是", "否", "no", "1", "0", "t", "f", "T", "y", "n", "on", "off",
        "有", "√", " 是 ", "\u3000\u662f",
    ],
    "w": [
        "甲", " 甲 ", "乙", "A b", "a b", "A  b", "", "\u3000\u7532",
    ],
    "s": [
        "甲", " 甲 ", "\u3000\u7532", "", "-", "null", "NULL", "None", "NaN",
    ],
}  # fmt: skip
PAIRS = [(name, cell) for name, cells in CELLS.items() for cell in cells]


def by_column(name: str, cell: str) -> object:
    """What a register's column of text makes of a cell."""
    sql = f'SELECT {typed_expression(CATALOGUE, name, TYPES[name], "VARCHAR")} FROM (SELECT ? AS "{name}")'
    with duckdb.connect() as connection:
        return (connection.execute(sql, [cell]).fetchone() or (None,))[0]


def by_file(name: str, cell: object) -> tuple[object, list[str]]:
    facts, wrong = typed_facts(CATALOGUE, {name: cell})
    return facts.get(name), wrong


@pytest.mark.parametrize(("name", "cell"), PAIRS, ids=[f"{name} {cell!a}" for name, cell in PAIRS])
def test_a_cell_is_read_as_a_fact_of_a_file_is(name: str, cell: str) -> None:
    found, wrong = by_file(name, cell)
    assert by_column(name, cell) == found
    assert (found is None) == (bool(wrong) or not cell.strip())


SIGNS = "0123456789.+-,eE_１٣ \u00a0\u3000年月/T:是否tTrueyesno甲Ab"


@settings(max_examples=150)
@given(st.sampled_from(sorted(TYPES)), st.text(SIGNS, max_size=11))
def test_whatever_stands_in_a_cell(name: str, cell: str) -> None:
    assert by_column(name, cell) == by_file(name, cell)[0]


@settings(max_examples=80)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**6), max_value=10**6))
def test_numbers_with_more_places_than_the_fact_has_are_unknown(number: Decimal) -> None:
    fits = number == round(number, 2)
    for given_ in (number, str(number)):
        found, wrong = by_file("n", given_)
        assert (found, bool(wrong)) == ((number, False) if fits else (None, True))
    assert by_column("n", str(number)) == (number if fits else None)


@given(st.dates())
def test_a_day_is_written_one_way(day: object) -> None:
    written = str(day)
    assert by_file("d", written)[0] == day
    for other in (written.replace("-", ""), written.replace("-", "/"), f"{day:%G-W%V-%u}"):
        assert by_file("d", other)[0] is None
        assert parse_value(other, "date") is None


@pytest.mark.parametrize(("value", "type_", "found"), [
    ("1_000", "number", Decimal(1000)), ("1e3", "number", Decimal(1000)), (".5", "number", Decimal("0.5")),
    ("１２", "number", None), ("٣", "number", None), ("NaN", "number", None), ("Infinity", "number", None),
    ("1e99", "number", None), ("", "number", None), ("20220624", "date", None), ("2022-W25-5", "date", None),
    ("2022-02-30", "date", None), ("是", "boolean", True), ("maybe", "boolean", None),
])  # fmt: skip
def test_values_in_a_catalogue(value: str, type_: str, found: object) -> None:
    assert parse_value(value, type_) == found


@pytest.mark.parametrize("row", [
    {"n": "12.50", "d": "2022-06-24", "b": "1", "w": "甲"}, {"n": "12.345", "d": "2022-06-24", "b": "是", "w": "甲"},
    {"n": "１２", "d": "2022-06-24", "b": "是", "w": "甲"}, {"n": "12", "d": "20220624", "b": "是", "w": "甲"},
    {"n": "12", "d": "2022-06-25", "b": "是", "w": "甲"}, {"n": "12", "d": "2022-06-24", "b": "0", "w": "甲"},
    {"n": "12", "d": "2022-06-24", "b": "", "w": "\u3000甲"}, {"n": " 10.00", "d": "2022-06-24", "b": "on", "w": "甲"},
])  # fmt: skip
def test_a_sweep_and_an_explanation_of_one_row_agree(
    row: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    (tmp_path / "one.json").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "one.csv").write_text(
        f"统一社会信用代码,{','.join(row)}\nK,{','.join(row.values())}\n", encoding="utf-8"
    )
    day = ["--as-of", "2022-06-24"]
    town, out = str(tmp_path / "t"), str(tmp_path / "o.parquet")
    main(["sweep", town, "--facts", str(tmp_path / "one.csv"), "--out", out, "--all", *day])
    with duckdb.connect() as own:  # the shared connection may be in the middle of another test's rows
        swept = own.sql(f"SELECT eligible, amount, missing FROM '{out}'").fetchall()
    capsys.readouterr()
    main(["explain", town, "--facts", str(tmp_path / "one.json"), "--json", *day])
    (told,) = json.loads(capsys.readouterr().out)
    ((eligible, amount, missing),) = swept
    assert eligible is told["eligible"]
    assert sorted(missing or []) == sorted(told["missing"])
    if eligible:
        assert amount == Decimal(told["amount"])
