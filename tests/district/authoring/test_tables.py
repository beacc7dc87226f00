"""Decision tables between YAML and the table editor's DMN: the same judgements both ways, untouched cells untouched."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from district.authoring import document as doc
from district.authoring import tabling
from rulebook import Catalogue, read_files
from rulebook.dmn import Model
from rulebook.judging.bench import bench

PATH = "test/tables/size.yaml"
HOME = Path(__file__).resolve().parents[3] / "catalogue"
TABLES = [each for each in sorted(HOME.glob("*/tables/*.yaml")) if "rows:" in each.read_text(encoding="utf-8")]
TYPES = {"行业": "string", "人数": "number", "收入": "number"}
LAYER = "name: 示例区\ncode: '310110'\noffices: [区科委]\n"
VOCABULARY = """
subject: enterprise
facts:
  行业: {type: string, source: 登记}
  人数: {type: number, source: 社保, places: 0}
  收入: {type: number, source: 税务, places: 2}
derived:
  规模: {type: string, is: table size}
"""
NUMBERS = st.integers(0, 9)
COMPARED = st.tuples(st.sampled_from(["<", "<=", ">", ">="]), NUMBERS)
RANGES = st.tuples(st.sampled_from("[("), NUMBERS, NUMBERS, st.sampled_from("])"))
TESTS = st.one_of(
    st.just("-"),
    NUMBERS.map(str),
    COMPARED.map(lambda each: f"{each[0]} {each[1]}"),
    RANGES.map(lambda each: f"{each[0]}{each[1]}..{each[2]}{each[3]}"),
    st.lists(NUMBERS, min_size=2, max_size=3).map(lambda each: ", ".join(map(str, each))),
)
WORDS = st.sampled_from(["-", '"甲"', '"乙"', '"甲", "乙"', 'not("甲")'])
ENDS = st.sampled_from(['"大型"', '"小型"', "微型", '"中 型"'])
ROWS = st.lists(st.tuples(WORDS, TESTS, TESTS, ENDS), min_size=1, max_size=6)
FACTS = st.fixed_dictionaries({"行业": st.sampled_from(["甲", "乙", "丙"]), "人数": NUMBERS.map(Decimal),
                               "收入": NUMBERS.map(Decimal)})  # fmt: skip


def written(rows: list[tuple[str, str, str, str]], hit: str = "F") -> str:
    lines = ["# 示例", "inputs: [行业, 人数, {name: 年收入, is: 收入}]", "outputs: [{name: 规模, type: string}]",
             f"hit: {hit}", "rows:"]  # fmt: skip
    return "\n".join(lines + ["  - [" + ", ".join(f"'{cell}'" for cell in row) + "]" for row in rows]) + "\n"


def read(text: str) -> Catalogue:
    return read_files({"test/layer.yaml": LAYER, "test/vocabulary.yaml": VOCABULARY, PATH: text}, "test")


def judged(catalogue: Catalogue, facts: dict[str, object]) -> object:
    import datetime as dt

    return bench(catalogue).environment(facts, dt.date(2022, 6, 24))["规模"]  # type: ignore[arg-type]


def from_dmn(xml: str, facts: dict[str, object]) -> object:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "size.dmn"
        path.write_text(xml, encoding="utf-8")
        model = Model(path)
        return model.decide(model.decisions[-1], facts).value


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, facts=FACTS)
def test_yaml_and_its_dmn_judge_the_same(rows: list[tuple[str, str, str, str]], facts: dict[str, object]) -> None:
    text = written(rows)
    xml = tabling.to_xml(PATH, text, TYPES)
    assert tabling.from_xml(PATH, text, xml, TYPES) == text
    assert from_dmn(xml, facts) == judged(read(text), facts)


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, edited=ROWS, facts=FACTS)
def test_what_was_edited_judges_as_the_editor_said(
    rows: list[tuple[str, str, str, str]], edited: list[tuple[str, str, str, str]], facts: dict[str, object]
) -> None:
    """Another table's rows put over the ids of this one, as an editor does: the YAML judges as that DMN."""
    text = written(rows)
    xml = tabling.to_xml(PATH, written(edited), TYPES)
    new = tabling.from_xml(PATH, text, xml, TYPES)
    assert judged(read(new), facts) == from_dmn(xml, facts)
    assert new.startswith("# 示例\n")


@pytest.mark.parametrize("path", TABLES, ids=lambda each: each.name)
def test_the_catalogues_tables_come_back_to_the_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tabling.is_table(str(path), text)
    assert tabling.from_xml(str(path), text, tabling.to_xml(str(path), text)) == text


def edit(xml: str, change: dict[str, str], *, gone: str = "", order: list[int] | None = None) -> str:
    """The XML with some cells' texts changed by their id, a row removed, rows in another order."""
    root = Xml.fromstring(xml)
    name = f"{{{tabling.SPACE}}}"
    grid = next(root.iter(f"{name}decisionTable"))
    for cell, text in change.items():
        next(each for each in grid.iter() if each.get("id") == cell)[0].text = text
    rules = grid.findall(f"{name}rule")
    for rule in rules:
        grid.remove(rule)
    for place in order or range(len(rules)):
        if rules[place].get("id") != gone:
            grid.append(rules[place])
    return Xml.tostring(root, encoding="unicode")


ROWS_TEXT = """inputs: [行业, 人数, 收入]
outputs: [{name: 规模, type: string}]
hit: F
rows:
  - ['"甲"', '>= 5', '-', 大型]   # 第一行
  # 下面是其余的
  - ['"乙"', '-', '< 3', '"小型"']
  - ['-', '-', '-', '"微型"']
"""


def test_one_cell_changes_one_line() -> None:
    xml = edit(tabling.to_xml(PATH, ROWS_TEXT, TYPES), {"cell-1-2": "< 4"})
    assert tabling.from_xml(PATH, ROWS_TEXT, xml, TYPES) == ROWS_TEXT.replace("< 3", "< 4")


def test_a_removed_row_and_moved_rows_lose_no_comment() -> None:
    xml = tabling.to_xml(PATH, ROWS_TEXT, TYPES)
    gone = tabling.from_xml(PATH, ROWS_TEXT, edit(xml, {}, gone="row-1"), TYPES)
    assert "小型" not in gone
    assert "# 下面是其余的" in gone
    moved = tabling.from_xml(PATH, ROWS_TEXT, edit(xml, {}, order=[2, 0, 1]), TYPES)
    assert [row[3] for row in doc.load(moved)["rows"]] == ["微型".join('""'), "大型", '"小型"']
    assert "# 下面是其余的" in moved


@pytest.mark.parametrize("xml", ["<a/>", "not xml", "<definitions><decision><decisionTable/></decision></definitions>",
                                 '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])  # fmt: skip
def test_what_is_no_table_is_refused(xml: str) -> None:
    with pytest.raises(tabling.NotATable):
        tabling.from_xml(PATH, ROWS_TEXT, xml)


@pytest.mark.parametrize("text", ["values: {甲: 乙}\n", "inputs: [a]\noutputs: [b]\nrows:\n  - [x]\n",
                                  "inputs: [a]\noutputs: [b]\nhit: Q\nrows:\n  - [x, y]\n"])  # fmt: skip
def test_lists_of_words_are_no_tables(text: str) -> None:
    assert not tabling.is_table(PATH, text)
