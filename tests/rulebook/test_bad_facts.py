"""Bad facts files: what is wrong is said with row and column, and the output stays as it was."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from rulebook.cli.main import main
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.sweep import sweep
from tests.rulebook.small import files, small

DAY = dt.date(2022, 6, 24)
HEAD = "统一社会信用代码,注册区,从业人员,成立日期\n"


def refused(path: Path) -> str:
    """What a sweep says of the file; the output must be as it was, nothing left beside it."""
    out = path.with_name("out.parquet")
    out.write_bytes(b"as it was")
    before = sorted(each.name for each in path.parent.iterdir())
    with pytest.raises(FactsFileError) as said:
        sweep(small(), path, out, DAY)
    with pytest.raises(FactsFileError) as totals:
        sweep(small(), path, None, DAY, engine="cells")
    assert str(totals.value) == str(said.value)
    assert out.read_bytes() == b"as it was"
    assert sorted(each.name for each in path.parent.iterdir()) == before
    return str(said.value)


def csv_of(folder: Path, text: str) -> Path:
    path = folder / "facts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_two_rows_with_one_key(tmp_path: Path) -> None:
    said = refused(csv_of(tmp_path, HEAD + "A,杨浦区,5,2020-01-01\nB,杨浦区,5,2020-01-01\nA,虹口区,5,2020-01-01\n"))
    assert "A" in said
    assert "第 1、3 行" in said


def test_a_row_without_a_key(tmp_path: Path) -> None:
    assert "第 2 行没有" in refused(csv_of(tmp_path, HEAD + "A,杨浦区,5,2020-01-01\n ,杨浦区,5,2020-01-01\n"))


def test_a_parquet_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    duckdb.execute(f"COPY (SELECT 'K' || n AS 统一社会信用代码 FROM range(9999) t(n)) TO '{path}' (FORMAT parquet)")
    path.write_bytes(path.read_bytes()[:-400])
    assert "读不出来" in refused(path)


def test_a_parquet_file_with_a_damaged_page(tmp_path: Path) -> None:
    path = tmp_path / "facts.parquet"
    duckdb.connect().execute(
        "COPY (SELECT printf('%018d', i) AS \"统一社会信用代码\", '杨浦区' AS 注册区, "
        "CAST(hash(i) % 300 AS DECIMAL(18,0)) AS 从业人员, DATE '2020-01-01' AS 成立日期 FROM range(50000) t(i)) "
        f"TO '{path}' (COMPRESSION zstd)"
    )
    bytes_ = bytearray(path.read_bytes())
    bytes_[8 : len(bytes_) // 2] = bytes(len(bytes_) // 2 - 8)
    path.write_bytes(bytes_)
    assert "读不出来" in refused(path)


def test_a_quote_that_is_not_closed_deep_in_a_large_file(tmp_path: Path) -> None:
    """Fifty megabytes of good rows, then one quote without its pair and more good rows: said with the line."""
    path = tmp_path / "facts.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(f"K{number:017},杨浦区,5,2020-01-01\n" for number in range(1_200_000))
        file.write('K99999999,"杨浦区,5,2020-01-01\n')
        file.writelines(f"M{number:017},杨浦区,5,2020-01-01\n" for number in range(1000))
    assert path.stat().st_size > 45_000_000
    assert "facts.csv: 读不出来：文件第 1200002 行（引号没有成对）：K99999999" in refused(path)


def test_a_row_with_a_cell_too_few(tmp_path: Path) -> None:
    rows = "".join(f"K{number:08},杨浦区,5,2020-01-01\n" for number in range(30_000))
    said = refused(csv_of(tmp_path, HEAD + rows + "K9,杨浦区,5\n"))
    assert "文件第 30002 行（应有 4 列，有 3 列）：K9,杨浦区,5" in said


def test_cells_of_a_wrong_type_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"K{n},杨浦区,{'很多' if n % 10 == 3 else n % 50},2020-01-01\n" for n in range(30_000))
    lines: list[str] = []
    sweep(small(), csv_of(tmp_path, HEAD + rows), None, DAY, report=lines.append)
    assert any("第 4 行“从业人员”应是数字" in line for line in lines)
    assert any("“从业人员”共有 3000 个值不合类型" in line for line in lines)
    assert len(lines) == 21  # twenty named, the rest counted


@pytest.mark.parametrize("name", ["facts.csv", "facts.doc"])
def test_a_file_that_is_not_there_or_unknown(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("doc"):
        path.write_bytes(b"?")
    assert "没有这个文件" in refused(path) or "只认" in refused(path)


def test_what_does_not_fit_is_unknown_and_said(tmp_path: Path) -> None:
    path = csv_of(tmp_path, HEAD.replace("从业人员", "从业人数") + "A,杨浦区,5,2020-01-01\n")
    lines: list[str] = []
    sweep(small(), path, None, DAY, report=lines.append)
    assert any("从业人数" in each and "从业人员" in each for each in lines)
    lines.clear()
    sweep(small(), csv_of(tmp_path, HEAD + "A,杨浦区,很多,2020-02-30\n"), None, DAY, report=lines.append)
    assert any("第 1 行“从业人员”应是数字" in each for each in lines)
    assert any("第 1 行“成立日期”应是日期" in each for each in lines)
    with pytest.raises(FactsFileError, match="strict"):
        sweep(small(), csv_of(tmp_path, HEAD + "A,杨浦区,很多,2020-02-30\n"), None, DAY, strict=True)


WORDS = "K1,杨浦区,工业\nK2,扬浦区,工业\nK3,静安区,炼金业\nK4,,\nK5, 杨浦区 ,工业\n"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_words_that_a_fact_may_not_be_are_said_and_unknown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """Row, field, what was expected, the count; the others are judged, and the status says that something was wrong."""
    facts = csv_of(tmp_path, "统一社会信用代码,注册区,行业\n" + WORDS)
    if kind == "parquet":
        duckdb.execute(f"COPY (FROM read_csv('{facts}', all_varchar=true)) TO '{tmp_path / 'facts.parquet'}'")
        facts = tmp_path / "facts.parquet"
    for path, text in files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    out = tmp_path / "out.parquet"
    command = ["sweep", str(tmp_path / "town"), "--facts", str(facts), "--as-of", "2022-06-24", "--all"]
    assert main([*command, "--out", str(out)]) == 1
    said = capsys.readouterr()
    wanted = "“注册区”应是“杨浦区”、“虹口区”、“静安区”之一，写的是“扬浦区”，是不是“杨浦区”？按未知处理。"
    assert f"第 2 行{wanted}" in said.err
    assert "第 3 行“行业”应是" in said.err and "写的是“炼金业”，按未知处理。" in said.err
    assert "“注册区”共有 1 个值不是词表里的取值" in said.err
    assert "2 个值按未知处理（见上），其余都已判断" in said.out.splitlines()[-1]
    rows = duckdb.execute(
        f"SELECT key, eligible, list_contains(missing, '注册区') FROM '{out}' WHERE programme = 'giant' ORDER BY key"
    ).fetchall()
    assert rows == [("K1", None, False), ("K2", None, True), ("K3", False, False), ("K4", None, True),
                    ("K5", None, False)]  # fmt: skip
    assert main([*command, "--strict", "--out", str(out)]) == 1
    assert "--strict" in capsys.readouterr().err


def test_a_simulation_says_them_once_and_in_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = csv_of(tmp_path, "统一社会信用代码,注册区,行业\n" + WORDS)
    for path, text in files().items():
        for side in ("base", "reform"):
            (tmp_path / side / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / side / path).write_text(text, encoding="utf-8")
    command = ["simulate", str(tmp_path / "base/town"), "--reform", str(tmp_path / "reform/town"),
               "--facts", str(facts), "--as-of", "2022-06-24"]  # fmt: skip
    assert main([*command, "--out", str(tmp_path / "result")]) == 1
    said = capsys.readouterr()
    assert said.err.count("写的是“扬浦区”") == 1
    assert "2 个值按未知处理" in said.out.splitlines()[-1]
    facts.write_text("统一社会信用代码,注册区,行业\nK1,杨浦区,工业\n", encoding="utf-8")
    assert main([*command, "--out", str(tmp_path / "result")]) == 0
