"""`rulebook package`: the best lawful combination for one subject, and why each yuan is not paid."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.scalars import parse_value
from rulebook.catalogue.subjects import elsewhere
from rulebook.cli.days import day
from rulebook.cli.facts import FactsError, read_facts_file
from rulebook.cli.speaking import Words, complain, words_of
from rulebook.cli.subject import ONE_IS, SUBJECTS, read_subject, whose
from rulebook.judging.judge import NotInForce
from rulebook.packaging.best import TooManyChoices
from rulebook.packaging.lawful import Before, Package, package
from rulebook.plan.types import NUMBER
from rulebook.saying import Parts, Said, say, told

PAID = frozenset(["year", "life"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--facts", type=Path, required=True, help="一个主体的事实，JSON 对象")
    parser.add_argument("--paid", type=Path, help='已经给付的，JSON：{项目: {"year": 当年元, "life": 累计元}}')
    parser.add_argument("--subject", choices=SUBJECTS, help=ONE_IS)
    parser.add_argument("--as-of", type=day, help="核算日，默认取事实里的核算日，再默认今天")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    try:
        before = _before(read_facts_file(args.paid), args.paid) if args.paid else {}
    except FactsError as error:
        complain(error)
        return 1
    subject = read_subject(args)
    if subject is None:
        return 1
    catalogue, facts, as_of = subject
    try:
        kind = whose(args, catalogue, facts)
        found = package(catalogue, facts, as_of, before=before, subject=kind)
    except (TooManyChoices, NotInForce) as error:
        complain(error)
        return 1
    if others := elsewhere(catalogue.in_force(as_of), kind):
        print(told(others), file=sys.stderr)
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=1) if args.json else as_text(found, catalogue))
    return 0


def _before(given: dict[str, Any], path: Path) -> dict[str, Before]:
    found: dict[str, Before] = {}
    for slug, each in given.items():
        if not isinstance(each, dict) or not each or not each.keys() <= PAID:
            raise FactsError(say('{path}: “{slug}”应写成 {{"year": 当年元, "life": 累计元}}。', path=path, slug=slug))
        paid = {key: _yuan(value, say("{path}: “{slug}”的 {key}", path=path, slug=slug, key=key))
                for key, value in each.items()}  # fmt: skip
        year = paid.get("year", Decimal(0))
        if (life := paid.get("life", year)) < year:
            raise FactsError(say("{path}: “{slug}”累计（life）{life} 元，少于当年（year）{year} 元。", path=path,
                                 slug=slug, life=life, year=year))  # fmt: skip
        found[slug] = Before(year, life)
    return found


def _yuan(value: object, what: str) -> Decimal:
    """Yuan that were paid. Raises FactsError for a number below nought, and for what is none."""
    number = None if isinstance(value, bool) else parse_value(str(value), NUMBER)
    if not isinstance(number, Decimal) or number < 0:
        raise FactsError(say("{what}应是不小于 0 的数字（元），写的是“{value}”。", what=what, value=value))
    return number


def as_text(found: Package, catalogue: Catalogue) -> str:
    """The sum, a line a programme, and why each yuan is not paid."""
    whole = "核算日 {as_of}，最优合法组合合计 {total} 元{invented}"
    least = "核算日 {as_of}，最优合法组合合计 至少 {total} 元{invented}"
    invented = say("，其中示例 {amount} 元", amount=f"{found.illustrative:,.2f}") if found.illustrative else ""
    lines: list[str] = [say(least if found.unknown else whole, as_of=found.as_of, total=f"{found.total:,.2f}",
                            invented=invented)]  # fmt: skip
    for each in found.lines:
        words = words_of(catalogue, each.programme)
        lines.append(say("  {name}（{slug}）：{paid} 元，按规则 {entitled} 元{mark}", name=words(each.name),
                         slug=each.programme, paid=f"{each.paid:,.2f}", entitled=f"{each.entitled:,.2f}",
                         mark=say("〔含示例参数〕") if each.illustrative else ""))  # fmt: skip
        lines += [_unpaid(*part, words) for part in each.unpaid]
    for verdict in found.unknown:
        words = words_of(catalogue, verdict.programme)
        lines.append(say("  {name}（{slug}）：符合，金额未知，还不知道{names}", name=words(verdict.name),
                         slug=verdict.programme,
                         names=Parts("、", [words(name) for name in verdict.missing])))  # fmt: skip
    if others := [each for each in found.unpriced if each not in found.unknown]:
        names = [words_of(catalogue, each.programme)(each.name) for each in others]
        lines.append(say("  另外符合：{names}", names=Parts("、", names)))
    return "\n".join(map(told, lines))


def _unpaid(amount: Decimal, why: str, instead: str, words: Words) -> Said:
    template = "    不付 {amount} 元：{why}，已取“{instead}”" if instead else "    不付 {amount} 元：{why}"
    return say(template, amount=f"{amount:,.2f}", why=words(why), instead=words(instead))
