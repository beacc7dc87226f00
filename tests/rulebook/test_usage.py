"""Wrong usage: exit status 2, one language, and what was probably meant."""

from __future__ import annotations

import re

import pytest

from rulebook import example
from rulebook.cli.main import COMMANDS, main

TOWN = str(example())
CHINESE = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile(r"\b(?!rulebook)[a-z]{3,} [a-z]{3,}\b")


def wrong(capsys: pytest.CaptureFixture[str], language: str, *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(["--lang", language, *arguments])
    assert stopped.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(("arguments", "chinese", "english"), [
    ([], "还要写：COMMAND。", "needed as well: COMMAND."),
    (["chek", TOWN], "没有命令“chek”，是不是“check”", "there is no command “chek”; did you mean “check”"),
    (["sweep"], "还要写：catalogue, --facts。", "needed as well: catalogue, --facts."),
    (["sweep", TOWN, "--facts"], "--facts 后面要写一个值。", "--facts needs a value."),
    (["sweep", TOWN, "--facts", "x", "--engine", "dukdb"], "没有“dukdb”，可用的是duckdb、spark、python，是不是",
     "there is no “dukdb”, only duckdb, spark, python; did you mean “duckdb”?"),
    (["explain", TOWN, "--facts", "x", "--json=3"], "--json 后面不写值", "--json takes no value"),
    (["explain", TOWN, "--facts", "x", "--trase"], "不认识的参数：--trase，是不是“--trace”、",
     "unknown arguments: --trase; did you mean “--trace”, "),
    (["explain", TOWN, "extra", "--facts", "x"], "不认识的参数：extra。", "unknown arguments: extra."),
    (["sweep", TOWN, "--facts", "x", "--a", "1"], "--a 不知道是哪一个：--as-of, --all。", "--a may be any of: --as-of"),
    *[([command, TOWN, "--facts", "x", *more, "--as-of", day], f"“{day}”不是日期，应写成 2022-06-24 这样。",
       f"“{day}” is no date; write it as 2022-06-24.")
      for command, more in (("explain", []), ("sweep", []), ("package", []), ("simulate", ["--out", "y"]))
      for day in ("2024-02-30", "20240101", "2024-W05-2", "today")],
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_language(
    capsys: pytest.CaptureFixture[str], arguments: list[str], chinese: str, english: str
) -> None:
    said = wrong(capsys, "zh", *arguments)
    assert chinese in said and not LATIN.search(said)
    said = wrong(capsys, "en", *arguments)
    assert english in said and not CHINESE.search(said)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_one_language(capsys: pytest.CaptureFixture[str], command: str) -> None:
    for language in ("zh", "en"):
        with pytest.raises(SystemExit) as stopped:
            main(["--lang", language, *([command] if command else []), "--help"])
        assert stopped.value.code == 0
        said = capsys.readouterr().out
        plain = said.replace("从业人员", "")
        if language == "en":
            assert not CHINESE.search(plain), plain
        else:
            assert said.startswith("用法：rulebook") and "show this" not in said and "options" not in said
