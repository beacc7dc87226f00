"""Tables written as DMN: read back they give the same answers, and the standard's own library finds nothing wrong."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook import Catalogue, read_files
from rulebook.cli.main import main
from rulebook.dmn import Model
from rulebook.exporting.dmn import write_dmn
from rulebook.exporting.graph import Input, model
from rulebook.judging.bench import bench
from rulebook.plan.types import Value
from tests.rulebook.small import small
from tests.rulebook.test_yangpu import yangpu

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2022, 6, 24)
VOCABULARY = """facts:
  数: {type: number, places: 0}
  词: {type: string, one_of: [甲, 乙, 丙]}
  真: {type: boolean}
  日: {type: date}
derived:
  两倍: {type: number, is: 数 * 2 + 1}
  档: {type: string, is: table grade}
  结果: {type: RESULT, is: table made}
"""
GRADE = """inputs: [两倍]
outputs: [{name: 档, type: string}]
hit: F
rows: [['< 3', 低], ['[3..7]', '"中"'], ['-', 高]]
"""
PARAMETERS = "门槛: {values: {2020-01-01: 2, 2022-01-01: 3, 2023-01-01: 9}}\n"
COLUMNS = {  # an input, and tests of it
    "数": ["-", "1", "> 门槛", "[1..3)", "not(2)", "< 两倍 - 3", "1, 3"],
    "词": ["-", '"甲"', '"乙", "丙"', 'not("甲")'],
    "真": ["-", "true", "false"], "日": ["-", '< date("2022-06-24")', "核算日"],
    "档": ["-", '"低"', '"中", "高"'], "数 + 两倍": ["-", ">= 8", "< 8"],
}  # fmt: skip
POLICIES = {"F": "number", "A": "number", "C+": "number", "C#": "number", "C<": "number", "C>": "number"}


@st.composite
def tables(draw: st.DrawFn) -> str:
    inputs = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=1, max_size=3, unique=True))
    policy = draw(st.sampled_from(sorted(POLICIES)))
    given_ = st.just("7") if policy == "A" else st.sampled_from(["1", "2.50", "数 * 2", "门槛"])
    rows = [[*(draw(st.sampled_from(COLUMNS[each])) for each in inputs), draw(given_)]
            for _ in range(draw(st.integers(1, 5)))]  # fmt: skip
    return json.dumps({"inputs": inputs, "outputs": [{"name": "结果", "type": "number"}], "hit": policy, "rows": rows},
                      ensure_ascii=False)  # fmt: skip


FACTS = st.fixed_dictionaries({
    "数": st.integers(0, 4).map(Decimal), "词": st.sampled_from("甲乙丙"), "真": st.booleans(),
    "日": st.dates(dt.date(2022, 6, 22), dt.date(2022, 6, 26)),
})  # fmt: skip


def made(table: str, result: str = "number") -> Catalogue:
    return read_files(
        {"t/layer.yaml": "name: 甲\n", "t/vocabulary.yaml": VOCABULARY.replace("RESULT", result),
         "t/tables/grade.yaml": GRADE, "t/tables/made.yaml": table, "t/parameters/p.yaml": PARAMETERS}, "t",
    )  # fmt: skip


def read_back(catalogue: Catalogue, name: str, folder: Path) -> Model:
    path = folder / f"{name}.dmn"
    path.write_text(write_dmn(model(catalogue, name), name, f"urn:test:{name}"), encoding="utf-8")
    return Model(path)


def answers(
    catalogue: Catalogue, found: Model, name: str, facts: dict[str, Value], day: dt.date
) -> tuple[object, object]:
    """(what the catalogue says, what the file says)."""
    env = bench(catalogue).environment(facts, day)
    wanted = {each.name for each in model(catalogue, name) if isinstance(each, Input)}
    inputs = {key: value for key, value in {**facts, "核算日": day}.items() if key in wanted}
    return env[found.decisions[-1]], found.decide(found.decisions[-1], inputs).value


@settings(max_examples=150, deadline=None)
@given(
    tables(), st.lists(FACTS, min_size=1, max_size=5), st.sampled_from([dt.date(2021, 6, 1), DAY, dt.date(2024, 1, 1)])
)
def test_read_back_they_answer_the_same(table: str, subjects: list[dict[str, Value]], day: dt.date) -> None:
    catalogue = made(table)
    with tempfile.TemporaryDirectory() as folder:
        found = read_back(catalogue, "made", Path(folder))
    assert found.decisions[-1] == "结果"
    for facts in subjects:
        ours, theirs = answers(catalogue, found, "made", facts, day)
        assert ours == theirs, (facts, table)


SIZES = [
    {"行业代码": code, "从业人员": Decimal(staff), "营业收入": Decimal(income), "资产总额": Decimal(10**8)}
    for code in ("0111", "3110", "6510", "6610", "7110", "7040")
    for staff in (9, 10, 300, 1000)
    for income in (499_999, 500_000, 4 * 10**8)
]
SMALL_SIZES = [
    {"行业": trade, "从业人员": Decimal(staff), "营业收入": Decimal(10**7)}
    for trade in ("工业", "软件业", "批发业")
    for staff in (9, 10, 100, 1000)
]


def test_the_catalogues_own_tables(tmp_path: Path) -> None:
    for catalogue, name, facts in ((yangpu(), "sme-size", SIZES), (small(), "size", SMALL_SIZES)):
        found = read_back(catalogue, name, tmp_path)
        pairs = [answers(catalogue, found, name, each, DAY) for each in facts]  # type: ignore[arg-type]
        assert all(ours == theirs for ours, theirs in pairs)
        assert len({ours for ours, _ in pairs}) > 2


def test_several_outputs_defaults_and_priorities(tmp_path: Path) -> None:
    """Two outputs are a context that each derived fact takes its part of; what no row fits gets the default."""
    table = """title: 两个结果
inputs: [数]
outputs: [{name: 结果, type: number, default: 0}, {name: 等级, type: string, values: [高, 低], default: 无}]
hit: P
rows: [['> 1', '1', 低], ['> 2', '2', 高]]
"""
    catalogue = made(table.replace("hit: P", "hit: F").replace(", values: [高, 低]", ""))
    texts = {**catalogue.files, "t/tables/made.yaml": table}
    written = read_back(read_with(catalogue, texts), "made", tmp_path)
    got = [written.decide("made", {"数": Decimal(number)}).value for number in (0, 2, 3)]
    assert got == [{"结果": 0, "等级": "无"}, {"结果": 1, "等级": "低"}, {"结果": 2, "等级": "高"}]
    parts = model(catalogue, "made")
    assert [each.name for each in parts] == ["数", "made"]


def read_with(catalogue: Catalogue, texts: dict[str, str]) -> Catalogue:
    """The catalogue with other texts for its tables as written."""
    from dataclasses import replace

    return replace(catalogue, files=texts)


def test_a_derived_fact_of_a_table_with_several_outputs(tmp_path: Path) -> None:
    table = """inputs: [数]
outputs: [{name: a, type: number}, {name: b, type: string}]
hit: F
rows: [['> 1', '1', 低], ['-', '2', 高]]
"""
    texts = {**made(GRADE, "string").files, "t/tables/made.yaml": table}
    texts["t/vocabulary.yaml"] = VOCABULARY.replace(
        "结果: {type: RESULT, is: table made}", "结果: {type: string, is: table made.b}"
    )
    texts["t/tables/outer.yaml"] = (
        "inputs: [结果]\noutputs: [{name: c, type: number}]\nhit: F\nrows: [['\"低\"', '5'], ['-', '6']]\n"
    )
    catalogue = read_files(texts, "t")
    found = read_back(catalogue, "outer", tmp_path)
    assert found.decisions == ["made", "结果", "outer"]
    assert [found.decide("outer", {"数": Decimal(each)}).value for each in (1, 2)] == [6, 5]


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "catalogue/yangpu", "--dmn", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "sme-size.dmn：决策“企业规模”，输入 行业代码、从业人员、营业收入、资产总额" in said.out
    assert "“industries”是一份名单" in said.err
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == [
        "guarantee-months.dmn", "sme-industry.dmn", "sme-size.dmn",
    ]  # fmt: skip
    assert main(["export", "catalogue/yangpu", "--dmn", str(tmp_path / "out"), "--table", "sme-sise"]) == 1
    assert "是不是“sme-size”" in capsys.readouterr().err


def test_the_editors_library_finds_nothing_wrong(tmp_path: Path) -> None:
    """dmn-moddle, which dmn-js and the Camunda Modeler read files with, knows every element and attribute."""
    library = ROOT / "node_modules/dmn-moddle/dist/index.js"
    if shutil.which("node") is None or not library.exists():
        if os.environ.get("CI"):
            pytest.fail("node and dmn-moddle are missing: npm ci")
        pytest.skip("needs node and node_modules")
    assert main(["export", "catalogue/yangpu", "--dmn", str(tmp_path)]) == 0
    table = {"inputs": ["数", "档"], "outputs": [{"name": "结果"}], "hit": "C+", "rows": [["> 门槛", "-", "1"]]}
    read_back(made(json.dumps(table, ensure_ascii=False)), "made", tmp_path)
    script = tmp_path / "read.mjs"
    script.write_text(f"""import {{ DmnModdle }} from {json.dumps(library.as_uri())};
import fs from 'fs';
const found = {{}};
for (const file of process.argv.slice(2)) {{
  const read = await new DmnModdle().fromXML(fs.readFileSync(file, 'utf8'), 'dmn:Definitions');
  const elements = read.rootElement.dmnDI.diagrams[0].diagramElements;
  found[file.split('/').pop()] = [read.warnings.map(each => each.message), read.rootElement.drgElement.length,
                 elements.filter(each => each.$type === 'dmndi:DMNShape' && each.dmnElementRef).length];
}}
console.log(JSON.stringify(found));
""", encoding="utf-8")  # fmt: skip
    files = sorted(map(str, tmp_path.glob("*.dmn")))
    done = subprocess.run(["node", str(script), *files], capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert set(found) == {"made.dmn", "guarantee-months.dmn", "sme-industry.dmn", "sme-size.dmn"}
    for warnings, parts, shapes in found.values():
        assert (warnings, parts) == ([], shapes)
