"""`rulebook COMMAND …`: the rulebook alone, without Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Protocol

from rulebook.cli import check, explain, package, schema, simulate, sweep, table, tck, verify
from rulebook.saying import locale_language, speak


class Command(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, args: argparse.Namespace) -> int: ...


COMMANDS: dict[str, tuple[Command, str]] = {
    "check": (check, "读、定类型、编译目录，运行每个例子；有错时逐条说出文件和行"),
    "schema": (schema, "目录的格式：JSON Schema（编辑器补全和检查用），或参考页"),
    "explain": (explain, "一个主体对每个项目：能不能、多少、为什么、缺什么"),
    "simulate": (simulate, "改动后的目录对现行目录：名录上谁受益、谁受损、花多少、谁差一点"),
    "sweep": (sweep, "整个名录对每个项目：每个主体符合、待定、金额、缺什么，写成 Parquet"),
    "package": (package, "一个主体最优的合法组合，以及每一元不付的理由"),
    "table": (table, "决策表（.dmn 或 YAML）对一个文件的每一行"),
    "verify": (verify, "核对一份审计包：摘要、规则、留痕印记，每件决定重新判定到分"),
    "tck": (tck, "运行 DMN TCK 用例，按文件夹和总数报告通过与失败"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 the catalogue or the facts are at fault, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="rulebook", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (command, help_) in COMMANDS.items():
        command.add_arguments(commands.add_parser(name, help=help_, description=help_))
    args = parser.parse_args(argv)
    speak(locale_language(os.environ))
    try:
        return COMMANDS[args.command][0].run(args)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
