"""`check --watch` looks again when a file changes; `sweep --totals` counts as the rows do, and writes nothing."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from rulebook.catalogue.periods import Rhythm
from rulebook.cli import watch
from rulebook.cli.main import main
from rulebook.cli.sweep import total_line
from rulebook.sweeping.sweep import Total
from tests.rulebook.small import GIANT, SOCIAL, edited, files
from tests.rulebook.test_cli import written


def test_it_checks_again_when_a_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sound; nothing; broken; a new file beside; mended; a file taken away; then Ctrl-C."""
    folder = written(tmp_path, files())
    broken = edited(SOCIAL, "成立月数 <= 36", "成立月术 <= 36")[SOCIAL]
    steps = iter([
        lambda: None,
        lambda: (tmp_path / SOCIAL).write_text(broken, encoding="utf-8"),
        lambda: (tmp_path / "town/programmes/social/text.md").write_text("文", encoding="utf-8"),
        lambda: (tmp_path / SOCIAL).write_text(files()[SOCIAL], encoding="utf-8"),
        lambda: (tmp_path / "town/programmes/social/text.md").unlink(),
    ])  # fmt: skip

    def wait(seconds: float) -> None:
        assert seconds == watch.EVERY
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    monkeypatch.setattr("rulebook.cli.check.watched", lambda path, check: watch.watched(path, check, wait))
    assert main(["check", str(folder), "--watch"]) == 0
    said = capsys.readouterr()
    assert said.out.count("0 处错误") == 3
    assert said.err.count("成立月术") >= 2  # broken, and still so with the new file beside
    assert said.err.count("变了 ——") == 4
    assert "town/programmes/social/2021-07-01.yaml 变了" in said.err


def test_it_ends_with_the_last_status(tmp_path: Path) -> None:
    folder = written(tmp_path, edited(SOCIAL, "成立月数 <= 36", "成立月术 <= 36"))

    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    assert watch.watched(folder, lambda: 1, stop) == 1
    assert GIANT in watch.look(folder)
    assert "city/vocabulary.yaml" in watch.look(folder)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([
            ("统一社会信用代码", "成立日期", "参保人数"), ("A", "2021-01-15", 9), ("B", "2021-01-15", 1),
            ("C", "2010-01-15", 9), ("D", "", 9),
        ])  # fmt: skip
    return path


def test_totals_are_those_of_the_rows(tmp_path: Path, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(tmp_path, files())
    command = ["sweep", str(folder), "--facts", str(register), "--as-of", "2022-06-24"]
    before = sorted(tmp_path.iterdir())
    assert main([*command, "--totals"]) == 0
    totals = capsys.readouterr().out
    assert sorted(tmp_path.iterdir()) == before
    assert main([*command, "--out", str(tmp_path / "out.parquet")]) == 0
    assert capsys.readouterr().out == totals
    rows = duckdb.execute(
        f"SELECT count_if(eligible), count_if(eligible IS NULL), sum(amount) FROM '{tmp_path / 'out.parquet'}' "
        "WHERE programme = 'social'"
    ).fetchone()
    assert rows == (2, 1, Decimal("7259.63"))
    assert "social 2021-07-01: 符合 2，待定 1，合计 7,259.63 元（每期；一年内 87,115.56 元）" in totals


def test_what_does_not_go_together_is_wrong_usage(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["sweep", "catalogue/yangpu", "--facts", str(register)]
    for more in ([], ["--totals", "--out", "x.parquet"], ["--totals", "--all"]):
        assert main([*command, *more]) == 2
        assert "--totals" in capsys.readouterr().err
    assert not Path("x.parquet").exists()


@pytest.mark.parametrize(
    ("per", "times", "year"),
    [("month", 36, "1,200.00"), ("quarter", None, "400.00"), ("half-year", 1, ""), ("", None, "")],
)
def test_a_sum_of_periods_says_so(per: str, times: int | None, year: str) -> None:
    line = total_line(Total("a", dt.date(2022, 1, 1), 1, 0, Decimal(100)), Rhythm(per, times))
    assert ("每期" in line) == bool(year)
    assert year in line
