"""Decision tables of a catalogue: what `check` finds between rows, defaults, priorities, .dmn files."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, CatalogueError, read_files
from rulebook.cli.main import main
from rulebook.explaining.rows import decided
from rulebook.judging.bench import bench
from rulebook.plan import nodes as p
from rulebook.sweeping.sweep import sweep

FACTS = """facts:
  数: {type: number, places: 0, unit: 人}
  量: {type: number}
  字: {type: string, one_of: [甲, 乙, 丙]}
  词: {type: string}
  日: {type: date}
  是: {type: boolean}
derived:
  分: {type: TYPE, is: table t}
"""
DAY = dt.date(2022, 6, 24)
NUMBER = "{name: 分, type: number}"


def texts(rows: list[str], hit: str = "U", inputs: str = "[数, 字, 日]", extra: str = "", out: str = NUMBER,
          type_: str = "number") -> dict[str, str]:  # fmt: skip
    lines = "".join(f"  - [{row}]\n" for row in rows)
    return {
        "t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": FACTS.replace("TYPE", type_),
        "t/tables/t.yaml": f"inputs: {inputs}\noutputs: [{out}]\nhit: {hit}\n{extra}rows:\n{lines}",
        "t/programmes/p/programme.yaml": "name: 甲\noffice: 乙\n",
        "t/programmes/p/2020-01-01.yaml": "conditions:\n  - {id: a, say: 甲, when: 数 > 1}\n",
    }  # fmt: skip


def said(files: dict[str, str]) -> list[str]:
    try:
        return [str(each) for each in read_files(files, "t").warnings]
    except CatalogueError as error:
        return [str(each) for each in error.faults]


def value(catalogue: Catalogue, name: str = "分", **facts: object) -> object:
    return bench(catalogue).environment(facts, DAY)[name]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hit", "rows", "line", "says"),
    [
        ("U", ["'<= 5', '-', '-', 1", "'>= 5', '-', '-', 2"], 6, "第 1 行和第 2 行同时成立，例如 数 = 5；命中策略 U"),
        ("U", ["'<= 5', '\"甲\"', '-', 1", "'> 5', '-', '-', 2", "'-', 'not(\"乙\", \"丙\")', '-', 3"], 7,
         "第 1 行和第 3 行同时成立，例如 数 = 4，字 = “甲”"),
        ("A", ["'< 5', '-', '-', 1", "'> 2', '-', '-', 2"], 6, "例如 数 = 3；命中策略 A 要求结果相同"),
        ("U", ['\'-\', \'-\', \'< date("2022-01-02")\', 1', '\'-\', \'-\', \'> date("2021-12-31")\', 2'], 6,
         "日 = 2022-01-01"),
    ],
)  # fmt: skip
def test_rows_that_hold_together_are_faults_with_an_input_that_shows_it(
    hit: str, rows: list[str], line: int, says: str
) -> None:
    found = [each for each in said(texts(rows, hit)) if says in each]
    assert found and found[0].startswith(f"t/tables/t.yaml:{line}:"), said(texts(rows, hit))
    assert "提示" not in found[0]


@pytest.mark.parametrize(
    ("hit", "rows"),
    [
        ("U", ["'< 5', '-', '-', 1", "'>= 5', '-', '-', 2"]),
        ("U", ["'< 5', '-', '-', 1", "'> 4', '-', '-', 2"]),  # whole numbers only
        ("U", ["'>= 0', '\"甲\"', '-', 1", "'-', 'not(\"甲\")', '-', 2"]),
        ("A", ["'>= 0', '-', '-', 1", "'> 3', '-', '-', 1"]),
        ("U", ["'[0..3)', '-', '-', 1", "'[3..5]', '-', '-', 2", "'> 5', '-', '-', 3"]),
    ],
)
def test_rows_that_are_right_have_no_word(hit: str, rows: list[str]) -> None:
    assert said(texts(rows, hit)) == []


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["'< 5', '-', '-', 1", "'> 5', '-', '-', 2"], "例如 数 = 5"),
        (["'>= 0', '\"甲\", \"乙\"', '-', 1"], "例如 数 = 0，字 = “丙”"),
        (["'< 9', '\"甲\"', '-', 1", "'>= 9', '-', '-', 2"], "例如 数 = 8，字 = “乙”"),
    ],
)
def test_inputs_that_fit_no_row_are_named(rows: list[str], says: str) -> None:
    assert any("有一行都不符合的情形" in each and says in each for each in said(texts(rows))), said(texts(rows))
    assert said(texts(rows, extra="gaps: 另有办法\n")) == []
    assert said(texts(rows, extra="default: 0\n")) == []


def test_rows_that_are_never_reached_are_named() -> None:
    found = said(texts(["'>= 0', '-', '-', 1", "'>= 3', '\"甲\"', '-', 2"], "F"))
    assert [each for each in found if "第 2 行永远轮不到：它成立时第 1 行已经成立" in each]


CELLS = ["-", "< 1", ">= 1", "[0..2)", "(1..3]", "2", "not(1)", "1, > 2"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["-", '"甲"', '"乙","丙"'])), min_size=1, max_size=4))
def test_what_is_said_of_overlaps_and_gaps_is_so(cells: list[tuple[str, str]]) -> None:
    """Against trying every input there is."""
    rows = [f"'{number}', '{word}', '-', {place}" for place, (number, word) in enumerate(cells)]
    found = said(texts(rows))
    catalogue = read_files(texts(rows, "C#"), "t")
    hits = [value(catalogue, 数=Decimal(number), 字=word) for number in range(5) for word in "甲乙丙"]
    assert any(hit > 1 for hit in hits) == any("同时成立" in each for each in found), found  # type: ignore[operator]
    if not any("同时成立" in each for each in found):
        assert any(hit == 0 for hit in hits) == any("一行都不符合" in each for each in found), found


def test_ten_thousand_rows_are_checked_in_seconds() -> None:
    from rulebook.catalogue.axes import Domain
    from rulebook.catalogue.model import Place
    from rulebook.catalogue.overlaps import table_faults
    from rulebook.catalogue.tables import Table

    one, two, three = (p.Ref("number", name, "fact") for name in "甲乙丙")

    def between(ref: p.Plan, low: int, high: int) -> p.Plan:
        ends = [
            p.Compare("boolean", op, ref, p.Const("number", Decimal(each))) for op, each in ((">=", low), ("<", high))
        ]
        return p.both(tuple(ends), p.NOWHERE)

    rows = tuple((between(one, n // 100, n // 100 + 1), between(two, n % 100, n % 100 + 1), between(three, 0, 9))
                 for n in range(10_000))  # fmt: skip
    grid = p.Grid("t", (one, two, three), rows, tuple(range(1, 10_001)))
    plan = p.Table("number", grid, "U", tuple(p.Const("number", Decimal(n)) for n in range(10_000)))
    places = tuple(Place("t.yaml", n) for n in range(10_000))
    table = Table("t", Place("t.yaml", 1), {"分": plan}, (), "", places, "U", ("甲", "乙", "丙"))
    started = time.monotonic()
    found = list(table_faults({"t": table}, lambda _: Domain()))
    assert time.monotonic() - started < 20
    assert [("一行都不符合" in each.message, each.warning) for each in found] == [(True, True)]


def test_the_default_is_given_where_no_row_holds() -> None:
    rows = ["'> 5', '-', '-', 1"]
    catalogue = read_files(texts(rows, extra="default: 7\n"), "t")
    assert (value(catalogue, 数=Decimal(9)), value(catalogue, 数=Decimal(3)), value(catalogue)) == (1, 7, None)
    words = "{name: 分, type: string, values: [高, 低]}"
    catalogue = read_files(texts(["'> 5', '-', '-', 高"], extra="default: 低\n", out=words, type_="string"), "t")
    assert value(catalogue, 数=Decimal(3)) == "低"
    two = f"{NUMBER}, {{name: 名, type: string, default: 无}}"
    catalogue = read_files(texts(["'> 5', '-', '-', 1, 有"], extra="default: {分: 3}\n", out=two), "t")
    assert value(catalogue, 数=Decimal(3)) == 3
    assert any("没有输出“份”" in each for each in said(texts(rows, extra="default: {份: 3}\n")))
    assert any("这里要数字" in each for each in said(texts(rows, extra="default: '\"低\"'\n")))


def test_priority_is_that_of_the_outputs_values() -> None:
    rows = ["'> 5', '-', '-', 小", "'> 8', '-', '-', 大", "'-', '-', '-', 无"]
    out = "{name: 分, type: string, values: [大, 小, 无]}"
    catalogue = read_files(texts(rows, "P", out=out, type_="string"), "t")
    assert [value(catalogue, 数=Decimal(n)) for n in (9, 6, 1)] == ["大", "小", "无"]


DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="n">
  <decision id="d" name="分级">
    <decisionTable hitPolicy="HIT">
      <input><inputExpression typeRef="number"><text>数</text></inputExpression></input>
      <output name="分" typeRef="number"/>
      <rule><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= CELL</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


def dmn(hit: str = "UNIQUE", cell: str = "5") -> dict[str, str]:
    files = texts(["'> 5', '-', '-', 1"])
    del files["t/tables/t.yaml"]
    return {**files, "t/tables/t.dmn": DMN.replace("HIT", hit).replace("CELL", cell)}


def test_a_dmn_file_is_a_table_like_any_other() -> None:
    catalogue = read_files(dmn(), "t")
    assert catalogue.warnings == ()
    assert [value(catalogue, 数=Decimal(n)) for n in (4, 5)] == [1, 2]
    assert isinstance(catalogue.derived["分"].plan, p.Table)


def test_a_sweep_over_a_dmn_table_and_the_row_that_decided(tmp_path: Path) -> None:
    """Every engine as the same table in YAML, and the trace names the row with its line in the .dmn."""
    rows = "K1,4\nK2,4.99\nK3,5\nK4,\n"
    (tmp_path / "f.csv").write_text("统一社会信用代码,数\n" + rows, encoding="utf-8")
    of_score = {"t/programmes/p/2020-01-01.yaml": "conditions:\n  - {id: a, say: 甲, when: 分 > 1}\n"}
    in_dmn = read_files({**dmn(), **of_score}, "t")
    in_yaml = read_files({**texts(["'< 5', '-', '-', 1", "'>= 5', '-', '-', 2"]), **of_score}, "t")
    found = []
    for catalogue in (in_dmn, in_yaml):
        for engine in ("duckdb", "python"):
            out = tmp_path / "out.parquet"
            swept = sweep(catalogue, tmp_path / "f.csv", out, DAY, engine=engine, everything=True)
            found.append(duckdb.execute(f"SELECT * EXCLUDE (version) FROM '{out}' ORDER BY key").fetchall())
            assert swept.totals == sweep(catalogue, tmp_path / "f.csv", None, DAY, engine="cells").totals
    assert found[0] == found[1] == found[2] == found[3]
    assert [row[2] for row in found[0]] == [False, None, True, None]  # 4.99 is no whole number of people
    row = decided(in_dmn, "t", bench(in_dmn).environment({"数": Decimal(5)}, DAY))
    assert row is not None
    assert (row.rows[0].number, row.rows[0].place.line) == (2, 8)
    nothing = decided(in_dmn, "t", bench(in_dmn).environment({}, DAY))
    assert nothing is not None and [each.number for each in nothing.open] == [1, 2]


@pytest.mark.parametrize(
    ("hit", "cell", "line", "says"),
    [
        ("UNIQUE", "4", 8, "第 1 行和第 2 行同时成立，例如 数 = 4"),
        ("UNIQUE", "人数", 8, "没有名为“人数”的事实或参数"),
        ("UNIQUE", "count([1])", 8, "规则里不能用函数“count”"),
        ("RULE ORDER", "5", 4, "不能用命中策略 R"),
        ("SOMETIMES", "5", 4, "hit 写的是“SOMETIMES”"),
    ],
)
def test_what_a_rule_cannot_use_of_a_dmn_file_is_refused_at_its_line(hit: str, cell: str, line: int, says: str) -> None:
    found = said(dmn(hit, cell))
    assert len(found) == 1 and says in found[0] and found[0].startswith(f"t/tables/t.dmn:{line}:"), found


def test_a_dmn_file_of_another_language_is_refused_at_its_line() -> None:
    files = dmn()
    files["t/tables/t.dmn"] = files["t/tables/t.dmn"].replace(
        "<inputEntry><text>&lt;", '<inputEntry expressionLanguage="juel"><text>&lt;'
    )
    assert any("t.dmn:7:" in each and "juel" in each for each in said(files))


def test_the_table_command_decides_as_the_catalogue_does(tmp_path: Path) -> None:
    rows = ["'> 5', '-', '-', 小", "'> 8', '-', '-', 大"]
    files = texts(
        rows, "P", extra="default: 无\n", out="{name: 分, type: string, values: [大, 小, 无]}", type_="string"
    )
    (tmp_path / "t.yaml").write_text(files["t/tables/t.yaml"], encoding="utf-8")
    (tmp_path / "facts.csv").write_text(
        "数,字,日\n9,甲,2022-01-01\n6,甲,2022-01-01\n1,甲,2022-01-01\n", encoding="utf-8"
    )
    out = tmp_path / "out.csv"
    assert main(["table", str(tmp_path / "t.yaml"), "--facts", str(tmp_path / "facts.csv"), "--out", str(out)]) == 0
    catalogue = read_files(files, "t")
    expected = [value(catalogue, 数=Decimal(n), 字="甲", 日=dt.date(2022, 1, 1)) for n in (9, 6, 1)]
    assert (
        [line.rsplit(",", 1)[1] for line in out.read_text(encoding="utf-8").split()[1:]]
        == expected
        == ["大", "小", "无"]
    )
