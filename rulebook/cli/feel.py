"""`rulebook feel`: one FEEL expression."""

from __future__ import annotations

import argparse

from rulebook.cli.check import now
from rulebook.cli.given import GivenError, add_with, answered, read_given
from rulebook.cli.speaking import complain
from rulebook.feel import FeelSyntaxError
from rulebook.front.expressions import evaluate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("expression", metavar="EXPR", help="FEEL 表达式，例如 '1 + x'")
    add_with(parser)


def run(args: argparse.Namespace) -> int:
    try:
        return answered(evaluate(args.expression, read_given(args.given), now=args.now or now()), as_json=args.json)
    except (FeelSyntaxError, GivenError, TypeError, ValueError) as error:
        complain(error)
        return 1
