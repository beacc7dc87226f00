"""`rulebook verify`: an audit bundle derived again, offline; says what differs."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from rulebook.bundle.verify import Report, verify
from rulebook.cli.files import io_fault
from rulebook.saying import Said, say, told

SHOWN = 50
DECIDED = "决定 {decisions} 件：同意 {granted} 件，合计 {amount} 元；不予同意 {refused} 件"
LOGGED = "留痕：{lines} 行印记逐行重算（{shown} 行全文，其余以摘要相连），到第 {last} 行，末行印记 {seal}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("bundle", type=Path, help="审计包，`huiqi bundle` 或工作台写出的文件")
    parser.add_argument("--seal", default="", help="从别处知道的一行留痕印记：须在包里的链上")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    try:
        report = verify(args.bundle, known_seal=args.seal.strip().lower())
    except OSError as error:
        print(told(io_fault(error, args.bundle)), file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(as_json(report), ensure_ascii=False, indent=1))
    else:
        for line in summary(report):
            print(told(line))
        for fault in report.faults[:SHOWN]:
            print(f"{args.bundle}: {told(fault)}", file=sys.stderr)
        if len(report.faults) > SHOWN:
            print(told(say("……另有 {count} 处，见 --json。", count=len(report.faults) - SHOWN)), file=sys.stderr)
    return 0 if report.ok else 1


def as_json(report: Report) -> dict[str, object]:
    money = {name: f"{getattr(report, name):.2f}" for name in ("amount", "in_year", "in_all")}
    return {"ok": report.ok, **dataclasses.asdict(report), **money}


def _running(report: Report) -> list[Said]:
    """What awards paid by period come to."""
    if not report.running:
        return []
    line = say(
        "其中按期给付 {running} 件，上面是每期的金额：全部决定十二个月内 {in_year} 元，付到末期 {in_all} 元",
        running=report.running, in_year=f"{report.in_year:,.2f}", in_all=f"{report.in_all:,.2f}",
    )  # fmt: skip
    if report.endless:
        line = say("{line}，另有 {endless} 件没有末期，只计了十二个月", line=line, endless=report.endless)
    return [line]


def _counts(report: Report) -> list[Said]:
    """What was decided, and what it was reckoned again from."""
    amount, other = f"{report.amount:,.2f}", report.decisions - report.same
    return [
        say(DECIDED, decisions=report.decisions, granted=report.granted, amount=amount, refused=report.refused),
        *_running(report),
        say("规则：{releases} 次发布的全文，哈希相符", releases=report.releases),
        say(LOGGED, lines=report.lines, shown=report.lines_shown, last=report.last, seal=report.seal),
        say("重新判定：{same} 件结论、条件、金额到分一致，{other} 件不一致", same=report.same, other=other),
    ]


def summary(report: Report) -> list[Said | str]:
    """Line by line; each can be said in English too."""
    lines: list[Said | str] = [say("文件 SHA-256：{sha256}", sha256=report.sha256)]
    if report.programme:
        named = {"name": report.name or report.programme, "programme": report.programme, "year": report.year}
        lines.append(say("{name}（{programme}）{year} 年", **named))
    if report.decisions:
        lines += _counts(report)
    if report.met:
        lines.append("已知的印记在这段留痕里。")
    return [*lines, "核对无误。" if report.ok else say("核对不通过：{count} 处。", count=len(report.faults))]
