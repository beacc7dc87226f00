"""The commands about one subject, one expression and one decision speak one language, the one that is asked for."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulebook.cli.main import COMMANDS as COMMAND_NAMES
from rulebook.cli.main import main
from rulebook.english_differences import DIFFERENCES
from rulebook.english_help import HELP
from rulebook.english_verdicts import VERDICTS
from rulebook.saying import WORDS, Said, Stem, english, say, sentence, told
from tests.rulebook.spoken import CATALOGUE, MODEL, RUNS

RULEBOOK = Path(__file__).parents[2] / "rulebook"
HAN = re.compile("[\u3400-\u9fff，。；：“”（）、]")
SPOKEN = (
    *(f"cli/{name}.py" for name in ("feel", "decide", "eval", "explain", "package")),
    *(f"cli/{name}.py" for name in ("facts", "files", "given", "steps", "subject", "speaking")),
    *("front", "dmn", "packaging", "explaining/rows.py", "explaining/trace.py", "judging/judge.py"),
    *("judging/given.py", "judging/verdict.py", "plan/near.py", "plan/tables.py", "catalogue/faults.py"),
    *("catalogue/periods.py", "catalogue/written.py", "catalogue/feel_words.py"),
    *(f"cli/{name}.py" for name in ("diff", "export", "simulate", "sweep", "verify")),
    *("bundle/chain.py", "bundle/format.py", "bundle/reading.py", "bundle/verify.py", "extras.py"),
    *("sweeping", "simulating/report.py", "simulating/vary.py", "simulating/compare.py"),
)  # fmt: skip
DATA = {
    "name: 表达式\n",
    "是",
    "否",
    "无",
    "元",
    "年",
    "（未知）",
    "同时成立",
    "统一社会信用代码",
    *HELP,
}  # read or joined, and no sentence by itself


def said_in(path: Path) -> Iterator[str]:
    """The Chinese texts of a module that are no help of an option and no docstring; f-strings with {} for values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
              if part is not node}  # fmt: skip
    helps = {id(part) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in ("help", "metavar")
             for part in ast.walk(node)}  # fmt: skip
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if id(node) in inside | helps | docs:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def bare(template: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", template)


def test_every_message_of_these_commands_has_its_english() -> None:
    known = {bare(each) for each in {**WORDS, **VERDICTS, **DIFFERENCES}}
    files = [each for name in SPOKEN for each in sorted((RULEBOOK / name).rglob("*.py")) or [RULEBOOK / name]]
    lacking = [f"{path.relative_to(RULEBOOK)}: {said}" for path in files for said in said_in(path)
               if re.search("[\u4e00-\u9fff]", said) and bare(said) not in known and said not in DATA]  # fmt: skip
    assert not lacking, "\n".join(lacking)


def test_every_template_that_is_said_anywhere_has_its_english() -> None:
    lacking, count = [], 0
    for path in sorted(RULEBOOK.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                for each in ast.walk(node.args[0]):
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and HAN.search(each.value):
                        count += 1
                        lacking += [f"{path.name}: {each.value}"] if each.value not in WORDS else []
    assert count > 250
    assert not lacking, "\n".join(lacking)


@pytest.mark.parametrize("template", sorted(WORDS))
def test_english_fills_in_what_chinese_does(template: str) -> None:
    """A value that a translation forgets, or one that it invents, shows only when somebody reads the sentence."""
    slots = set(re.findall(r"\{(\w+)[^{}]*\}", template.replace("{{", "").replace("}}", "")))
    theirs = set(re.findall(r"\{(\w+)[^{}]*\}", WORDS[template].replace("{{", "").replace("}}", "")))
    assert theirs <= slots
    assert slots - theirs <= {"says", "what", "type", "hint"} or not slots - theirs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, text in {**CATALOGUE, "m.dmn": MODEL}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("command", "beside", "chinese", "in_english"),
    RUNS,
    ids=[f"{place} {each[0][0]}" for place, each in enumerate(RUNS)],
)
def test_a_command_speaks_the_language_that_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str], language: str, command: list[str], beside: str, chinese: str,
    in_english: str,
) -> None:  # fmt: skip
    for name in ("in.json", "in.csv"):
        (folder / name).write_text(beside, encoding="utf-8")
    main([*(each.replace("@", str(folder)) for each in command), "--lang", language])
    said = "".join(capsys.readouterr()).replace(str(folder), "@")
    assert (chinese if language == "zh" else in_english) in said
    foreign = (
        re.compile("[\u4e00-\u9fff]")
        if language == "en"
        else re.compile(r"\b(is|the|must|not|found|expected|cannot)\b")
    )
    assert not foreign.search(re.sub("datetime", "", said)), said


@pytest.mark.parametrize(("locale", "asked", "says"), [
    ("zh_CN.UTF-8", [], "除数为 0"), ("en_GB.UTF-8", [], "division by zero"), ("C", [], "除数为 0"),
    ("en_US", ["--lang", "zh"], "除数为 0"), ("zh_CN", ["--lang", "en"], "division by zero"),
])  # fmt: skip
def test_the_locale_decides_unless_a_language_is_asked_for(
    locale: str, asked: list[str], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert main(["feel", "1 / 0", *asked]) == 1
    assert says in capsys.readouterr().err


def test_diagnostics_in_json_are_spoken_too(capsys: pytest.CaptureFixture[str]) -> None:
    for language, says in (("zh", "1:1: 除数为 0"), ("en", "1:1: division by zero")):
        main(["feel", "1 / 0", "--json", "--lang", language])
        assert json.loads(capsys.readouterr().out)["diagnostics"] == [says]


def test_every_command_takes_a_language(capsys: pytest.CaptureFixture[str]) -> None:
    from rulebook.cli.main import COMMANDS

    for name in COMMANDS:
        with pytest.raises(SystemExit) as left:
            main([name, "--lang", "fr"])
        assert left.value.code == 2
        assert "--lang：没有“fr”，可用的是zh、en" in capsys.readouterr().err


def test_a_sentence_keeps_its_template_through_exceptions() -> None:
    made = say("没有“{name}”", name="x")
    assert isinstance(sentence(ValueError(made)), Said)
    assert sentence(KeyError("x")) == "'x'"
    assert str(sentence(OSError(2, "nothing"))) == "[Errno 2] nothing"


def test_a_stem_is_a_sentence_without_its_stop() -> None:
    inner = say("没有名为“{name}”的事实{near}", name="x", near=say("。"))
    whole = say("{fault}，按未知处理。", fault=Stem(inner))
    assert whole == "没有名为“x”的事实，按未知处理。"
    assert english(whole) == told(whole, "en") == "there is no fact “x”: taken as unknown."


@pytest.mark.parametrize("name", ["", *COMMAND_NAMES])
def test_help_is_spoken_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    helps = {}
    for language in ("zh", "en"):
        with pytest.raises(SystemExit) as left:
            main([*([name] if name else []), "--help", "--lang", language])
        assert left.value.code == 0
        helps[language] = capsys.readouterr().out
    assert re.search("[\u4e00-\u9fff]", helps["zh"])
    assert not re.search("[\u4e00-\u9fff]", helps["en"].replace("从业人员", "")), helps["en"]
    assert helps["zh"].count("--") == helps["en"].count("--")


def test_a_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    for language, says in (("zh", "除数为 0"), ("en", "division by zero")):
        assert main([f"--lang={language}", "feel", "1 / 0"]) == 1
        assert says in capsys.readouterr().err
