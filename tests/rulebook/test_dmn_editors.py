"""`rulebook table` on files of the usual editors: Camunda Modeler, dmn-js, Flowable. The files are in `editors/`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rulebook.cli.main import main
from rulebook.dmn import Model, read_tables

FOLDER = Path(__file__).parent / "editors"

# file, decision, columns and rows given, results expected of each row (empty: unknown)
GOOD: dict[str, tuple[str, str, str, list[list[str]]]] = {
    "variables without declared inputs": (
        "parking", "", "vehicle,hours\ncar,2\ncar,3\nbus,1\n,1", [["6"], ["10.5"], ["20"], ["0"]],
    ),
    "columns under the headings": ("parking", "", "Vehicle,Hours parked\ncar,2\nvan,", [["6"], ["20"]]),
    "values of no declared type": (
        "parking", "", "vehicle,hours\nbike,1\ncar,two\ncar,2.5\ncar,2", [[""], [""], [""], ["6"]],
    ),
    "DMN 1.1, two outputs": (
        "permit-2015", "", "Age of applicant,Resident?\n17,true\n18,false\n18,yes\n40,是",
        [["false", "too young"], ["false", "not a resident"], ["", ""], ["true", "in order"]],
    ),
    "a required decision under its output's name": (
        "menu", "", "Month,guests,With children\n12,4,true\n12,2,false\n1,9,true",
        [['["Plum juice", "Beer", "Milk", "Tea"]'], ['["Tea"]'], ['["Milk", "Tea"]']],
    ),
    "one decision of several, by id": ("menu", "dish", "Month,guests\n12,4", [["Hotpot"]]),
    "one decision of several, by name": ("menu", "What to  cook", "month,How many guests\n1,4", [["Noodles"]]),
    "required decisions under id and variable": (
        "loan-cloud", "", "score,amount,months\n700,1000,2\n700,1200,2\n600,1,1\nx,1,1",
        [["true"], ["false"], ["false"], [""]],
    ),
    "a literal expression": ("loan-cloud", "Monthly rate", "amount,months\n1000,2", [["500"]]),
    "no name at all": ("nameless", "", "weight\n1\n2\n20", [["letter"], ["parcel"], ["freight"]]),
    "outputs with headings only": ("two-outputs-unnamed", "", "Weight\n1\n2", [["letter", "1.2"], ["parcel", "8"]]),
    "COLLECT SUM": ("points", "", "staff,patents\n60,0\n60,12\n1,0\n1,a", [["10"], ["35"], [""], [""]]),
    "RULE ORDER, two outputs": (
        "duties", "", "district\nnorth\nsouth", [['["register", "archive"]', "[3, 1]"], ['["archive"]', "[1]"]],
    ),
    "dates compared with points in time": (
        "window", "", "received\n2024-03-01\n2024-12-31\n2023-12-31\n2024-06-30T23:59:59\n31.12.2024",
        [["spring"], ["autumn"], ["too early"], ["spring"], [""]],
    ),
    "dates compared with dates": (
        "window-feel", "", "received\n2024-03-01\n2024-12-31\n2023-12-31\n2024-13-01",
        [["spring"], ["autumn"], ["too early"], [""]],
    ),
    "JUEL that says what FEEL says": (
        "expense-juel", "", "amount,kind\n10,travel\n10,food\n1000,food\n5000,x",
        [["team"], ["nobody"], ["branch"], ["board"]],
    ),
    "JavaScript, a plain name": ("script-refused", "route", "names\nx", [["a"]]),
    "the cell's value by name": (
        "cell-input", "", "score,bonus,lowest\n59,0,20\n60,6,20\n60,5,20\n10,5,20",
        [["retake"], ["distinction"], ["pass"], [""]],
    ),
    "a variable or a heading instead of an expression": (
        "variable-only", "", "tonnes,Flag\n400,CN\n500,NO\n400,NO\nbig,CN", [["inner"], ["outer"], ["roads"], [""]],
    ),
    "UNIQUE with an overlap": ("overlap", "o", "n\n3\n7\n12", [["low"], [""], ["high"]]),
    "ANY with a contradiction": ("overlap", "a", "n\n3\n7\n12", [["low"], [""], ["high"]]),
    "types of Java, a variable named as a function": (
        "java-types", "", "count,open,code\n4,true,007\n4.5,true,007\n4,maybe,007\n4,true,7",
        [["agent"], [""], [""], ["other"]],
    ),
    "names with dots and hyphens": (
        "dotted", "", "customer.age,order-total\n61,1\n30,200\n30,x", [["senior"], ["big"], [""]],
    ),
    "input data drawn and not linked": ("unlinked", "", "light\nred\ngreen", [["stop"], ["go"]]),
    "several decisions nobody requires": ("two-tops", "", "x\n1", [["second"]]),
    "PRIORITY": ("priority", "", "age\n17\n30\n70\n90", [[""], ["accept"], ["ask"], ["refuse"]]),
    "cells that are conditions": (
        "conditions", "", "age,country\n20,CN\n10,CN\n20,DE", [["vote"], ["wait"], ["guest"]],
    ),
    "no types at all": (
        "untyped", "", "region code,rooms\n007,2\n008,3\n008,x\n7,2", [["1"], ["2"], [""], ["9"]],
    ),
}  # fmt: skip

# file, decision, columns, what is said before the first row
BAD = {
    "a name nobody gives": ("parking", "", "vehicle,hour\ncar,1", "parking.dmn:13: 要用到“hours”", "是不是“hour”"),
    "a heading that is near": ("menu", "dish", "Months,guests\n1,1", "要用到“month”（也可叫“Month”）", "“Months”"),
    "an unquoted word in a cell": ("unquoted", "", "light\nred", "unquoted.dmn:12", '要加引号："red"'),
    "an unquoted word as a result": ("unquoted-output", "", "light\nred", "unquoted-output.dmn:15", '要加引号："stop"'),
    "a function nobody knows": (
        "unknown-function",
        "",
        "light\nred",
        "unknown-function.dmn:5",
        "没有函数“surely known”",
    ),
    "a variable of a cell": ("cell-input", "", "score,bonus\n59,0", "cell-input.dmn:17", "要用到“lowest”"),
    "another language": ("script-refused", "Other", "names\nx", "第 22 行的决策表", "javascript"),
    "another language, by default": ("script-refused", "", "names\nx", "names.toLowerCase()", "FEEL"),
    "a decision nobody knows": ("menu", "Dishes", "x\n1", "没有决策“Dishes”", "Drinks、What to cook"),
}


def ran(tmp_path: Path, file: str, decision: str, facts: str) -> int:
    (tmp_path / "facts.csv").write_text(facts + "\n", encoding="utf-8")
    given = ["--facts", str(tmp_path / "facts.csv"), "--out", str(tmp_path / "out.csv")]
    return main(["table", str(FOLDER / f"{file}.dmn"), *given, *(["--decision", decision] if decision else [])])


@pytest.mark.parametrize("case", GOOD)
def test_files_of_the_usual_editors(tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    file, decision, facts, expected = GOOD[case]
    assert ran(tmp_path, file, decision, facts) == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as made:
        header, *rows = csv.reader(made)
    assert [row[-len(expected[0]) :] for row in rows] == expected
    assert all(header)
    said = capsys.readouterr().err
    for number, results in enumerate(expected, 1):
        assert (f"第 {number} 行：" in said) == (not any(results)), said


@pytest.mark.parametrize("case", BAD)
def test_what_nobody_knows_is_said_before_the_first_row(
    tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, decision, facts, *expected = BAD[case]
    assert ran(tmp_path, file, decision, facts) == 1
    said = capsys.readouterr().err
    assert all(part in said for part in expected), said
    assert not (tmp_path / "out.csv").exists()


def test_a_cell_of_another_type_is_named_by_row_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(tmp_path, "parking", "", "vehicle,Hours parked\ncar,1\ncar,soon")
    captured = capsys.readouterr()
    assert "第 2 行：列“Hours parked”：“hours”应是整数，给的是“soon”" in captured.err
    assert "1 行没有结果" in captured.out


def test_which_of_several_decisions_was_taken_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(tmp_path, "two-tops", "", "x\n1")
    assert "First、Second" in capsys.readouterr().err


def test_every_file_compiles_or_says_where_it_does_not() -> None:
    files = sorted(FOLDER.glob("*.dmn"))
    assert len(files) == 25
    for path in files:
        model = Model(path)
        problems = [problem for name in model.decisions for problem in model.problems(name)]
        assert (path.stem == "script-refused") == bool(problems), problems


def test_tables_are_there_for_other_readers() -> None:
    first, second = read_tables(FOLDER / "menu.dmn")
    assert (first.name, second.id) == ("Drinks", "dish")
    assert [each.expression for each in second.table.inputs] == ["month", "guests"]
    assert [each.type for each in second.table.inputs] == ["integer", "integer"]
    assert second.labels == ("Month", "How many guests")
    assert second.table.outputs[0].name == "chosenDish"
    assert second.table.rows[0].line > second.line


YAML = """inputs: [从业人员, {is: 营业收入 / 10000, name: 万元}]
outputs: [{name: 规模, type: string}]
hit: F
rows:
  - ['>= 20', '>= 300', '"小型"']
  - ['-', '-', '"微型"']
"""


@pytest.mark.parametrize(
    "old, new, facts, said",
    [
        ("", "", "从业人员\n1", "size.yaml:1: 要用到“营业收入”"),
        (">= 20", "起点", "从业人员,营业收入\n1,1", "size.yaml:5: 没有人给出“起点”"),
    ],
)
def test_yaml_tables_are_held_to_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, facts: str, said: str
) -> None:
    table = tmp_path / "size.yaml"
    table.write_text(YAML.replace(old, new) if old else YAML, encoding="utf-8")
    (tmp_path / "f.csv").write_text(facts + "\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert main(["table", str(table), "--facts", str(tmp_path / "f.csv"), "--out", str(out)]) == 1
    assert said in capsys.readouterr().err


def test_yaml_cells_of_another_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = tmp_path / "size.yaml", tmp_path / "out.csv"
    table.write_text(YAML, encoding="utf-8")
    (tmp_path / "f.csv").write_text("从业人员,营业收入\n二十,3000000\n20,3000000\n", encoding="utf-8")
    assert main(["table", str(table), "--facts", str(tmp_path / "f.csv"), "--out", str(out)]) == 0
    assert "第 1 行：列“从业人员”：“从业人员”应是数" in capsys.readouterr().err
    with out.open(encoding="utf-8", newline="") as made:
        assert [row["规模"] for row in csv.DictReader(made)] == ["", "小型"]
