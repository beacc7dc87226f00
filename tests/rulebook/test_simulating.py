"""A changed rule over a register: the counts are those one can count by hand."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from rulebook import read_files
from rulebook.cli.main import main
from rulebook.simulating.report import simulate

DAY = dt.date(2022, 6, 24)
RULE = """conditions:
  - {id: staff, say: 满 10 人, when: 从业人员 >= 10}
  - {id: young, say: 未满 36 个月, when: 成立月数 < 36}
benefit: {amount: 从业人员 * 100, pay: once}
"""
OTHER = "conditions:\n  - {id: any, say: 有人, when: 从业人员 >= 1}\nbenefit: {amount: '1000', pay: once}\n"
VOCABULARY = """facts:
  成立日期: {type: date}
  从业人员: {type: number, unit: 人, places: 0}
  所属街道: {type: string}
derived:
  成立月数: {type: number, is: 'years and months duration(成立日期, 核算日) / duration("P1M")'}
  企业规模: {type: string, is: 'if 从业人员 >= 20 then "小型" else "微型"'}
"""


def files(rule: str = RULE) -> dict[str, str]:
    return {
        "t/layer.yaml": "name: 甲\noffices: [{name: 乙}]\n", "t/vocabulary.yaml": VOCABULARY,
        "t/programmes/grow/programme.yaml": "name: 成长\noffice: 乙\n", "t/programmes/grow/2020-01-01.yaml": rule,
        "t/programmes/other/programme.yaml": "name: 其他\noffice: 乙\n", "t/programmes/other/2020-01-01.yaml": OTHER,
    }  # fmt: skip


REFORM = RULE.replace("从业人员 >= 10", "从业人员 >= 8").replace("成立月数 < 36", "成立月数 < 24")
FIRMS = [  # code, founded, staff, street: what becomes of it
    ("A", "2021-06-24", 10, "甲路"),  # keeps
    ("B", "2021-06-24", 9, "甲路"),  # gains 900
    ("C", "2021-06-24", 7, "甲路"),  # misses the new bound by one
    ("D", "2019-12-24", 30, "乙路"),  # loses 3,000: thirty months old
    ("E", "2010-01-01", 30, "乙路"),  # neither
    ("F", "2020-06-24", 8, "乙路"),  # exactly 24 months: misses the new bound by nothing
    ("G", "", 12, "乙路"),  # nobody knows
]


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["统一社会信用代码", "成立日期", "从业人员", "所属街道"])
        writer.writerows(FIRMS)
    return path


def test_who_gains_and_who_loses(facts: Path, tmp_path: Path) -> None:
    base, reform = read_files(files(), "t"), read_files(files(REFORM), "t")
    found = simulate(base, reform, facts, tmp_path / "out", DAY, budgets={"grow": Decimal(950)})
    assert found["changed"] == ["grow"]
    grow, other = found["programmes"]
    assert (grow["before"], grow["after"], grow["gains"], grow["loses"], grow["keeps"]) == (2, 2, 1, 1, 1)
    assert (Decimal(grow["cost_before"]), Decimal(grow["cost_after"])) == (Decimal(4000), Decimal(1900))
    assert (other["gains"], other["loses"], other["keeps"]) == (0, 0, 7)
    assert found["subjects"] == {"gain": 1, "lose": 1, "same": 4, "unknown": 1, "untouched": 0}
    assert found["budgets"] == [{"programme": "grow", "budget": "950", "cost": "1900.00", "runs_out_on": "2022-07-02",
                                 "used_up": False, "unpriced": 0}]  # fmt: skip


def test_a_budget_runs_out_after_the_day_or_is_used_up(facts: Path, tmp_path: Path) -> None:
    base, reform = read_files(files(), "t"), read_files(files(REFORM), "t")
    for yuan in (10, 950, 940, 930, 4000):
        [found] = simulate(base, reform, facts, tmp_path / str(yuan), DAY, budgets={"grow": Decimal(yuan)})["budgets"]
        assert found["runs_out_on"] is None or dt.date.fromisoformat(found["runs_out_on"]) > DAY
        assert found["used_up"] == (yuan == 10) or found["runs_out_on"]


def test_by_group_with_what_is_derived(facts: Path, tmp_path: Path) -> None:
    found = simulate(read_files(files(), "t"), read_files(files(REFORM), "t"), facts, tmp_path / "out", DAY)
    groups = {(each["group"], each["value"]): each for each in found["groups"]}
    assert groups["企业规模", "微型"]["gains"] == 1
    assert groups["企业规模", "小型"]["loses"] == 1
    assert groups["所属街道", "乙路"]["loses"] == 1
    assert groups["企业年龄", "1–3 年"]["loses"] == groups["企业年龄", "1–3 年"]["gains"] == 1
    assert groups["企业年龄", "未知"]["gains"] == 0


def test_cliffs_and_overlaps(facts: Path, tmp_path: Path) -> None:
    found = simulate(read_files(files(), "t"), read_files(files(REFORM), "t"), facts, tmp_path / "out", DAY)
    near = {each["condition"]: (each["bound"], each["near"]) for each in found["cliffs"]}
    assert near == {"staff": ("8", 1), "young": ("24", 1)}
    assert found["overlaps"] == [{"programme": "grow", "other": "other", "both": 2, "share": 1.0}]


def test_files_are_written_whole(facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    simulate(read_files(files(), "t"), read_files(files(REFORM), "t"), facts, out, DAY)
    assert json.loads((out / "summary.json").read_text(encoding="utf-8"))["changed"] == ["grow"]
    rows = duckdb.execute(f"SELECT key FROM read_parquet('{out / 'changes.parquet'}') ORDER BY key").fetchall()
    assert [row[0] for row in rows] == ["B", "D", "G"]
    assert (out / "programmes.csv").read_text(encoding="utf-8-sig").startswith("programme,before,after")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["facts.csv", "out"]


def test_the_command(facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, made in (("base", files()), ("reform", files(REFORM))):
        for path, text in made.items():
            target = tmp_path / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    command = ["simulate", str(tmp_path / "base/t"), "--reform", str(tmp_path / "reform/t"), "--facts", str(facts)]
    assert main([*command, "--out", str(tmp_path / "out"), "--as-of", "2022-06-24"]) == 0
    assert "grow: 受益 1，受损 1，不变 1" in capsys.readouterr().out
    assert main([*command, "--out", str(tmp_path / "out"), "--budget", "grow=much"]) == 2
    broken = tmp_path / "reform/t/programmes/grow/2020-01-01.yaml"
    broken.write_text(RULE.replace("从业人员 >= 10", "从业人 >= 10"), encoding="utf-8")
    assert main([*command, "--out", str(tmp_path / "out")]) == 1
    assert "2020-01-01.yaml:2" in capsys.readouterr().err


def test_a_line_says_that_its_numbers_are_invented() -> None:
    """The mark stands behind the cost of the programmes whose numbers no document confirms, and of no other."""
    from rulebook.cli.simulate import as_text

    one = {"gains": 1, "loses": 0, "same": 0, "unknown": 0, "untouched": 2, "cost_before": "0", "cost_after": "500",
           "unpriced_before": 0, "unpriced_after": 0}  # fmt: skip
    cost = {"before": "0", "after": "1000", "unpriced_before": 0, "unpriced_after": 0}
    summary = {
        "programmes": [one | {"programme": "seen"}, one | {"programme": "made-up"}], "budgets": [], "cost": cost,
        "subjects": {"gain": 1, "lose": 0, "same": 0, "unknown": 0, "untouched": 2}, "rows": 3,
    }  # fmt: skip
    assert [line.endswith("〔含示例参数〕") for line in as_text(summary, {"made-up"})][:2] == [False, True]
