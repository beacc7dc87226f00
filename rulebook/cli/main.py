"""`rulebook COMMAND …`: the rulebook alone, without Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from rulebook import __version__
from rulebook.cli.parser import Parser, hint
from rulebook.extras import EXTRAS, MissingExtra
from rulebook.saying import LANGUAGES, locale_language, speak, told


class Command(Protocol):
    """What `rulebook/cli/NAME.py` holds."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


COMMANDS = {
    "check": "读、定类型、编译目录，运行每个例子；有错时逐条说出文件和行",
    "schema": "目录的格式：JSON Schema（编辑器补全和检查用），或参考页",
    "diff": "两个目录按含义比较：项目、条件、金额、参数、决策表各有什么不同，逐句说出",
    "eval": "一个表达式对一个主体的事实：值、每一步、由哪一行哪个派生事实决定",
    "explain": "一个主体对每个项目：能不能、多少、为什么、缺什么",
    "simulate": "改动后的目录，或参数的几个取值，对现行目录：名录上谁受益、谁受损、花多少、谁差一点",
    "sweep": "整个名录对每个项目：每个主体符合、待定、金额、缺什么，写成 Parquet；或只要合计",
    "export": "决策表写成标准的 DMN 文件，各家编辑器能打开",
    "package": "一个主体最优的合法组合，以及每一元不付的理由",
    "feel": "一个 FEEL 表达式的值",
    "decide": "一个 .dmn 文件里一个决策的结果",
    "table": "决策表（.dmn 或 YAML）对一个文件的每一行",
    "verify": "核对一份审计包：摘要、规则、留痕印记，每件决定重新判定到分",
    "tck": "运行 DMN TCK 用例，按文件夹和总数报告通过与失败",
}


DESCRIPTION = "`rulebook COMMAND …`：只用规则引擎，不用 Django。"
LANGUAGE = "用哪种语言说，默认看 LANG"


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 the catalogue or the facts are at fault, 2 wrong usage."""
    given = list(sys.argv[1:] if argv is None else argv)
    speak(_language(given) or locale_language(os.environ))
    parser = Parser(prog="rulebook", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"rulebook {__version__}", help="版本")
    parser.add_argument("--lang", choices=LANGUAGES, help=LANGUAGE)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    parsers = {name: commands.add_parser(name, help=hint(said), description=said) for name, said in COMMANDS.items()}
    try:
        # only the command that was asked for is loaded: the others may need what is not installed
        asked = next((each for each in given if each in COMMANDS), "")
        chosen = command(asked) if asked else None
        if chosen:
            chosen.add_arguments(parsers[asked])
            parsers[asked].add_argument("--lang", choices=LANGUAGES, help=LANGUAGE)
        args, beside = parser.parse_known_args(given)
        if beside:
            parsers[asked].error(f"unrecognized arguments: {' '.join(beside)}")
        return chosen.run(args) if chosen else 2
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        print(told(MissingExtra(error.name)), file=sys.stderr)
        return 1
    except MissingExtra as error:
        print(told(error), file=sys.stderr)
        return 1


def _language(given: Sequence[str]) -> str | None:
    """What --lang says, known before anything is said; what it must not say is left to the parser."""
    for place, each in enumerate(given):
        name, given_with, value = each.partition("=")
        if name == "--lang":
            value = value if given_with else "".join(given[place + 1 : place + 2])
            return value if value in LANGUAGES else None
    return None


def command(name: str) -> Command:
    """The module of a command."""
    return cast("Command", import_module(f"rulebook.cli.{name}"))
