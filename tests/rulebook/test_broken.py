"""A catalogue that is wrong says so: one mistake, one fault, on its line, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rulebook import CatalogueError, read_catalogue, read_files
from rulebook.catalogue.faults import Fault
from rulebook.cli.main import main
from rulebook.saying import told
from tests.rulebook.broken import ADDED, EDITED, RULE, SIZE
from tests.rulebook.small import GIANT, VOCABULARY, edited, files, line_of

SEVERAL = {"第 1 行和第 2 行同时成立，例如 行业 = “工业”，从业人员 = 1000，营业收入 = 400000000",
           "输出“规模”没有“微型”这个取值", "没有 conditions"}  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")
NAMES = re.compile(r"“[^”]*”|\([^)]*\)|\{[^}]*\}|(says|gives|with) [^ ]+( and gives [^ ]+)?")


def faults_of(texts: dict[str, str]) -> list[Fault]:
    with pytest.raises(CatalogueError) as caught:
        read_files(texts, "town")
    return caught.value.faults


def checked(faults: list[Fault], texts: dict[str, str], path: str, at: str, says: str) -> None:
    hit = [fault for fault in faults if says in fault.message]
    assert hit, "\n".join(map(str, faults))
    assert (hit[0].file, hit[0].line) == (path, line_of(texts, path, at) if at else 1), hit[0]
    assert not hit[0].warning
    if says not in SEVERAL:
        assert len(faults) == 1, "\n".join(map(str, faults))
    english = told(hit[0].message, "en")
    assert not CHINESE.search(NAMES.sub("", english)) or "both hold" in english, english


@pytest.mark.parametrize(
    ("path", "old", "new", "at", "says"), EDITED, ids=[f"{each[2][:20]}:{each[4][:12]}" for each in EDITED]
)
def test_what_is_written_wrongly(path: str, old: str, new: str, at: str, says: str) -> None:
    texts = edited(path, old, new)
    checked(faults_of(texts), texts, path, at, says)


@pytest.mark.parametrize(("path", "text", "at", "says"), ADDED, ids=[f"{each[0]}:{each[3][:12]}" for each in ADDED])
def test_what_is_added_wrongly(path: str, text: str, at: str, says: str) -> None:
    texts = files() | {path: text}
    checked(faults_of(texts), texts, path, at, says)


def test_there_are_enough_of_them() -> None:
    assert len(EDITED) + len(ADDED) >= 130


def test_replacing_is_said_and_then_allowed() -> None:
    own = "town/parameters/own.yaml"
    text = "月社保缴费基数下限: {replaces: true, unit: 元, values: {2021-07-01: 1}}\n"
    assert read_files(files() | {own: text}, "town").parameters["月社保缴费基数下限"].values[0][1] == 1
    city = {"city/programmes/giant/programme.yaml": "name: 甲\noffice: 市人社局\n",
            "city/programmes/giant/2020-01-01.yaml": RULE}  # fmt: skip
    assert "会替换上级层" in faults_of(files() | city)[0].message
    mine = files() | city
    mine["town/programmes/giant/programme.yaml"] += "replaces: true\n"
    assert read_files(mine, "town").programmes["giant"].name == "示例小巨人"


@pytest.mark.parametrize(
    ("path", "text", "blamed"),
    [
        (VOCABULARY, "facts: [\n", VOCABULARY),
        (VOCABULARY, files()[VOCABULARY].replace("facts:", "fact:"), VOCABULARY),
        (VOCABULARY, files()[VOCABULARY].replace("is: 研发费用 / 营业收入", "is: 研发费用 / 营业额"), VOCABULARY),
        (
            VOCABULARY,
            files()[VOCABULARY].replace("发明专利数: {type: number", "发明专利数: {type: numbers"),
            VOCABULARY,
        ),
        ("city/parameters/social.yaml", "甲: [\n", "city/parameters/social.yaml"),
        (SIZE, files()[SIZE].replace("'>= 1000'", "'>= 一千'"), SIZE),
        ("city/layer.yaml", "name: [\n", "city/layer.yaml"),
    ],
)
def test_one_mistake_is_blamed_where_it_stands_and_not_where_it_is_used(path: str, text: str, blamed: str) -> None:
    faults = [fault for fault in faults_of(files() | {path: text}) if not fault.warning]
    assert [fault.file for fault in faults] == [blamed], "\n".join(map(str, faults))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("高新技术企\u200b业", "看不见的 U+200B（零宽空格）"),
        ("⾼新技术企业", "“⾼”是 U+2FBC，应是“高” U+9AD8"),
        ("高新技术企业\ufeff", "U+FEFF"),
    ],
)
def test_names_that_only_look_right_are_shown_as_such(name: str, says: str) -> None:
    texts = edited(GIANT, "given: {高新技术企业: false, 发明专利数: 1}", f'given: {{"{name}": false, 发明专利数: 1}}')
    assert says in faults_of(texts)[0].message
    assert (
        says in faults_of(edited(GIANT, "when: 高新技术企业 = true", f"when: {name} = true"))[0].message
        or "\ufeff" in name
    )


def test_decomposed_letters_are_named_with_their_code_point() -> None:
    texts = files()
    texts[VOCABULARY] = texts[VOCABULARY].replace("  研发费用: {", "  café: {type: boolean}\n  研发费用: {")
    texts[GIANT] = texts[GIANT].replace("when: 高新技术企业 = true", "when: cafe\u0301 = true")
    assert "组合用的附加符号 U+0301" in faults_of(texts)[0].message


def test_every_file_that_nobody_reads_is_named(tmp_path: Path) -> None:
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    for name in ("README.md", ".hidden.yaml", "notes.txt"):
        (tmp_path / "town" / name).write_text("x", encoding="utf-8")
    hints = [str(each) for each in read_catalogue(tmp_path / "town").warnings]
    assert hints == ["town/notes.txt:1:1: 提示：没有人读这个文件。"]
    (tmp_path / "town/programmes/social/2023-01-01.yml").write_text(RULE, encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"2023-01-01\.yml:1:1: 没有人读这个文件：扩展名应是 \.yaml"):
        read_catalogue(tmp_path / "town")


def test_a_sentence_is_of_one_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = edited(GIANT, "when: 高新技术企业 = true", "when: 高新技术企业 = = true")
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path / "town"), "--lang", "zh"]) == 1
    assert "表达式读不懂：应是值、名称或“(”，遇到的是“=”。" in capsys.readouterr().err
    assert main(["check", str(tmp_path / "town"), "--lang", "en"]) == 1
    assert "the expression cannot be read: expected a value, a name or “(”, found “=”." in capsys.readouterr().err
    for language, said in (("en_GB.UTF-8", "cannot be read"), ("zh_CN.UTF-8", "读不懂"), ("C.UTF-8", "读不懂")):
        monkeypatch.setenv("LC_ALL", language)
        for command in (["check", str(tmp_path / "town")], ["explain", str(tmp_path / "town"), "--facts", "none.json"]):
            assert main(command) == 1
            assert said in capsys.readouterr().err


def nodes(value: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """The paths of all nodes of a document, the deepest last."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in pairs:
        yield from nodes(each, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], new: object) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


ODD: tuple[object, ...] = (None, [], {}, "x", "-1", ["x"], {"x": "y"}, [["x"]], "2020-02-30", "〔", "a: b")


@pytest.mark.parametrize("path", [each for each in files() if each.endswith(".yaml")])
def test_whatever_stands_where_it_is_a_fault_and_never_a_crash(path: str) -> None:
    document = yaml.load(files()[path], yaml.BaseLoader)
    everywhere = list(nodes(document))
    for number, place in enumerate(everywhere):
        text = yaml.safe_dump(replaced(document, place, ODD[number % len(ODD)]), allow_unicode=True, sort_keys=False)
        try:
            read_files(files() | {path: text}, "town")
        except CatalogueError as error:
            assert all(fault.line >= 1 and str(fault) and fault.told("en") for fault in error.faults)
