"""A summary says the rule's own numbers, of the day; what it says besides is a fault with its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook import Catalogue, read_files
from rulebook.cli.main import main
from rulebook.judging.summaries import check_summaries, numbers_said

DAY = dt.date(2026, 11, 26)
LAYER = "name: 示例区\noffices: [区人社局]\n"
WORDS = "subject: enterprise\nfacts:\n  人数: {type: number, unit: 人, places: 0}\n"
MONEY = (
    "每人金额: {unit: 元, values: {2020-01-01: 8000, 2027-01-01: 10000}, source: 示例〔2020〕1号, status: official}\n"
)
HEAD = "name: 用工补贴\noffice: 区人社局\nkind: subsidy\nsummary: "
RULE = """
conditions: [{id: some, say: 有人, when: 人数 >= 1}]
benefit: {amount: "min(人数, 8) * 每人金额", cap: 50000 * 1.2, per: month, times: 36, say: 每人补贴}
quota: {count: 30, per: year}
"""


def catalogue(summary: str, rule: str = RULE, kind: str = "subsidy") -> Catalogue:
    return read_files({
        "t/layer.yaml": LAYER, "t/vocabulary.yaml": WORDS, "t/parameters/money.yaml": MONEY,
        "t/programmes/work/programme.yaml": HEAD.replace("subsidy", kind) + summary + "\n",
        "t/programmes/work/2020-01-01.yaml": rule,
    }, "t")  # fmt: skip


@pytest.mark.parametrize("said", [
    "每人 8000 元，至多 8 人，每年 30 家。", "每人 8,000 元，给 36 个月。", "每人 0.8 万元。", "每人八千元。",
    "2022 年 3 月起。", "一人也给。",
])  # fmt: skip
def test_the_rules_numbers_may_be_said(said: str) -> None:
    assert check_summaries(catalogue(said), DAY) == []


@pytest.mark.parametrize(("said", "words"), [
    ("每人 9000 元。", "9000 元"), ("每人 10000 元。", "10000 元"), ("每人 1 万元。", "1 万元"),
    ("每人九千元。", "九千元"), ("给 24 个月。", "24 个月"), ("至多 9 人。", "9 人"), ("每年 20 家。", "20 家"),
    ("补贴 40%。", "40%"), ("最高 8000 万元。", "8000 万元"),
])  # fmt: skip
def test_another_number_is_a_fault(said: str, words: str) -> None:
    (fault,) = check_summaries(catalogue(said), DAY)
    assert f"说“{words}”" in fault.message
    assert fault.file == "t/programmes/work/programme.yaml"
    assert not fault.warning


def test_the_day_decides_which_number_is_the_rules() -> None:
    assert check_summaries(catalogue("每人 8000 元。"), dt.date(2026, 12, 31)) == []
    assert check_summaries(catalogue("每人 8000 元。"), dt.date(2027, 1, 1))
    assert check_summaries(catalogue("每人 1 万元。"), dt.date(2027, 1, 1)) == []


def test_what_is_said_of_the_benefit_is_looked_at_too() -> None:
    (fault,) = check_summaries(catalogue("补贴。", RULE.replace("say: 每人补贴", "say: 每人 7000 元")), DAY)
    assert "benefit 的 say" in fault.message
    assert fault.file == "t/programmes/work/2020-01-01.yaml"


def test_a_version_may_have_its_own_summary() -> None:
    assert check_summaries(catalogue("每人 9 元。", "summary: 每人 8000 元。" + RULE), DAY) == []


def test_where_no_money_is_promised_nothing_is_compared() -> None:
    rule = "conditions: [{id: some, say: 有人, when: 人数 >= 1}]\n"
    assert check_summaries(catalogue("税率减按 15% 征收。", rule, "recognition"), DAY) == []


def test_numbers_are_read_as_written() -> None:
    found = dict(numbers_said("五十万元、1.5 亿元、3,000 元、60%、两千元，2022 年 5 月，三个月，第 37 个人"))
    assert found == {
        "五十万元": Decimal(500_000), "1.5 亿元": Decimal(150_000_000), "3,000 元": Decimal(3000),
        "60%": Decimal("0.6"), "两千元": Decimal(2000),
    }  # fmt: skip


def test_check_fails_on_it_and_names_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path, text in catalogue("每人 9000 元。").files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / "t"), "--as-of", "2026-11-26"]) == 1
    assert "programme.yaml" in capsys.readouterr().err
