"""`rulebook table`: decision tables over files, from YAML and from the standard's editors."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from rulebook.cli.main import main

YAML = """inputs: [从业人员, {is: 营业收入 / 10000, name: 万元}]
outputs: [{name: 规模, type: string}]
hit: F
rows:
  - ['>= 20', '>= 300', '"小型"']
  - ['-', '-', '"微型"']
"""
DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
  <inputData id="i" name="年龄"><variable name="年龄" typeRef="number"/></inputData>
  <decision id="x" name="票价"><variable name="票价" typeRef="number"/>
    <informationRequirement id="r"><requiredInput href="#i"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="in"><inputExpression typeRef="number"><text>年龄</text></inputExpression></input>
      <output id="out" typeRef="number"/>
      <rule id="r1"><inputEntry id="a"><text>&lt; 18</text></inputEntry>
        <outputEntry id="b"><text>5.5</text></outputEntry></rule>
      <rule id="r2"><inputEntry id="c"><text>&gt;= 18</text></inputEntry>
        <outputEntry id="d2"><text>11</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text("代码,从业人员,营业收入,年龄\nA,20,3000000,17\nB,20,2999999.99,18\nC,,5000000,\n", encoding="utf-8")
    return path


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_yaml_table(facts: Path, tmp_path: Path) -> None:
    table = tmp_path / "size.yaml"
    table.write_text(YAML, encoding="utf-8")
    out = tmp_path / "out.csv"
    assert main(["table", str(table), "--facts", str(facts), "--out", str(out)]) == 0
    assert [(row["代码"], row["规模"]) for row in written(out)][:2] == [("A", "小型"), ("B", "微型")]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["facts.csv", "out.csv", "size.yaml"]


def test_a_dmn_table_into_parquet(facts: Path, tmp_path: Path) -> None:
    table = tmp_path / "fare.dmn"
    table.write_text(DMN, encoding="utf-8")
    out = tmp_path / "out.parquet"
    assert main(["table", str(table), "--facts", str(facts), "--out", str(out)]) == 0
    rows = duckdb.execute(f"SELECT 代码, 票价 FROM read_parquet('{out}') ORDER BY 1").fetchall()
    assert [(row[0], None if row[1] is None else Decimal(str(row[1]))) for row in rows] == [
        ("A", Decimal("5.5")), ("B", Decimal(11)), ("C", None)
    ]  # fmt: skip


def test_what_is_wrong_is_said(facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    out.write_text("as it was", encoding="utf-8")
    table = tmp_path / "size.yaml"
    table.write_text(YAML.replace("  - ['-', '-', '\"微型\"']", "  - ['-', '\"微型\"']"), encoding="utf-8")
    assert main(["table", str(table), "--facts", str(facts), "--out", str(out)]) == 1
    assert "size.yaml:6:5: 这一行有 2 格，应有 2 个输入格和 1 个输出格。" in capsys.readouterr().err
    dmn = tmp_path / "fare.dmn"
    dmn.write_text(DMN, encoding="utf-8")
    assert main(["table", str(dmn), "--facts", str(facts), "--out", str(out), "--decision", "车费"]) == 1
    assert "没有决策“车费”，有：票价" in capsys.readouterr().err
    assert main(["table", str(dmn), "--facts", str(tmp_path / "no.csv"), "--out", str(out)]) == 1
    assert main(["table", str(dmn), "--facts", str(facts), "--out", str(tmp_path / "out.doc")]) == 1
    assert out.read_text(encoding="utf-8") == "as it was"


def test_a_value_the_table_does_not_admit_is_named_by_its_column(
    facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, out = tmp_path / "fare.dmn", tmp_path / "out.csv"
    limited = "</inputExpression><inputValues><text>[0..17]</text></inputValues></input>"
    table.write_text(DMN.replace("</inputExpression></input>", limited), encoding="utf-8")
    assert main(["table", str(table), "--facts", str(facts), "--out", str(out)]) == 0
    assert "第 2 行：列“年龄”：“年龄”应是数，且属于 [0..17]，给的是“18”。" in capsys.readouterr().err
    assert [row["票价"] for row in written(out)] == ["5.5", "", ""]
