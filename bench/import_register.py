"""Importing a register of 100,000 rows, beside the bare work it cannot do without.

Bare: python-calamine reads the same workbook and one executemany inserts the same facts into the same table of a fresh
SQLite file, nothing checked. Import: what the worker does, everything checked, one transaction a thousand rows.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


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


def bare(path: Path, folder: Path) -> float:
    """Seconds to read the workbook and insert its facts, nothing else."""
    import sqlite3

    from python_calamine import CalamineWorkbook

    started = time.perf_counter()
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
    return time.perf_counter() - started


def imported(path: Path) -> tuple[float, object]:
    """Seconds the worker needs for a confirmed run."""
    from django.core.management import call_command

    from district.enterprises.importing import run as importing
    from district.enterprises.importing.columns import Column
    from district.people.actions import create_person
    from district.people.models import Bureau, Role
    from district.policies.actions import publish

    call_command("migrate", verbosity=0)
    publish(path=ROOT / "catalogue" / "yangpu")
    bureau = Bureau.objects.get(name="区人社局")
    officer = create_person(username="bench", name="示例", password="long enough 1", duties=[(bureau, Role.OFFICER)])
    with path.open("rb") as file:
        run = importing.upload(file=file, name=path.name, source="示例", by=officer)
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    importing.confirm(run=run, columns=columns, as_of=dt.date(2022, 5, 31), by=officer)
    started = time.perf_counter()
    importing.work(run)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    return seconds, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"HUIQI_DATA": name, "HUIQI_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "district.web.settings"}
        import django

        django.setup()
        from django.conf import settings

        settings.DEBUG = False
        path = workbook(folder / "register.xlsx", rows)
        base = bare(path, folder)
        seconds, run = imported(path)
        print(f"rows                {rows:>12,}")
        print(f"bare                {base:>10.1f} s {rows / base:>10,.0f} rows/s   1.0×")
        print(f"import              {seconds:>10.1f} s {rows / seconds:>10,.0f} rows/s {seconds / base:>5.1f}×")
        print(f"in / returned       {run.rows_in:>12,} / {run.rows_returned:,}")  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
