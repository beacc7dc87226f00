"""Importing a register of 100,000 rows, beside the bare work it cannot do without.

Bare: python-calamine reads the same workbook and one executemany inserts the same facts into the same table of a fresh
SQLite file, nothing checked. Import: what the worker does, everything checked, one transaction a thousand rows, into a
fresh database of its own. In rounds, one after the other; medians with their spread.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.sweeping.rounds import line, rounds


def workbook(path: Path, rows: int) -> Path:
    """A register of plainly synthetic firms with eight facts each."""
    import xlsxwriter
    from stdnum.cn import uscc

    header = ("统一社会信用代码", "企业名称", "注册区", "所属街道", "成立日期", "经营状态", "行业代码",
              "从业人员（人）",
              "营业收入（万元）", "资产总额（万元）")  # fmt: skip
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        for number in range(1, rows + 1):
            body = f"91310110MA{number:07d}"
            code = body + uscc.calc_check_digit(body)
            founded = f"{2000 + number % 22}-{1 + number % 12:02}-{1 + number % 28:02}"
            sheet.write_row(number, 0, (code, f"示例{number}号有限公司", "杨浦区", "五角场街道", founded, "存续",
                                        "6513",
                                        1 + number % 400, number % 9000, number % 12000))  # fmt: skip
    return path


def bare(path: Path, folder: Path) -> None:
    """Read the workbook and insert its facts, nothing else."""
    import sqlite3

    from python_calamine import CalamineWorkbook

    (folder / "bare.sqlite3").unlink(missing_ok=True)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    with sqlite3.connect(folder / "bare.sqlite3") as connection:
        connection.execute("CREATE TABLE firm (id INTEGER PRIMARY KEY, uscc TEXT UNIQUE, name TEXT)")
        connection.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, firm INTEGER, kind TEXT, value TEXT)")
        connection.executemany("INSERT INTO firm VALUES (?, ?, ?)", ((n, row[0], row[1]) for n, row in enumerate(rows)))
        connection.executemany(
            "INSERT INTO fact (firm, kind, value) VALUES (?, ?, ?)",
            ((n, rows[0][place], str(row[place])) for n, row in enumerate(rows) for place in range(2, len(row))),
        )
        connection.execute("CREATE INDEX fact_firm ON fact (firm, kind)")


def imported(path: Path) -> dict[str, Any]:
    """Seconds the worker needs for a confirmed run, rows taken in and returned. In a process of its own."""
    import django

    django.setup()
    from django.conf import settings

    settings.DEBUG = False
    from django.core.management import call_command

    from district.enterprises.importing import run as importing
    from district.enterprises.importing.columns import Column
    from district.ground.people.actions import create_person
    from district.ground.people.models import Bureau, Role
    from district.policies.actions import publish

    call_command("migrate", verbosity=0)
    publish(path=ROOT / "catalogue" / "yangpu")
    bureau = Bureau.objects.get(name="区人社局")
    officer = create_person(username="bench", name="示例", password="long enough 1", duties=[(bureau, Role.OFFICER)])
    with path.open("rb") as file:
        run = importing.upload(file=file, name=path.name, source="示例", by=officer)
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    importing.confirm(run=run, columns=columns, as_of=dt.date(2022, 5, 31), by=officer)
    importing.Register._let_know = lambda self: None  # type: ignore[method-assign]  # what others do then is theirs
    started = time.perf_counter()
    importing.work(run)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    return {"seconds": seconds, "in": run.rows_in, "returned": run.rows_returned}


def beside(path: Path) -> dict[str, Any]:
    """An import in a process and a database of its own."""
    with tempfile.TemporaryDirectory() as data:
        fresh = {
            **os.environ,
            "HUIQI_DATA": data,
            "HUIQI_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "district.web.settings",
        }
        ran = subprocess.run([sys.executable, __file__, "--import", str(path)], env=fresh, check=True,
                             capture_output=True, text=True)  # fmt: skip
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--import", type=Path, dest="path", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.path:
        print(json.dumps(imported(args.path)))
        return
    with tempfile.TemporaryDirectory() as name:
        path = workbook(Path(name) / "register.xlsx", args.rows)
        seconds, made = rounds(args.rounds, {"bare": lambda: bare(path, Path(name)), "import": lambda: beside(path)})
    print(f"{args.rows:,} rows, {args.rounds} rounds (× of the bare reading and inserting)")
    line("bare", seconds["bare"], seconds["bare"], args.rows)
    line("import", seconds["import"], seconds["bare"], args.rows, "bar: at most 4×")
    print(f"in / returned: {made['import']['in']:,} / {made['import']['returned']:,}")


if __name__ == "__main__":
    main()
