"""What evaluating FEEL says has its Chinese, and a sentence is of one language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulebook.chinese_feel import CHINESE, chinese
from rulebook.cli.main import main
from rulebook.feel.evaluate import evaluate

RULEBOOK = Path(__file__).parents[2] / "rulebook"
TABLE = """inputs: [甲, 词]
outputs: [{name: 果, type: number}]
hit: U
rows:
  - ['> 1', '-', '1 / (甲 - 2)']
  - ['> 4', '-', '2']
"""


def template(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else ""


SAYS = {"bad", "Fault", "Exhausted", "Unfit", "NotFeel", "DmnError", "TableError", "fail", "failing", "converted"}
PLACES = re.compile(
    r"(line|row|input|output|entry|column|decision|service|the result of) [“{].*|hit policy|outputs|\W*"
)


def faults() -> Iterator[str]:
    for path in (*sorted((RULEBOOK / "feel").rglob("*.py")), *sorted((RULEBOOK / "dmn").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or path.name == "tck.py":
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            for said in map(template, node.args) if name in SAYS else ():
                if " " in said and not re.search("[\u4e00-\u9fff]", said) and not PLACES.fullmatch(said):
                    yield said


def test_every_fault_of_feel_and_of_models_has_its_chinese() -> None:
    found = {"there is no “{}”" if each == "there is no “{}”{}" else each for each in faults()}  # {}: did you mean …?
    assert len(found) > 120
    assert found - set(CHINESE) == set()


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("1 / 0", "除数为 0"),
        ('1 + "a"', "文字不能加数字|数字不能加文字"),
        ('abs("a")', "应是.*得到的是文字"),
        ('date("2021-02-30")', "date"),
        ("if 3 then 1 else 2", "要是或否，得到的是数字"),
        ('substring("abc", 9)', "第 9 个字"),
        ("[1, 2][5]", "没有第 5 项"),
        ('matches("a", "(")', "正则表达式不对"),
        ('number("1", ",", ",")', r"number\(\)：两|要不同"),
        ("sqrt(-1)", "负数没有平方根"),
        ('{"甲": 1}.乙', "没有“乙”"),
    ],
)
def test_a_fault_in_chinese(expression: str, says: str) -> None:
    (first, *_) = evaluate(expression, {}).diagnostics
    said = chinese(first.message)
    assert re.search(says, said), said
    assert not re.search(r"\b(the|an?|is|must|be|got|not|there)\b", said), said


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh_CN.UTF-8", ["第 1 行：除数为 0", "第 2 行：命中策略 U：第 1、2 行同时适用。",
                         "第 3 行：表里没有一行适用。"]),
        ("en_GB.UTF-8", ["row 1: division by zero", "row 2: hit policy U: rows 1, 2 apply together.",
                         "row 3: no row of the table applies."]),
    ],
)  # fmt: skip
def test_rows_of_a_table_in_one_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, says: list[str]
) -> None:
    (tmp_path / "t.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "f.csv").write_text("甲,词\n2,a\n5,a\n0,a\n3,a\n", encoding="utf-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, language)
    command = ["table", str(tmp_path / "t.yaml"), "--facts", str(tmp_path / "f.csv"), "--out", str(tmp_path / "o.csv")]
    main(command)
    said = capsys.readouterr()
    lines = [each.removeprefix(f"{tmp_path / 'f.csv'}: ") for each in said.err.splitlines()]
    assert lines == says
    assert ("4 行，1 个结果" in said.out) == language.startswith("zh")
    assert ("4 rows, 1 results" in said.out) == language.startswith("en")


@pytest.mark.parametrize("said", [
    "t.dmn, “X”: the decision table at line 3: row 1 (line 3), input 1: line 1, column 1: expected a value, a name or "
    "“(”, found the full-width ““” (write \")",
    "in the expression at line 2 of the model: line 1, column 5: expected a value, a name or “(”, found “+”",
    "the decision table at line 3: row 2: expected 1 inputs and 1 outputs, got 1 and 0",
])  # fmt: skip
def test_a_place_within_a_place_is_chinese_throughout(said: str) -> None:
    assert not re.search(r"\b(the|at|line|row|column|expected|found|value)\b", chinese(said)), chinese(said)


def test_a_date_beside_a_time_without_a_zone_is_told_as_such() -> None:
    (first, *_) = evaluate('date("2024-01-01") > date and time("2024-01-01T00:00:00")', {}).diagnostics
    assert chinese(first.message) == "日期不能和没有时区的日期时间比较"
