"""The TCK runner on a kit of our own, and on the public kit where it lies beside the project."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from rulebook.dmn.tck import run_tck, tck

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:k" name="k">
<inputData id="_a" name="a"><variable name="a" typeRef="number"/></inputData>
<decision id="_d" name="d"><variable name="d"/><informationRequirement><requiredInput href="#_a"/>
</informationRequirement><literalExpression><text>{n: a / 3, l: [a, null], t: @"PT1H"}</text></literalExpression>
</decision></definitions>"""

CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>k.dmn</modelName>{cases}</testCases>"""
CASE = """<testCase id="{id}"><inputNode name="a"><value xsi:type="xsd:decimal">1</value></inputNode>
<resultNode name="{node}" type="decision"><expected>
<component name="n"><value xsi:type="xsd:decimal">{n}</value></component>
<component name="l"><list><item><value xsi:type="xsd:decimal">1</value></item><item><value xsi:nil="true"/></item>
</list></component><component name="t"><value xsi:type="xsd:duration">PT60M</value></component>
</expected></resultNode></testCase>"""


def kit(folder: Path, *cases: str) -> Path:
    home = folder / "0001-own"
    home.mkdir()
    (home / "k.dmn").write_text(MODEL, encoding="utf-8")
    (home / "k-test-01.xml").write_text(CASES.replace("{cases}", "".join(cases)), encoding="utf-8")
    return folder


def case(name: str, n: str = "0.33333333", node: str = "d") -> str:
    return CASE.replace("{id}", name).replace("{n}", n).replace("{node}", node)


def test_passing_and_failing_cases_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = kit(tmp_path, case("right"), case("wrong", n="0.3"), case("lost", node="e"))
    report = tmp_path / "report.xml"
    assert tck(folder, report) == 1
    printed = capsys.readouterr().out
    assert "0001-own: 1 passed, 2 failed" in printed
    assert "in all: 1 passed, 2 failed, of 3" in printed
    suites = ElementTree.parse(report).getroot()
    assert (suites.get("tests"), suites.get("failures")) == ("3", "2")
    failures = [each.get("message") or "" for each in suites.iter("failure")]
    assert "expected {n: 0.3," in failures[0]
    assert "没有决策“e”" in failures[1]


def test_all_passed_is_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tck(kit(tmp_path, case("right"))) == 0
    assert "1 passed, 0 failed" in capsys.readouterr().out


def test_no_cases_or_no_folder_is_no_success(tmp_path: Path) -> None:
    assert tck(tmp_path) == 1
    assert tck(tmp_path / "none") == 2


def test_a_broken_model_is_a_failed_case(tmp_path: Path) -> None:
    folder = kit(tmp_path, case("right"))
    (folder / "0001-own" / "k.dmn").write_text("<definitions>", encoding="utf-8")
    assert [each.case for each in run_tck(folder).outcomes if not each.passed] == ["(file)"]


@pytest.mark.tck
@pytest.mark.parametrize("level, bar", [("compliance-level-2", 1.0), ("compliance-level-3", 1.0)])
def test_the_public_kit(shared: Path, level: str, bar: float) -> None:
    folder = shared / "tck" / level
    if not folder.is_dir():
        pytest.skip("the public kit is not here")
    tally = run_tck(folder)
    failed = [f"{each.folder} {each.case}: {each.failures[0]}" for each in tally.outcomes if not each.passed]
    assert len(tally.outcomes) > 20
    assert tally.passed >= bar * len(tally.outcomes), failed
