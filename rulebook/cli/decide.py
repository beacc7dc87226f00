"""`rulebook decide`: one decision of a .dmn file, for one set of inputs."""

from __future__ import annotations

import argparse
from pathlib import Path

from rulebook.cli.check import now
from rulebook.cli.given import GivenError, add_with, answered, read_given
from rulebook.cli.speaking import complain
from rulebook.dmn import DmnError
from rulebook.front.models import InputsError, Model


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="FILE.dmn")
    parser.add_argument("name", metavar="NAME", help="决策的名称")
    add_with(parser)


def run(args: argparse.Namespace) -> int:
    try:
        answer = Model(args.model).decide_text(args.name, read_given(args.given), now=args.now or now())
    except (DmnError, GivenError, InputsError, OSError) as error:
        complain(error)
        return 1
    return answered(answer, as_json=args.json)
