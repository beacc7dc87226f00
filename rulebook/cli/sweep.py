"""`rulebook sweep`: a whole register against every programme."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.periods import Rhythm
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located, today
from rulebook.cli.days import day
from rulebook.cli.files import FileFault, room_for
from rulebook.cli.speaking import complain
from rulebook.cli.subject import ROWS_ARE, SUBJECTS
from rulebook.saying import Said, say, told
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.faults import summary
from rulebook.sweeping.spark import NoSpark
from rulebook.sweeping.sweep import SweepError, Total, sweep

ENGINES = ("duckdb", "spark", "python")
ENDING = (
    "退出码：0 全部判完；1 目录或事实有错（写在标准错误）；2 用法不对。个别项目（如参数当日没有值）或个别主体"
    "（如金额超出范围）判断不了，或个别值不合类型、不是词表里的取值（按未知处理）时，"
    "其余照常判断并写出 OUT，出错的逐个列明并计数，退出码是 1；"
    "事实文件读不出来时不写，原有的 OUT 不动。"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = ENDING
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--facts", type=Path, required=True, help="Parquet、CSV 或 XLSX，一行一个主体，一列一个事实")
    parser.add_argument("--out", type=Path, help="写出的 Parquet")
    parser.add_argument("--totals", action="store_true", help="不写每个主体，只数每个项目的符合、待定和金额：最快")
    parser.add_argument("--as-of", type=day, help="核算日，默认今天")
    parser.add_argument("--engine", choices=ENGINES, default="duckdb")
    parser.add_argument("--all", action="store_true", help="不符合的也写出")
    parser.add_argument("--key", default="统一社会信用代码", help="哪一列是主体的键")
    parser.add_argument("--subject", choices=SUBJECTS, default="enterprise", help=ROWS_ARE)
    parser.add_argument("--strict", action="store_true", help="有值不合类型时不做")
    parser.add_argument("--memory", default="1.5GB", help="DuckDB 可用内存")


def run(args: argparse.Namespace) -> int:
    if wrong := _contradiction(args):
        print(told(wrong), file=sys.stderr)
        return 2
    as_of = args.as_of or today()
    try:
        room_for(args.out)
        catalogue = read_catalogue(args.catalogue)
        swept = sweep(
            catalogue, args.facts, args.out, as_of, engine=args.engine, key=args.key, everything=args.all,
            strict=args.strict, memory=args.memory, subject=args.subject,
            report=lambda line: print(told(line), file=sys.stderr), progress=Bar().show,
        )  # fmt: skip
    except CatalogueError as error:
        for fault in located(error.faults, args.catalogue.parent):
            print(fault, file=sys.stderr)
        return 1
    except (FactsFileError, FileFault, SweepError, NoSpark, OSError) as error:
        complain(error)
        return 1
    rhythms = {programme.slug: version.benefit.rhythm for programme, version in catalogue.in_force(as_of)}
    invented = {(slug, version.since) for slug, programme in catalogue.programmes.items()
                for version in programme.versions if version.illustrative}  # fmt: skip
    for each in swept.totals:
        line = total_line(each, rhythms[each.programme])
        marked = (each.programme, each.version) in invented and each.amount
        print(told(say("{line}〔含示例参数〕", line=line) if marked else line))
    if swept.elsewhere:
        print(told(swept.elsewhere))
    last = say(
        "{rows} 行，{programmes} 个项目，核算日 {as_of}{doubts}", rows=swept.facts.rows, programmes=len(swept.totals),
        as_of=as_of, doubts=summary(swept.faults, swept.facts.misfits),
    )  # fmt: skip
    print(told(last))
    return 1 if swept.faults or swept.facts.misfits else 0


def total_line(total: Total, rhythm: Rhythm) -> Said:
    """A programme's counts; where it pays by period the sum is of one payment, and a year's stands beside it."""
    line = say(
        "{programme} {version}: 符合 {eligible}，待定 {undecided}，合计 {amount} 元", programme=total.programme,
        version=total.version, eligible=total.eligible, undecided=total.undecided, amount=f"{total.amount:,.2f}",
    )  # fmt: skip
    if not rhythm.runs:
        return line
    return say("{line}（每期；一年内 {yuan} 元）", line=line, yuan=f"{rhythm.each(total.amount).within():,.2f}")


def _contradiction(args: argparse.Namespace) -> str:
    """Why these options do not go together; empty where they do."""
    if args.totals and (args.out or args.all):
        return "--totals 不写出结果，不能和 --out、--all 同时给。"
    return "" if args.totals or args.out else "要有 --out（写出的 Parquet）或 --totals（只要合计）。"


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
            said = say("{share}  约剩 {left} 秒 ", share=f"{share:6.1%}", left=f"{left:.0f}")
            print(f"\r{told(said)}", end=end, file=sys.stderr, flush=True)
