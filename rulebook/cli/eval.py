"""`rulebook eval`: one expression over one subject's facts, with what each part of it gave."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.faults import CatalogueError
from rulebook.catalogue.format import FACT_TYPES
from rulebook.catalogue.reader import read_files
from rulebook.catalogue.scope import scope_of
from rulebook.catalogue.vocabulary import AS_OF
from rulebook.cli.facts import FactsError
from rulebook.cli.parser import day
from rulebook.cli.speaking import Words, syntax, words_of
from rulebook.cli.steps import lines, said
from rulebook.cli.subject import read_subject
from rulebook.explaining.trace import Step, tracer_of
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.feel.nodes import Span
from rulebook.plan import nodes as p
from rulebook.plan.build import PlanFault, build
from rulebook.saying import say, told


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("expression", metavar="EXPR", help="规则的表达式，例如 '从业人员 * 200'")
    parser.add_argument("--facts", type=Path, required=True, help="一个主体的事实，JSON 对象")
    parser.add_argument("--catalogue", type=Path, help="目录：表达式可用它的事实、派生事实、参数；不给则只用 JSON 里的")
    parser.add_argument("--as-of", type=day, help="核算日，默认取事实里的核算日，再默认今天")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")


def run(args: argparse.Namespace) -> int:
    subject = read_subject(args, lambda given: alone(given, args.expression))
    if subject is None:
        return 1
    catalogue, facts, as_of = subject
    try:
        plan = build(args.expression, scope_of(catalogue))
    except (FeelSyntaxError, PlanFault) as error:
        why = syntax(error) if isinstance(error, FeelSyntaxError) else told(error.message)
        print(pointed(args.expression, error.span, why), file=sys.stderr)
        return 1
    if early := too_early(catalogue, plan, as_of):
        print(told(early), file=sys.stderr)
        return 1
    step = tracer_of(catalogue, facts, as_of).trace(plan)
    shown = {"expression": args.expression, "as_of": str(as_of), **step.as_json()}
    text = "\n".join(as_text(step, words_of(catalogue)))
    print(json.dumps(shown, ensure_ascii=False, indent=1) if args.json else text)
    return 0


def alone(given: Mapping[str, Any], expression: str) -> Catalogue:
    """A catalogue of nothing but the facts given, each of the type its JSON value has. Raises FactsError.

    A null is a fact nobody knows: of the type with which the expression makes sense.
    """
    made = [_alone(given, type_) for type_ in (FACT_TYPES if None in given.values() else FACT_TYPES[:1])]
    for catalogue in made:
        try:
            build(expression, scope_of(catalogue))
        except (FeelSyntaxError, PlanFault):
            continue
        return catalogue
    return made[0]


def _alone(given: Mapping[str, Any], unknown: str) -> Catalogue:
    types = {name: unknown if value is None else _type(name, value) for name, value in given.items() if name != AS_OF}
    types = types or {"无": "boolean"}  # a catalogue has facts, an expression need not
    facts = json.dumps({name: {"type": type_} for name, type_ in types.items()}, ensure_ascii=False)
    try:
        return read_files({"alone/layer.yaml": "name: 表达式\n", "alone/vocabulary.yaml": f"facts: {facts}\n"}, "alone")
    except CatalogueError as error:
        raise FactsError(say("事实读不懂：{why}", why=error.faults[0].message)) from None


def _type(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Decimal):
        return "number"
    if not isinstance(value, str):
        raise FactsError(say("“{name}”应是文字、数字、是否或日期；列表和对象不能作规则的事实。", name=name))
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return "string"
    return "date"


def too_early(catalogue: Catalogue, plan: p.Plan, as_of: dt.date) -> str:
    """Says which parameter has no value yet on a day, through derived facts; empty where all have one."""
    waiting, seen = [plan], set[str]()
    while waiting:
        for name in p.names(waiting.pop()) - seen:
            seen.add(name)
            if name in catalogue.derived:
                waiting.append(catalogue.derived[name].plan)
            elif name in catalogue.parameters and catalogue.parameters[name].on(as_of) is None:
                first = catalogue.parameters[name].values[0][0]
                return say("参数“{name}”从 {day} 起才有值，核算日是 {as_of}。", name=name, day=first, as_of=as_of)
    return ""


def pointed(text: str, span: Span, message: str) -> str:
    """The fault, with a mark under the place."""
    line = text.splitlines()[span.line - 1] if text else ""
    wide = sum(2 if ord(each) > 0x2E7F else 1 for each in line[: span.column - 1])
    return f"{message}\n  {line}\n  {' ' * wide}^"


def as_text(step: Step, words: Words = str) -> Iterator[str]:
    """The value, the steps to it (● what it rests on, ○ what made no difference), then what decided."""
    yield f"{step.text} = {said(step, words)}"
    yield from lines(step, 1, words)
    deciding = list(step.deciding())
    if deciding:
        yield told(say("由此决定："))
        for each in deciding:
            row = told(say("，{row}", row=each.row.say())) if each.row else ""
            yield f"  {each.text} = {said(each, words)}{row}"
