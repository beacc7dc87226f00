"""`rulebook verify`: an audit bundle derived again, offline; says what differs."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path

from rulebook.bundle.verify import Report, verify
from rulebook.cli.files import io_fault
from rulebook.saying import told

SHOWN = 50


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
            print(line)
        for fault in report.faults[:SHOWN]:
            print(f"{args.bundle}: {fault}", file=sys.stderr)
        if len(report.faults) > SHOWN:
            print(f"……另有 {len(report.faults) - SHOWN} 处，见 --json。", file=sys.stderr)
    return 0 if report.ok else 1


def as_json(report: Report) -> dict[str, object]:
    money = {name: f"{getattr(report, name):.2f}" for name in ("amount", "in_year", "in_all")}
    return {"ok": report.ok, **dataclasses.asdict(report), **money}


def _running(report: Report) -> list[str]:
    """What awards paid by period come to."""
    if not report.running:
        return []
    endless = f"，另有 {report.endless} 件没有末期，只计了十二个月" if report.endless else ""
    return [
        f"其中按期给付 {report.running} 件，上面是每期的金额：全部决定十二个月内 {report.in_year:,.2f} 元，"
        f"付到末期 {report.in_all:,.2f} 元{endless}"
    ]


def summary(report: Report) -> list[str]:
    lines = [f"文件 SHA-256：{report.sha256}"]
    if report.programme:
        lines.append(f"{report.name or report.programme}（{report.programme}）{report.year} 年")
    if report.decisions:
        lines += [
            f"决定 {report.decisions} 件：同意 {report.granted} 件，合计 {report.amount:,.2f} 元；"
            f"不予同意 {report.refused} 件",
            *_running(report),
            f"规则：{report.releases} 次发布的全文，哈希相符",
            f"留痕：{report.lines} 行印记逐行重算（{report.lines_shown} 行全文，其余以摘要相连），"
            f"到第 {report.last} 行，末行印记 {report.seal}",
            f"重新判定：{report.same} 件结论、条件、金额到分一致，{report.decisions - report.same} 件不一致",
        ]
    if report.met:
        lines.append("已知的印记在这段留痕里。")
    return [*lines, "核对无误。" if report.ok else f"核对不通过：{len(report.faults)} 处。"]
