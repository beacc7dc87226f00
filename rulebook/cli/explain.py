"""`rulebook explain`: one subject's facts against every programme, with reasons."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.reader import read_catalogue
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.cli.check import located
from rulebook.cli.facts import FactsError, read_facts_file, typed_facts
from rulebook.explaining.gaps import amount as say_amount
from rulebook.judging.judge import NotInForce, NoValueYet, judge
from rulebook.judging.verdict import Judged, Verdict

MARKS = {True: "✓", False: "✗", None: "?"}
WORDS = {True: "符合", False: "不符合", None: "待定"}
SERVICE = "服务，不用申报"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--facts", type=Path, required=True, help="一个主体的事实，JSON 对象")
    parser.add_argument("--programme", help="只看一个项目（slug）")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="核算日，默认取事实里的核算日，再默认今天")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    try:
        catalogue = read_catalogue(args.catalogue)
        facts, wrong = typed_facts(catalogue, read_facts_file(args.facts))
    except CatalogueError as error:
        for fault in located(error.faults, args.catalogue.parent):
            print(fault, file=sys.stderr)
        return 1
    except FactsError as error:
        print(error, file=sys.stderr)
        return 1
    for line in wrong:
        print(f"{args.facts}: {line}", file=sys.stderr)
    known = facts.pop(AS_OF, None)
    as_of = args.as_of or (known if isinstance(known, dt.date) else dt.datetime.now(dt.UTC).astimezone().date())
    slugs = [args.programme] if args.programme else [each.slug for each, _ in catalogue.in_force(as_of)]
    try:
        verdicts = [judge(catalogue, slug, facts, as_of) for slug in slugs]
    except NotInForce:
        print(f"{as_of} 没有生效的项目“{args.programme}”。", file=sys.stderr)
        return 1
    except NoValueYet as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps([contract_json(each) for each in verdicts], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(as_text(each) for each in verdicts))
    return 0


def contract_json(verdict: Verdict) -> dict[str, Any]:
    """`conditions` flat, one entry a condition, facts as name → value; the tree stands beside it as `clauses`."""
    whole = verdict.as_json()
    flat = [entry for clause in whole["conditions"] for entry in _flat(clause)]
    conditions = [
        {**entry, "facts": {name: fact["value"] for name, fact in entry["facts"].items()},
         "gap": entry["gap"]["words"] if entry["gap"] else None}
        for entry in flat
    ]  # fmt: skip
    return {**whole, "conditions": conditions, "clauses": whole["conditions"]}


def _flat(clause: dict[str, Any]) -> list[dict[str, Any]]:
    if clause["kind"] == "condition":
        return [clause]
    return [entry for child in clause.get("children", ()) for entry in _flat(child)]


def as_text(verdict: Verdict) -> str:
    title = f"{verdict.name}（{verdict.programme}，{verdict.version} 版，核算日 {verdict.as_of}）"
    head = f"{title}：{SERVICE if verdict.service and verdict.eligible else WORDS[verdict.eligible]}"
    if verdict.amount is not None:
        head += f"，{say_amount(verdict.amount, '元')}"
    if verdict.illustrative:
        head += "〔含示例参数〕"
    lines = [line for clause in verdict.clauses for line in _lines(clause, 1)]
    return "\n".join([head, *lines, f"  → {verdict.next}"])


def _lines(clause: Judged, depth: int) -> list[str]:
    indent = "  " * depth
    if clause.kind != "condition":
        title = {"any": "以下有一条即可", "all": "以下都要满足", "none": "以下都不能有"}[clause.kind]
        return [
            f"{indent}{MARKS[clause.value]} {title}",
            *(x for each in clause.children for x in _lines(each, depth + 1)),
        ]
    cite = f"〔{clause.cite}〕" if clause.cite else ""
    extra = f"：{clause.gap.words}" if clause.gap else ""
    if clause.value is None:
        extra = f"：由{clause.person}判断" if clause.person else f"：还不知道{'、'.join(clause.missing)}"
    return [f"{indent}{MARKS[clause.value]} {clause.say}{extra}{cite}"]
