"""`--with`: named values for an expression or a decision, from JSON."""

from __future__ import annotations

import argparse
import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import cast

from rulebook.cli.days import moment
from rulebook.cli.files import json_object
from rulebook.cli.speaking import diagnosed
from rulebook.feel.values import text
from rulebook.front.plain import Answer, Given, Plain, feel_value
from rulebook.saying import say


class GivenError(ValueError):
    """What `--with` names is not one JSON object."""


def add_with(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--with", dest="given", metavar="JSON", help='JSON 文件、“-”（标准输入），或直接写 {"名": 值}')
    parser.add_argument("--now", type=moment, help="now() 和 today() 是什么时候，例如 2024-06-01T09:00，默认现在")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出：value、diagnostics")


def read_given(given: str | None) -> dict[str, Given]:
    """The object's values by name; numbers keep their digits."""
    if given is None:
        return {}
    if given.lstrip().startswith(("{", "[")):
        return cast("dict[str, Given]", json_object(given, "--with", GivenError))
    if given == "-":
        return cast("dict[str, Given]", json_object(sys.stdin.read(), say("标准输入"), GivenError))
    return cast("dict[str, Given]", json_object(Path(given), given, GivenError))


def answered(answer: Answer, *, as_json: bool) -> int:
    """Print an answer as FEEL writes it, and what went wrong; exit status 1 where nothing but null came out of that."""
    said = diagnosed(answer.diagnostics)
    if as_json:
        print(json.dumps({"value": shown(answer.value), "diagnostics": said}, ensure_ascii=False))
    else:
        print(text(feel_value(answer.value)))
        for line in said:
            print(line, file=sys.stderr)
    return 1 if said and answer.value is None else 0


def shown(value: Plain) -> object:
    """A value as JSON: numbers as they are written out, dates and durations as FEEL writes them."""
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, dict):
        return {name: shown(each) for name, each in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else text(value)
    return text(feel_value(value))
