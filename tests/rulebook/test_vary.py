"""Parameters tried at several values: each gives what a catalogue written with that value would."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from rulebook import Catalogue, read_files
from rulebook.cli.main import main
from rulebook.simulating.report import simulate
from rulebook.simulating.vary import MOST, BadVary, asked, with_values

DAY = dt.date(2022, 6, 24)
FIRMS = [("A", 10, 3), ("B", 9, ""), ("C", 4, 2), ("D", "", 1)]
RULE = """conditions:
  - {id: staff, say: 够人, when: 人数 >= 门槛}
benefit: {amount: 年数 * 标准, per: quarter, times: 6}
"""
OTHER = "conditions:\n  - {id: any, say: 有人, when: 人数 >= 1}\nbenefit: {amount: '1000'}\n"


def texts(bar: str = "5", rate: str = "100") -> dict[str, str]:
    return {
        "t/layer.yaml": "name: 甲\noffices: [{name: 乙}]\n",
        "t/vocabulary.yaml": "facts:\n  人数: {type: number, places: 0}\n  年数: {type: number, places: 0}\n",
        "t/parameters/p.yaml": f"门槛: {{values: {{2020-01-01: {bar}, 2023-01-01: 3}}}}\n"
        f"标准: {{values: {{2020-01-01: {rate}}}}}\n"
        "没用: {values: {2020-01-01: 1}}\n晚的: {values: {2030-01-01: 1}}\n",
        "t/programmes/grow/programme.yaml": "name: 成长\noffice: 乙\n", "t/programmes/grow/2020-01-01.yaml": RULE,
        "t/programmes/other/programme.yaml": "name: 其他\noffice: 乙\n", "t/programmes/other/2020-01-01.yaml": OTHER,
    }  # fmt: skip


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("统一社会信用代码", "人数", "年数"), *FIRMS])
    return path


def base() -> Catalogue:
    return read_files(texts(), "t")


def test_each_value_gives_what_a_catalogue_with_it_gives(facts: Path, tmp_path: Path) -> None:
    """Every combination against the catalogue whose parameter file says so."""
    varies = asked(base(), ["门槛=5,9,10", "标准=100, 250.5"], DAY)
    found = simulate(base(), base(), facts, tmp_path / "out", DAY, varies=varies)
    assert found["changed"] == []
    assert [each["values"] for each in found["variations"]] == [
        {"门槛": bar, "标准": rate} for bar in ("5", "9", "10") for rate in ("100", "250.5")
    ]
    for each in found["variations"]:
        written = read_files(texts(each["values"]["门槛"], each["values"]["标准"]), "t")
        alone = simulate(base(), written, facts, tmp_path / "alone", DAY)
        wanted = next(line for line in alone["programmes"] if line["programme"] == "grow")
        assert [line["programme"] for line in each["programmes"]] == ["grow"]
        got = each["programmes"][0]
        if each["in_force"]:
            assert (each["values"]["门槛"], each["values"]["标准"]) == ("5", "100")
            assert (got["gains"], got["loses"], got["unknown"]) == (0, 0, 0)
        assert got == wanted
    hard = {(each["values"]["门槛"], each["values"]["标准"]): each["cost"] for each in found["variations"]}
    assert hard["9", "250.5"]["after"] == "3006.00"  # of A alone: 3 × 250.5 a quarter
    assert hard["9", "100"]["unpriced_after"] == 1


def test_only_the_value_in_force_is_replaced() -> None:
    made = with_values(base(), {"门槛": Decimal(8)}, DAY)
    assert made.parameters["门槛"].values == ((dt.date(2020, 1, 1), Decimal(8)), (dt.date(2023, 1, 1), Decimal(3)))
    assert made.hash != base().hash
    before, after = base().programmes, made.programmes
    assert before["grow"].versions[0].hash != after["grow"].versions[0].hash
    assert before["other"].versions[0].hash == after["other"].versions[0].hash
    same = base()
    assert with_values(same, {"门槛": Decimal(5)}, DAY) is same


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("门坎=1", "是不是“门槛”"), ("门槛", "应写成"), ("门槛=", "应是数字"), ("门槛=5,很多", "写的是“很多”"),
        ("没用=1", "没有一条用到"), ("晚的=1", "2030-01-01 起才有值"),
        ("门槛=" + ",".join(map(str, range(MOST + 1))), f"至多试 {MOST} 种"),
    ],
)  # fmt: skip
def test_what_cannot_be_varied_is_said(written: str, said: str) -> None:
    with pytest.raises(BadVary, match=said):
        asked(base(), [written], DAY)


def test_the_command(facts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, text in texts().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    command: list[Any] = ["simulate", str(tmp_path / "t"), "--facts", str(facts), "--out", str(tmp_path / "out")]
    command += ["--as-of", str(DAY)]
    assert main([*command, "--vary", "门槛=5,10"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("门槛 = 5（现行）: 符合 2，待定 1，一年支出 至少 1,200.00 元（1 个金额未知）")
    assert out[1].startswith(
        "门槛 = 10: 符合 1，待定 1，一年支出 1,200.00 元；受益 0，受损 1，不变 1，未知 1，不涉及 1"
    )
    with (tmp_path / "out/variations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["门槛"], row["programme"], row["after"]) for row in rows] == [("5", "grow", "2"), ("10", "grow", "1")]
    assert len(json.loads((tmp_path / "out/summary.json").read_text(encoding="utf-8"))["variations"]) == 2
    assert main(command) == 2
    assert "--reform" in capsys.readouterr().err
    assert main([*command, "--vary", "门槛=x"]) == 2


def test_an_amount_is_not_tried_below_nought_and_a_bar_is() -> None:
    for value in ("-1", "100,-0.5"):
        with pytest.raises(BadVary, match="“标准”用在金额里，不能小于 0"):
            asked(base(), [f"标准={value}"], DAY)
    assert asked(base(), ["门槛=-1,0"], DAY)[0].values == (Decimal(-1), Decimal(0))
