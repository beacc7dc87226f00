"""`rulebook package`: the best lawful combination for one subject, and why each yuan is not paid."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.cli.facts import FactsError, read_facts_file
from rulebook.cli.subject import read_subject
from rulebook.packaging.best import TooManyChoices
from rulebook.packaging.lawful import Before, Package, package


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--facts", type=Path, required=True, help="一个主体的事实，JSON 对象")
    parser.add_argument("--paid", type=Path, help='已经给付的，JSON：{项目: {"year": 当年元, "life": 累计元}}')
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="核算日，默认取事实里的核算日，再默认今天")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    try:
        before = _before(read_facts_file(args.paid), args.paid) if args.paid else {}
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    subject = read_subject(args)
    if subject is None:
        return 1
    catalogue, facts, as_of = subject
    try:
        found = package(catalogue, facts, as_of, before=before)
    except TooManyChoices as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=1) if args.json else as_text(found))
    return 0


def _before(given: dict[str, Any], path: Path) -> dict[str, Before]:
    try:
        return {slug: Before(Decimal(each.get("year", 0)), Decimal(each.get("life", each.get("year", 0))))
                for slug, each in given.items()}  # fmt: skip
    except (AttributeError, ArithmeticError, TypeError, ValueError):
        raise FactsError(f'{path}: 每个项目应写成 {{"year": 当年元, "life": 累计元}}。') from None


def as_text(found: Package) -> str:
    least = "至少 " if found.unknown else ""
    invented = f"，其中示例 {found.illustrative:,.2f} 元" if found.illustrative else ""
    lines = [f"核算日 {found.as_of}，最优合法组合合计 {least}{found.total:,.2f} 元{invented}"]
    for each in found.lines:
        mark = "〔含示例参数〕" if each.illustrative else ""
        lines.append(f"  {each.name}（{each.programme}）：{each.paid:,.2f} 元，按规则 {each.entitled:,.2f} 元{mark}")
        for amount, why, because in each.unpaid:
            instead = f"，已取“{because}”" if because else ""
            lines.append(f"    不付 {amount:,.2f} 元：{why}{instead}")
    for verdict in found.unknown:
        lines.append(f"  {verdict.name}（{verdict.programme}）：符合，金额未知，还不知道{'、'.join(verdict.missing)}")
    if others := [each.name for each in found.unpriced if each not in found.unknown]:
        lines.append("  另外符合：" + "、".join(others))
    return "\n".join(lines)
