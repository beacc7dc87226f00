"""`rulebook explain`: one subject's facts against every programme, with reasons."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.catalogue.periods import Rhythm
from rulebook.catalogue.subjects import WORDS as WHOM
from rulebook.catalogue.subjects import elsewhere
from rulebook.cli.days import day
from rulebook.cli.speaking import Words, complain, words_of
from rulebook.cli.steps import lines as trace_lines
from rulebook.cli.steps import said
from rulebook.cli.subject import ONE_IS, SUBJECTS, read_subject, whose
from rulebook.explaining.trace import Step, conditions_traced, tracer_of
from rulebook.judging.gaps import amount as say_amount
from rulebook.judging.judge import NotInForce, NoValueYet, judge
from rulebook.judging.verdict import Judged, Verdict
from rulebook.saying import Parts, Said, say, told

MARKS = {True: "✓", False: "✗", None: "?"}
WORDS = {True: "符合", False: "不符合", None: "待定"}
SERVICE = "服务，不用申报"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--facts", type=Path, required=True, help="一个主体的事实，JSON 对象")
    parser.add_argument("--programme", help="只看一个项目（slug）")
    parser.add_argument("--subject", choices=SUBJECTS, help=ONE_IS)
    parser.add_argument("--as-of", type=day, help="核算日，默认取事实里的核算日，再默认今天")
    parser.add_argument("--trace", action="store_true", help="每条条件的每一步各得什么")
    parser.add_argument("--json", action="store_true")


def run(args: argparse.Namespace) -> int:
    subject = read_subject(args)
    if subject is None:
        return 1
    catalogue, facts, as_of = subject
    kind = whose(args, catalogue, facts)
    wanted = [each.slug for each, _ in catalogue.in_force(as_of) if each.subject == kind]
    slugs = [args.programme] if args.programme else wanted
    try:
        verdicts = [judge(catalogue, slug, facts, as_of) for slug in slugs]
    except (NotInForce, NoValueYet) as error:
        complain(error)
        return 1
    tracer = tracer_of(catalogue, facts, as_of)
    traces = [conditions_traced(catalogue, each.programme, facts, as_of, tracer) for each in verdicts]
    pairs = list(zip(verdicts, traces, strict=True))
    if not args.programme and (others := elsewhere(catalogue.in_force(as_of), kind)):
        print(told(others), file=sys.stderr)
    if not slugs:
        print(told(say("{as_of} 没有给{whom}的项目在施行。", as_of=as_of, whom=say(WHOM[kind]))), file=sys.stderr)
    if args.json:
        print(json.dumps([contract_json(*each, whole=args.trace) for each in pairs], ensure_ascii=False, indent=1))
    else:
        texts = (as_text(*each, whole=args.trace, words=words_of(catalogue, each[0].programme)) for each in pairs)
        print("\n\n".join(texts))
    return 0


def contract_json(verdict: Verdict, traces: Mapping[str, Step], *, whole: bool = False) -> dict[str, Any]:
    """`conditions` flat, one entry a condition, facts as name → value; the tree stands beside it as `clauses`.

    `rows`: the rows of tables a condition rests on; with `whole` its `trace` too.
    """
    made = verdict.as_json()
    flat = [entry for clause in made["conditions"] for entry in _flat(clause)]
    conditions = [
        {**entry, "facts": {name: fact["value"] for name, fact in entry["facts"].items()},
         "gap": entry["gap"]["words"] if entry["gap"] else None, **_traced(traces.get(entry["id"]), whole)}
        for entry in flat
    ]  # fmt: skip
    money = _traced(traces.get("benefit.amount"), whole)
    return {
        **made,
        "conditions": conditions,
        "clauses": made["conditions"],
        **{f"amount_{k}": v for k, v in money.items()},
    }


def _traced(step: Step | None, whole: bool) -> dict[str, Any]:
    rows = [{"fact": each.text, **each.row.as_json()} for each in step.deciding() if each.row] if step else []
    return {"rows": rows, **({"trace": step.as_json()} if whole and step else {})}


def _flat(clause: dict[str, Any]) -> list[dict[str, Any]]:
    if clause["kind"] == "condition":
        return [clause]
    return [entry for child in clause.get("children", ()) for entry in _flat(child)]


def as_text(
    verdict: Verdict, traces: Mapping[str, Step] | None = None, *, whole: bool = False, words: Words = str
) -> str:
    """One verdict: its outcome, a line a condition, the next step."""
    outcome = SERVICE if verdict.service and verdict.eligible else WORDS[verdict.eligible]
    head = told(say("{name}（{slug}，{since} 版，核算日 {as_of}）：{outcome}", name=words(verdict.name),
                    slug=verdict.programme, since=verdict.version, as_of=verdict.as_of,
                    outcome=say(outcome)))  # fmt: skip
    if verdict.amount is not None:
        head += told(_money(verdict.amount, Rhythm.of(verdict.benefit), words))
    if verdict.illustrative:
        head += told(say("〔含示例参数〕"))
    traces = traces or {}
    lines = [line for clause in verdict.clauses for line in _lines(clause, 1, traces, whole, words)]
    if verdict.eligible and (money := traces.get("benefit.amount")) is not None:
        amount = told(say("金额 {text} = {value}", text=money.text, value=said(money, words)))
        lines += [f"  · {amount}", *_beneath(money, 2, whole, words)]
    return "\n".join([head, *lines, f"  → {words(verdict.next)}"])


def _money(yuan: Decimal, rhythm: Rhythm, words: Words) -> Said:
    amount = words(say_amount(yuan, "元"))
    if not rhythm.runs:
        return say("，{amount}", amount=amount)
    return say("，{amount}（{rhythm}）", amount=amount, rhythm=rhythm.say())


def _beneath(step: Step, depth: int, whole: bool, words: Words) -> list[str]:
    """The rows of tables it rests on, or every part of it."""
    if whole:
        return list(trace_lines(step, depth, words))
    return [
        f"{'  ' * depth}· "
        + told(say("{text} = {value}：{row}", text=each.text, value=said(each, words), row=each.row.say()))
        for each in step.deciding()
        if each.row
    ]


def _lines(clause: Judged, depth: int, traces: Mapping[str, Step], whole: bool, words: Words) -> list[str]:
    indent = "  " * depth
    if clause.kind != "condition":
        title = {"any": "以下有一条即可", "all": "以下都要满足", "none": "以下都不能有"}[clause.kind]
        return [
            f"{indent}{MARKS[clause.value]} {told(say(title))}",
            *(x for each in clause.children for x in _lines(each, depth + 1, traces, whole, words)),
        ]
    cite = told(say("〔{cite}〕", cite=words(clause.cite))) if clause.cite else ""
    extra = told(say("：{words}", words=why)) if (why := _why(clause, words)) or clause.value is None else ""
    step = traces.get(clause.id)
    beneath = _beneath(step, depth + 1, whole, words) if step is not None else []
    return [f"{indent}{MARKS[clause.value]} {words(clause.say)}{extra}{cite}", *beneath]


def _why(clause: Judged, words: Words) -> str:
    """How far off it is, or what is not known yet."""
    if clause.value is not None:
        return words(clause.gap.words) if clause.gap else ""
    if clause.person:
        return say("由{person}判断", person=words(clause.person))
    if clause.missing:
        return say("还不知道{names}", names=Parts("、", [words(each) for each in clause.missing]))
    return say("{notes}", notes=Parts("；", [words(each) for each in clause.notes]))
