"""Exit status and last word of every command: 0 done, 1 the files are at fault and which one, 2 wrong usage."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.cli.main import COMMANDS, main
from tests.rulebook.spoken import CATALOGUE, MODEL

FILES: dict[str, str | bytes] = {
    **CATALOGUE,
    "m.dmn": MODEL,
    "ok.json": '{"staff": 4, "district": "A"}',
    "ok.csv": "统一社会信用代码,staff,district\nK1,4,A\nK2,,B\n",
    "empty.csv": "",
    "nokey.csv": "staff\n1\n",
    "twice.csv": "统一社会信用代码,staff,district\nK1,many,A\nK2,3,C\nK1,4,A\n",
    "gbk.csv": "统一社会信用代码,staff\nK1,1\n".encode("gbk"),
    "t.yaml": 'inputs: [staff]\noutputs: [{name: o, type: number}]\nhit: F\nrows: [["< 1", "1"]]\n',
    "policy.yaml": 'inputs: [staff]\noutputs: [{name: o}]\nhit: Q\nrows: [["1", "1"]]\n',
    "cell.yaml": 'inputs: [staff]\noutputs: [{name: o}]\nhit: F\nrows:\n  - ["1", "1"]\n  - ["< ", "1"]\n',
    "x.dmn": "<a/>",
    "bin.dmn": b"\x00\x01",
    "folder/inside.txt": "",
    "broken/layer.yaml": "name: T\n",
    "broken/vocabulary.yaml": "facts:\n  staff: {type: number}\n",
    "broken/programmes/a/programme.yaml": "name: A\noffice: B\n",
    "broken/programmes/a/2020-01-01.yaml": "conditions: [{id: a, say: A, when: stuff > 1}]\nbenefit: {amount: 1}\n",
}
DAY = "--as-of 2022-06-24"
RUNS: list[tuple[str, int, str]] = [
    ("check @/t", 0, "2 个项目，0 个例子，0 处错误，4 条提示。"),
    ("check @/t --strict", 1, "2 个项目，0 个例子，4 处错误，4 条提示。"),
    ("check @/none", 1, "@/none/layer.yaml:1:1: 没有这个文件"),
    ("check @/ok.csv", 1, "@/ok.csv/layer.yaml:1:1: 没有这个文件"),
    ("check @/broken", 1, "@/broken/programmes/a/2020-01-01.yaml:1:36: 没有名为“stuff”的事实或参数，是不是“staff”？"),
    ("check", 2, "还要写：catalogue"),
    ("check @/t --as-of today", 2, "不是日期，应写成 2022-06-24 这样。"),
    ("diff @/t @/t", 0, "没有不同（按含义比较）。"),
    ("diff @/t @/none", 1, "@/none/layer.yaml:1:1: "),
    ("diff @/broken @/t", 1, "@/broken/programmes/a/2020-01-01.yaml:1:36: "),
    ("diff @/t", 2, "还要写：B"),
    ("eval staff --facts @/ok.json", 0, "staff = 4"),
    ("eval staff --facts @/none.json", 1, "@/none.json: 打不开：没有这个文件"),
    ("eval staff --facts @/folder", 1, "@/folder: 打不开：这是一个文件夹"),
    ("eval staff --facts @/ok.csv", 1, "@/ok.csv: 不是有效的 JSON：第 1 行第 1 个字符读不下去。"),
    ("eval staff --facts @/gbk.csv", 1, "@/gbk.csv: 不是有效的 JSON：不是 UTF-8 编码的文本。"),
    ("eval staff --facts @/ok.json --catalogue @/broken", 1, "@/broken/programmes/a/2020-01-01.yaml:1:36: "),
    ("eval staff", 2, "还要写：--facts"),
    (f"explain @/t --facts @/ok.json {DAY}", 0, "Award（a，"),
    (f"explain @/t --facts @/ok.json {DAY} --programme zz", 1, "没有生效的项目“zz”。"),
    (f"explain @/broken --facts @/ok.json {DAY}", 1, "@/broken/programmes/a/2020-01-01.yaml:1:36: "),
    ("explain @/t --facts @/ok.json --as-of 2022-13-01", 2, "不是日期，应写成 2022-06-24 这样。"),
    (f"package @/t --facts @/ok.json {DAY}", 0, "最优合法组合合计"),
    (f"package @/t --facts @/ok.json --paid @/none.json {DAY}", 1, "@/none.json: 打不开：没有这个文件"),
    (f"package @/t --facts @/ok.json --paid @/ok.json {DAY}", 1, "@/ok.json: “staff”应写成"),
    (f"sweep @/t --facts @/ok.csv --out @/o.parquet {DAY}", 0, "2 行，2 个项目，核算日 2022-06-24"),
    (f"sweep @/t --facts @/ok.csv --totals {DAY}", 0, "2 行，2 个项目，核算日 2022-06-24"),
    (f"sweep @/t --facts @/none.csv --out @/o.parquet {DAY}", 1, "@/none.csv: 没有这个文件。"),
    (f"sweep @/t --facts @/folder --out @/o.parquet {DAY}", 1, "@/folder: 没有这个文件。"),
    (
        f"sweep @/t --facts @/empty.csv --out @/o.parquet {DAY}",
        1,
        "@/empty.csv: 没有键列“统一社会信用代码”。用 --key 指定。",
    ),
    (f"sweep @/t --facts @/nokey.csv --out @/o.parquet {DAY}", 1, "@/nokey.csv: 没有键列“统一社会信用代码”。"),
    (
        f"sweep @/t --facts @/twice.csv --out @/o.parquet {DAY}",
        1,
        "@/twice.csv: “统一社会信用代码”有重复：K1，在第 1、3 行。",
    ),
    (
        f"sweep @/t --facts @/twice.csv --out @/o.parquet {DAY}",
        1,
        "@/twice.csv: 第 1 行“staff”应是数字（至多 0 位小数），写的是“many”",
    ),
    (
        f"sweep @/t --facts @/twice.csv --out @/o.parquet {DAY}",
        1,
        "@/twice.csv: 第 2 行“district”应是“A”、“B”之一，写的是“C”",
    ),
    (f"sweep @/t --facts @/gbk.csv --out @/o.parquet {DAY}", 1, "@/gbk.csv: 读不出来："),
    (f"sweep @/t --facts @/ok.csv --out @/no/o.parquet {DAY}", 1, "@/no: 没有这个文件夹。"),
    (f"sweep @/broken --facts @/ok.csv --out @/o.parquet {DAY}", 1, "@/broken/programmes/a/2020-01-01.yaml:1:36: "),
    (f"sweep @/t --facts @/ok.csv {DAY}", 2, "要有 --out（写出的 Parquet）或 --totals（只要合计）。"),
    (f"sweep @/t --facts @/ok.csv --out @/o.parquet --totals {DAY}", 2, "不能和 --out、--all 同时给。"),
    (f"simulate @/t --facts @/ok.csv --out @/o.parquet --reform @/t {DAY}", 0, "全部项目一年支出"),
    (
        f"simulate @/t --facts @/ok.csv --out @/o.parquet {DAY}",
        2,
        "要有 --reform（改动后的目录）或 --vary（参数=值,值）。",
    ),
    (f"simulate @/t --facts @/ok.csv --out @/o.parquet --reform @/none {DAY}", 1, "@/none/layer.yaml:1:1: "),
    (f"simulate @/t --facts @/ok.csv --out @/no/o.parquet --reform @/t {DAY}", 1, "@/no: 没有这个文件夹。"),
    (f"simulate @/t --facts @/none.csv --out @/o.parquet --reform @/t {DAY}", 1, "@/none.csv: 没有这个文件。"),
    (f"simulate @/t --facts @/ok.csv --out @/o.parquet --reform @/t --budget a {DAY}", 2, "--budget 应写成 项目=元"),
    (
        f"simulate @/t --facts @/ok.csv --out @/o.parquet --vary rat=1,2 {DAY}",
        2,
        "--vary：没有参数“rat”，是不是“rate”？",
    ),
    ("export @/t --dmn @/made", 0, "@/made/size.dmn：决策“size”，输入 staff"),
    ("export @/t --dmn @/made --table nope", 1, "没有决策表“nope”。"),
    ("export @/t --dmn @/ok.csv", 1, "@/ok.csv: 写不了：已经有同名的文件"),
    ("export @/none --dmn @/made", 1, "@/none/layer.yaml:1:1: "),
    ("feel 1", 0, "1"),
    ("feel null", 0, "null"),
    ("feel nope", 1, "1:1: 没有“nope”"),
    ("feel (", 1, "1:2: 表达式读不懂"),
    ("decide @/m.dmn grade --with @/ok.json", 1, "“district”没有人要；要的是：staff。"),
    ("decide @/m.dmn grade --with @/folder", 1, "@/folder: 打不开：这是一个文件夹"),
    ("decide @/x.dmn g", 1, "x.dmn:1: 最外层应是 definitions，见到的是 a，不是 DMN 文件。"),
    ("decide @/bin.dmn g", 1, "bin.dmn:1:1: XML 写法不对。"),
    ("decide @/none.dmn g", 1, "@/none.dmn: 没有这个文件。"),
    ("decide @/folder g", 1, "@/folder: 读不了。"),
    ("decide @/m.dmn", 2, "还要写：NAME"),
    ("table @/t.yaml --facts @/ok.csv --out @/o.csv", 0, "2 行，1 个结果，写在 @/o.csv；2 行没有结果"),
    ("table @/policy.yaml --facts @/ok.csv --out @/o.csv", 1, "@/policy.yaml:3:6: hit 写的是“Q”，应是下列之一："),
    ("table @/cell.yaml --facts @/ok.csv --out @/o.csv", 1, "@/cell.yaml: 第 2 条规则（第 6 行），第 1 个输入："),
    ("table @/none.yaml --facts @/ok.csv --out @/o.csv", 1, "@/none.yaml: 打不开：没有这个文件"),
    ("table @/t.yaml --facts @/none.csv --out @/o.csv", 1, "@/none.csv: 没有这个文件。"),
    ("table @/t.yaml --facts @/empty.csv --out @/o.csv", 1, "@/t.yaml:1: 要用到“staff”，没有给出。"),
    ("table @/t.yaml --facts @/ok.csv --out @/o.txt", 1, "@/o.txt: 只写 .csv 或 .parquet。"),
    ("table @/t.yaml --facts @/ok.csv --out @/no/o.csv", 1, "@/no: 没有这个文件夹。"),
    ("table @/m.dmn --facts @/ok.csv --out @/o.csv --decision nope", 1, "m.dmn: 没有决策“nope”，有：grade、broken。"),
    ("verify @/none.zip", 1, "@/none.zip: 打不开：没有这个文件"),
    ("verify @/folder", 1, "@/folder: 打不开：这是一个文件夹"),
    ("verify @/ok.csv", 1, "核对不通过"),
    ("tck @/none", 2, "@/none is not a folder"),
    ("tck @/folder", 1, "in all: 0 passed, 0 failed, of 0"),
    ("schema", 0, '"$ref": "#/$defs/synonyms"'),
    ("schema nope", 2, "没有“nope”，可用的是layer"),
    ("nope", 2, "没有命令“nope”"),
]


@pytest.mark.parametrize(
    ("command", "status", "says"), RUNS, ids=[f"{status} {command}" for command, status, _ in RUNS]
)
def test_a_command_ends_with_its_status_and_names_the_place(
    command: str, status: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        found = main(command.replace("@", str(tmp_path)).split())
    except SystemExit as left:
        found = int(str(left.code))
    out, err = (each.replace(str(tmp_path), "@") for each in capsys.readouterr())
    assert (found, says in (err if status else out + err) or says in out) == (status, True), out + err
    assert "Traceback" not in err
    assert not status or out or err


def test_every_command_is_tried_with_each_status_it_can_have() -> None:
    tried = {command.split()[0]: {each for name, each, _ in RUNS if name.split()[0] == command.split()[0]}
             for command, _, _ in RUNS}  # fmt: skip
    assert set(COMMANDS) <= set(tried)
    assert all(len(each) > 1 for name, each in tried.items() if name in COMMANDS and name != "verify")


def test_what_was_there_stays_when_a_command_fails(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    out = tmp_path / "o.csv"
    out.write_text("before", encoding="utf-8")
    for command in (
        "table @/cell.yaml --facts @/ok.csv --out @/o.csv",
        "table @/t.yaml --facts @/none.csv --out @/o.csv",
        "sweep @/t --facts @/twice.csv --out @/o.csv",
    ):
        assert main(command.replace("@", str(tmp_path)).split()) == 1
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(each.name for each in tmp_path.iterdir() if each.name.startswith(("table-", "sweep-"))) == []
