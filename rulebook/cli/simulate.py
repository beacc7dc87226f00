"""`rulebook simulate`: a changed catalogue against the one in force, over a register."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located
from rulebook.cli.sweep import Bar
from rulebook.columns.numbers import CannotCompile
from rulebook.judging.judge import NoValueYet
from rulebook.simulating.report import simulate
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.sweep import SweepError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--reform", type=Path, required=True, help="改动后的目录")
    parser.add_argument("--facts", type=Path, required=True, help="Parquet、CSV 或 XLSX，一行一个主体，一列一个事实")
    parser.add_argument("--out", type=Path, required=True, help="写出的文件夹")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="核算日，默认今天")
    parser.add_argument("--key", default="统一社会信用代码", help="哪一列是主体的键")
    parser.add_argument("--budget", action="append", default=[], metavar="项目=元", help="全年预算，可多次")


def run(args: argparse.Namespace) -> int:
    as_of = args.as_of or dt.datetime.now(dt.UTC).astimezone().date()
    folder = args.catalogue
    try:
        budgets = {slug: Decimal(yuan) for slug, _, yuan in (each.partition("=") for each in args.budget)}
        base = read_catalogue(args.catalogue)
        folder = args.reform
        reform = read_catalogue(args.reform)
        summary = simulate(
            base, reform, args.facts, args.out, as_of, key=args.key, budgets=budgets, progress=Bar().show,
            report=lambda line: print(line, file=sys.stderr),
        )  # fmt: skip
    except CatalogueError as error:
        for fault in located(error.faults, folder.parent):
            print(fault, file=sys.stderr)
        return 1
    except InvalidOperation:
        print("--budget 应写成 项目=元，例如 startup-cost=5000000。", file=sys.stderr)
        return 2
    except (FactsFileError, SweepError, NoValueYet, CannotCompile, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for each in summary["programmes"]:
        if each["gains"] or each["loses"]:
            mark = "〔含示例参数〕" if invented(each["programme"], base, reform, as_of) else ""
            print(
                f"{each['programme']}: 受益 {each['gains']}，受损 {each['loses']}，不变 {each['keeps']}，"
                f"支出 {Decimal(each['cost_before']):,.2f} → {Decimal(each['cost_after']):,.2f} 元{mark}"
            )
    subjects = summary["subjects"]
    print(f"主体：受益 {subjects['gain']}，受损 {subjects['lose']}，不变 {subjects['same']}；结果在 {args.out}")
    return 0


def invented(slug: str, base: Catalogue, reform: Catalogue, day: dt.date) -> bool:
    """Whether either rule of a programme rests on numbers no document confirms."""
    found = (each.programmes[slug].version_on(day) for each in (base, reform) if slug in each.programmes)
    return any(version is not None and version.illustrative for version in found)
