"""docs/worked-values.md: every row is an example of the catalogue, with the value it says, computed here."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook import judge
from rulebook.cli.sources import illustrative, lines, unconfirmed, unnumbered
from tests.rulebook.test_yangpu import yangpu

DOC = Path(__file__).resolve().parents[2] / "docs" / "worked-values.md"
ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in DOC.read_text(encoding="utf-8").splitlines() if row.startswith("| ") and "---" not in row
][1:]  # fmt: skip
SCORES = {
    "自主Ⅰ类、研发 3.2%、增长 12%：85 分": (85, 30, 25, 30),
    "75 分，创新能力只有 15 分": (75, 15, 30, 30),
    "正好 60 分，各组正好或超过下限": (60, 20, 15, 25),
}


def test_there_are_many() -> None:
    assert len(ROWS) > 50


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[2]}-{row[3]}")
def test_a_worked_value_is_an_example(row: list[str]) -> None:
    _what, value, slug, name = row
    found = [
        (version, example) for version in yangpu().programmes[slug].versions for example in version.examples
        if example.name == name
    ]  # fmt: skip
    assert len(found) == 1, f"{slug}: {name}"
    version, example = found[0]
    verdict = judge(yangpu(), slug, example.given, example.as_of, example.answers)
    assert verdict.version == version.since
    if value in ("yes", "no"):
        assert verdict.eligible is (value == "yes")
    else:
        assert verdict.eligible is True
        assert verdict.amount == Decimal(value)
        assert "amount" in example.expect


@pytest.mark.parametrize("name", SCORES)
def test_scores_of_innovative_enterprises(name: str) -> None:
    from rulebook.judging.bench import bench

    version = yangpu().programmes["innovative-sme"].versions[0]
    example = next(each for each in version.examples if each.name == name)
    env = bench(yangpu()).environment(example.given, example.as_of)
    points = ("创新型中小企业得分", "创新能力得分", "成长性得分", "专业化得分")
    assert tuple(env[each] for each in points) == SCORES[name]


def test_what_no_document_confirms_is_listed() -> None:
    listed = list(illustrative(yangpu()))
    assert any("一次性开办费金额" in row for row in listed)
    assert any("领军企业" in row for row in listed)
    assert not any("稳岗返还" in row for row in listed)
    assert any("startup-cost" in row for row in unconfirmed(yangpu()))
    assert all(not re.search(r"〔\d{4}〕", row) for row in unnumbered(yangpu()))
    assert sum("处" in line for line in lines(yangpu())) == 3
