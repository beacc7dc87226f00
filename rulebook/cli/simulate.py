"""`rulebook simulate`: a changed catalogue against the one in force, over a register."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError, near
from rulebook.catalogue.reader import read_catalogue
from rulebook.cli.check import located, today
from rulebook.cli.days import day
from rulebook.cli.files import FileFault, room_for
from rulebook.cli.speaking import complain
from rulebook.cli.subject import ROWS_ARE, SUBJECTS
from rulebook.cli.sweep import Bar
from rulebook.columns.numbers import CannotCompile
from rulebook.judging.judge import NoValueYet
from rulebook.saying import Parts, Said, say, told
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
    parser.add_argument("--as-of", type=day, help="核算日，默认今天")
    parser.add_argument("--key", default="统一社会信用代码", help="哪一列是主体的键")
    parser.add_argument("--subject", choices=SUBJECTS, default="enterprise", help=ROWS_ARE)
    parser.add_argument("--budget", action="append", default=[], metavar="项目=元", help="全年预算，可多次")


def run(args: argparse.Namespace) -> int:
    if args.reform is None and not args.vary:
        print(told("要有 --reform（改动后的目录）或 --vary（参数=值,值）。"), file=sys.stderr)
        return 2
    as_of = args.as_of or today()
    folder = args.catalogue
    try:
        room_for(args.out)
        base = read_catalogue(args.catalogue)
        folder = args.reform or args.catalogue
        reform = read_catalogue(args.reform) if args.reform else base
        budgets = budgets_of(args.budget, {**base.programmes, **reform.programmes})
        summary = simulate(
            base, reform, args.facts, args.out, as_of, key=args.key, subject=args.subject, budgets=budgets,
            progress=Bar().show, varies=asked(reform, args.vary, as_of),
            report=lambda line: print(told(line), file=sys.stderr),
        )  # fmt: skip
    except CatalogueError as error:
        for fault in located(error.faults, folder.parent):
            print(fault, file=sys.stderr)
        return 1
    except BadBudget as error:
        print(told(error), file=sys.stderr)
        return 2
    except BadVary as error:
        print(told(say("--vary：{why}", why=told(error))), file=sys.stderr)
        return 2
    except (FactsFileError, FileFault, SweepError, NoValueYet, CannotCompile, OSError) as error:
        complain(error)
        return 1
    marked = {slug for slug in {**base.programmes, **reform.programmes} if invented(slug, base, reform, as_of)}
    for line in [*(as_text(summary, marked) if args.reform else ()), *varied(summary)]:
        print(told(line))
    if summary["elsewhere"]:
        print(told(summary["elsewhere"]))
    doubts = [say(template, count=summary[key]) for key, template in DOUBTS.items() if summary[key]]
    whole = "结果在 {out}；{doubts}（见上），其余都已试算"
    print(told(say(whole, out=args.out, doubts=Parts("，", doubts)) if doubts else say("结果在 {out}", out=args.out)))
    return 1 if doubts else 0


class BadBudget(ValueError):
    """A budget that is no sum of money, or of a programme that is not there."""


def budgets_of(written: Sequence[str], programmes: Collection[str]) -> dict[str, Decimal]:
    """Yuan by programme, from `项目=元`. Raises BadBudget."""
    found: dict[str, Decimal] = {}
    for each in written:
        slug, _, yuan = (part.strip() for part in each.replace("＝", "=").partition("="))
        try:
            found[slug] = Decimal(yuan)
        except InvalidOperation:
            raise BadBudget(say("--budget 应写成 项目=元，例如 startup-cost=5000000。")) from None
        if slug not in programmes:
            raise BadBudget(say("--budget：没有项目“{slug}”{near}", slug=slug, near=near(slug, programmes)))
        if not found[slug].is_finite() or found[slug] < 0:
            raise BadBudget(say("--budget：“{slug}”的预算是 {yuan} 元，应是 0 元或更多。", slug=slug, yuan=yuan))
    return found


DOUBTS = {"faults": "{count} 处没有判断", "misfits": "{count} 个值按未知处理"}
CHANGED = "{programme}: 受益 {gains}，受损 {loses}，不变 {same}，未知 {unknown}，不涉及 {untouched}；一年支出 {cost}"
COUNTED = "主体：受益 {gain}，受损 {lose}，不变 {same}，未知 {unknown}，不涉及 {untouched}，共 {rows}"
TRIED = (
    "{values}: 符合 {eligible}，待定 {undecided}，一年支出 {paid}；"
    "受益 {gain}，受损 {lose}，不变 {same}，未知 {unknown}，不涉及 {untouched}"
)
AT_LEAST = "至少 {yuan} 元（{count} 个金额未知）"


def as_text(summary: Mapping[str, Any], marked: Collection[str] = ()) -> Iterator[Said]:
    """A line a programme that changes for anybody, then the subjects, then what all of it costs.

    `marked`: programmes whose numbers no document confirms.
    """
    for each in summary["programmes"]:
        if each["gains"] or each["loses"] or each["unknown"]:
            counts = {name: each[name] for name in ("gains", "loses", "same", "unknown", "untouched")}
            line = say(CHANGED, programme=each["programme"], cost=_cost(each), **counts)
            yield say("{line}〔含示例参数〕", line=line) if each["programme"] in marked else line
    for each in summary["budgets"]:
        yield _lasts(each)
    subjects, cost = summary["subjects"], summary["cost"]
    whole = _cost({f"cost_{name}": cost[name] for name in ("before", "after")} | cost)
    yield say("全部项目一年支出 {cost}", cost=whole)
    yield say(COUNTED, rows=summary["rows"], **subjects)


def _lasts(each: Mapping[str, Any]) -> Said:
    """How long a budget lasts, claimed evenly."""
    if each["runs_out_on"]:
        day = say("{day} 用完", day=each["runs_out_on"])
    else:
        day = say("到核算日已经用完" if each["used_up"] else "全年够用")
    least = say("（支出至少如此：{count} 个主体的金额未知）", count=each["unpriced"]) if each["unpriced"] else ""
    yuan = f"{Decimal(each['budget']):,.2f}"
    return say(
        "{programme}: 预算 {yuan} 元，均匀申领则{day}{least}",
        programme=each["programme"], yuan=yuan, day=day, least=least,
    )  # fmt: skip


def varied(summary: Mapping[str, Any]) -> Iterator[Said]:
    """A line a combination of parameters: what the programmes they touch cost and to how many they go."""
    for each in summary.get("variations", ()):
        values: Parts | Said = Parts("，", [f"{name} = {value}" for name, value in each["values"].items()])
        cost, lines = each["cost"], each["programmes"]
        yield say(
            TRIED, values=say("{values}（现行）", values=values) if each["in_force"] else values,
            eligible=sum(one["after"] for one in lines), undecided=sum(one["undecided_after"] for one in lines),
            paid=_yuan(cost["after"], cost["unpriced_after"]), **each["subjects"],
        )  # fmt: skip


def _cost(each: Mapping[str, Any]) -> Said:
    """Before → after; at least so much where amounts are unknown, and of how many."""
    sides = {side: _yuan(each[f"cost_{side}"], each[f"unpriced_{side}"]) for side in ("before", "after")}
    return say("{before} → {after}", **sides)


def _yuan(amount: str | Decimal, unpriced: int) -> Said:
    yuan = f"{Decimal(amount):,.2f}"
    return say(AT_LEAST, yuan=yuan, count=unpriced) if unpriced else say("{yuan} 元", yuan=yuan)


def invented(slug: str, base: Catalogue, reform: Catalogue, day: dt.date) -> bool:
    """Whether either rule of a programme rests on numbers no document confirms."""
    found = (each.programmes[slug].version_on(day) for each in (base, reform) if slug in each.programmes)
    return any(version is not None and version.illustrative for version in found)
