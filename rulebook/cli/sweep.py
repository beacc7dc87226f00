"""`rulebook sweep`: a whole register against every programme."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located
from rulebook.columns.numbers import CannotCompile
from rulebook.judging.judge import NoValueYet
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.spark import NoSpark
from rulebook.sweeping.sweep import SweepError, sweep

ENGINES = ("duckdb", "spark", "python")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--facts", type=Path, required=True, help="Parquet、CSV 或 XLSX，一行一个主体，一列一个事实")
    parser.add_argument("--out", type=Path, required=True, help="写出的 Parquet")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="核算日，默认今天")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb")
    parser.add_argument("--all", action="store_true", help="不符合的也写出")
    parser.add_argument("--key", default="统一社会信用代码", help="哪一列是主体的键")
    parser.add_argument("--strict", action="store_true", help="有值不合类型时不做")
    parser.add_argument("--memory", default="1.5GB", help="DuckDB 可用内存")


def run(args: argparse.Namespace) -> int:
    as_of = args.as_of or dt.datetime.now(dt.UTC).astimezone().date()
    try:
        catalogue = read_catalogue(args.catalogue)
        swept = sweep(
            catalogue, args.facts, args.out, as_of, engine=args.engine, key=args.key, everything=args.all,
            strict=args.strict, memory=args.memory, report=lambda line: print(line, file=sys.stderr),
            progress=Bar().show,
        )  # fmt: skip
    except CatalogueError as error:
        for fault in located(error.faults, args.catalogue.parent):
            print(fault, file=sys.stderr)
        return 1
    except (FactsFileError, SweepError, NoSpark, NoValueYet, CannotCompile, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    invented = {(slug, version.since) for slug, programme in catalogue.programmes.items()
                for version in programme.versions if version.illustrative}  # fmt: skip
    for each in swept.totals:
        mark = "〔含示例参数〕" if (each.programme, each.version) in invented and each.amount else ""
        print(f"{each.programme} {each.version}: 符合 {each.eligible}，待定 {each.undecided}，"
              f"合计 {each.amount:,.2f} 元{mark}")  # fmt: skip
    print(f"{swept.facts.rows} 行，{len(swept.totals)} 个项目，核算日 {as_of}")
    return 0


class Bar:
    """Progress on a terminal's error stream; silent elsewhere."""

    def __init__(self) -> None:
        self.started, self.last = time.monotonic(), 0.0

    def show(self, share: float) -> None:
        now = time.monotonic()
        if sys.stderr.isatty() and (now - self.last > 0.2 or share >= 1):
            self.last = now
            left = (now - self.started) / share * (1 - share) if share > 0 else 0
            end = "\n" if share >= 1 else ""
            print(f"\r{share:6.1%}  约剩 {left:.0f} 秒 ", end=end, file=sys.stderr, flush=True)
