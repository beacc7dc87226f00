"""`rulebook simulate`: a changed catalogue against the one in force, over a register."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located, today
from rulebook.cli.files import FileFault, room_for
from rulebook.cli.speaking import complain
from rulebook.cli.subject import ROWS_ARE, SUBJECTS
from rulebook.cli.sweep import Bar
from rulebook.columns.numbers import CannotCompile
from rulebook.judging.judge import NoValueYet
from rulebook.simulating.report import simulate
from rulebook.simulating.vary import BadVary, asked
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.sweep import SweepError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--reform", type=Path, help="改动后的目录；只试参数时可不给")
    parser.add_argument(
        "--vary", action="append", default=[], metavar="参数=值,值", help="参数的几个取值逐一试算；多次则试每种组合"
    )
    parser.add_argument("--facts", type=Path, required=True, help="Parquet、CSV 或 XLSX，一行一个主体，一列一个事实")
    parser.add_argument("--out", type=Path, required=True, help="写出的文件夹")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="核算日，默认今天")
    parser.add_argument("--key", default="统一社会信用代码", help="哪一列是主体的键")
    parser.add_argument("--subject", choices=SUBJECTS, default="enterprise", help=ROWS_ARE)
    parser.add_argument("--budget", action="append", default=[], metavar="项目=元", help="全年预算，可多次")


def run(args: argparse.Namespace) -> int:
    if args.reform is None and not args.vary:
        print("要有 --reform（改动后的目录）或 --vary（参数=值,值）。", file=sys.stderr)
        return 2
    as_of = args.as_of or today()
    folder = args.catalogue
    try:
        room_for(args.out)
        budgets = {slug: Decimal(yuan) for slug, _, yuan in (each.partition("=") for each in args.budget)}
        base = read_catalogue(args.catalogue)
        folder = args.reform or args.catalogue
        reform = read_catalogue(args.reform) if args.reform else base
        summary = simulate(
            base, reform, args.facts, args.out, as_of, key=args.key, subject=args.subject, budgets=budgets,
            progress=Bar().show,
            varies=asked(reform, args.vary, as_of), report=lambda line: print(line, file=sys.stderr),
        )  # fmt: skip
    except CatalogueError as error:
        for fault in located(error.faults, folder.parent):
            print(fault, file=sys.stderr)
        return 1
    except InvalidOperation:
        print("--budget 应写成 项目=元，例如 startup-cost=5000000。", file=sys.stderr)
        return 2
    except BadVary as error:
        print(f"--vary：{error}", file=sys.stderr)
        return 2
    except (FactsFileError, FileFault, SweepError, NoValueYet, CannotCompile, OSError) as error:
        complain(error)
        return 1
    marked = {slug for slug in {**base.programmes, **reform.programmes} if invented(slug, base, reform, as_of)}
    for line in [*(as_text(summary, marked) if args.reform else ()), *varied(summary)]:
        print(line)
    if summary["elsewhere"]:
        print(summary["elsewhere"])
    doubts = [f"{summary['faults']} 处没有判断" if summary["faults"] else "",
              f"{summary['misfits']} 个值按未知处理" if summary["misfits"] else ""]  # fmt: skip
    said = "，".join(each for each in doubts if each)
    print(f"结果在 {args.out}{f'；{said}（见上），其余都已试算' if said else ''}")
    return 1 if said else 0


def as_text(summary: Mapping[str, Any], marked: Collection[str] = ()) -> Iterator[str]:
    """A line a programme that changes for anybody, then the subjects, then what all of it costs.

    `marked`: programmes whose numbers no document confirms.
    """
    for each in summary["programmes"]:
        if each["gains"] or each["loses"] or each["unknown"]:
            mark = "〔含示例参数〕" if each["programme"] in marked else ""
            yield (
                f"{each['programme']}: 受益 {each['gains']}，受损 {each['loses']}，不变 {each['same']}，"
                f"未知 {each['unknown']}，不涉及 {each['untouched']}；一年支出 {_cost(each)}{mark}"
            )
    for each in summary["budgets"]:
        day = (
            f"{each['runs_out_on']} 用完"
            if each["runs_out_on"]
            else "到核算日已经用完"
            if each["used_up"]
            else "全年够用"
        )
        least = f"（支出至少如此：{each['unpriced']} 个主体的金额未知）" if each["unpriced"] else ""
        yield f"{each['programme']}: 预算 {Decimal(each['budget']):,.2f} 元，均匀申领则{day}{least}"
    subjects, cost = summary["subjects"], summary["cost"]
    yield f"全部项目一年支出 {_cost({f'cost_{name}': cost[name] for name in ('before', 'after')} | cost)}"
    yield (
        f"主体：受益 {subjects['gain']}，受损 {subjects['lose']}，不变 {subjects['same']}，"
        f"未知 {subjects['unknown']}，不涉及 {subjects['untouched']}，共 {summary['rows']}"
    )


def varied(summary: Mapping[str, Any]) -> Iterator[str]:
    """A line a combination of parameters: what the programmes they touch cost and to how many they go."""
    for each in summary.get("variations", ()):
        values = "，".join(f"{name} = {value}" for name, value in each["values"].items())
        subjects, cost, lines = each["subjects"], each["cost"], each["programmes"]
        least = f"至少 {Decimal(cost['after']):,.2f} 元（{cost['unpriced_after']} 个金额未知）"
        paid = least if cost["unpriced_after"] else f"{Decimal(cost['after']):,.2f} 元"
        yield (
            f"{values}{'（现行）' if each['in_force'] else ''}: 符合 {sum(one['after'] for one in lines)}，"
            f"待定 {sum(one['undecided_after'] for one in lines)}，一年支出 {paid}；受益 {subjects['gain']}，"
            f"受损 {subjects['lose']}，不变 {subjects['same']}，未知 {subjects['unknown']}，"
            f"不涉及 {subjects['untouched']}"
        )


def _cost(each: Mapping[str, Any]) -> str:
    """Before → after; at least so much where amounts are unknown, and of how many."""
    sides = []
    for side in ("before", "after"):
        unpriced, yuan = each[f"unpriced_{side}"], Decimal(each[f"cost_{side}"])
        sides.append(f"至少 {yuan:,.2f} 元（{unpriced} 个金额未知）" if unpriced else f"{yuan:,.2f} 元")
    return " → ".join(sides)


def invented(slug: str, base: Catalogue, reform: Catalogue, day: dt.date) -> bool:
    """Whether either rule of a programme rests on numbers no document confirms."""
    found = (each.programmes[slug].version_on(day) for each in (base, reform) if slug in each.programmes)
    return any(version is not None and version.illustrative for version in found)
