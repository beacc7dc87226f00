"""Arguments, and what is said of wrong ones: in the language that is spoken, with what was probably meant."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from rulebook.english_help import HELP
from rulebook.plan.near import near
from rulebook.saying import Parts, Said, say, spoken, told

# how argparse says it → the Chinese template
WRONG = (
    (r"argument COMMAND: invalid choice: '(?P<value>.*?)' \(choose from (?P<known>.*)\)", "没有命令“{value}”{near}"),
    (r"argument (?P<name>\S+): invalid choice: '(?P<value>.*?)' \(choose from (?P<known>.*)\)",
     "{name}：没有“{value}”，可用的是{known}{near}"),
    (r"the following arguments are required: (?P<names>.*)", "还要写：{names}。"),
    (r"unrecognized arguments: (?P<names>.*)", "不认识的参数：{names}{near}"),
    (r"argument (?P<name>\S+): expected (one|at least one) argument", "{name} 后面要写一个值。"),
    (r"argument (?P<name>\S+): not allowed with argument (?P<other>\S+)", "{name} 和 {other} 只能写一个。"),
    (r"argument (?P<name>\S+): ignored explicit argument (?P<value>.*)", "{name} 后面不写值，写了{value}。"),
    (r"one of the arguments (?P<names>.*) is required", "要写其中一个：{names}。"),
    (r"ambiguous option: (?P<name>\S+) could match (?P<names>.*)", "{name} 不知道是哪一个：{names}。"),
    (r"argument (?P<name>\S+): (?P<why>.*)", "{name}：{why}"),
)  # fmt: skip


class Parser(argparse.ArgumentParser):
    """Says what it is for, what each option is and what is wrong, in the language that is spoken."""

    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **{**how, "add_help": False})
        self._positionals.title, self._optionals.title = hint("位置参数"), hint("选项")
        self.add_argument("-h", "--help", action="help", help="说明")

    def add_argument(self, *names: Any, **how: Any) -> argparse.Action:
        said = {key: hint(how[key]) for key in ("help", "metavar") if isinstance(how.get(key), str)}
        return super().add_argument(*names, **{**how, **said})

    def format_help(self) -> str:
        self.description, self.epilog = hint(self.description), hint(self.epilog)
        return self._begun(super().format_help())

    def format_usage(self) -> str:
        return self._begun(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """Exit status 2."""
        self.exit(2, f"{self.format_usage()}{self.prog}: {told(self.said(message))}\n")

    def said(self, message: str) -> str:
        """What argparse says, as a sentence of ours."""
        for pattern, template in WRONG:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found is not None:
                return say(template, **self._values(found.groupdict()))
        return message

    def _values(self, found: dict[str, str]) -> dict[str, Any]:
        known = re.findall(r"[^\s',]+", found.get("known", ""))
        asked, options = found.get("value", ""), [each for each in self._option_string_actions if each != "-h"]
        first = found.get("names", "").split(" ")[0].split("=")[0]
        hinted: Said = near(asked, known) if known else near(first, options) if first.startswith("-") else say("。")
        why = {"why": told(found["why"])} if "why" in found else {}
        return {**found, **why, "known": Parts("、", known), "near": hinted}

    def _begun(self, text: str) -> str:
        return re.sub(r"\Ausage: ", f"{told(say('用法：'))}", text)


def hint(said: str | None) -> str | None:
    """What is said of a command or an option."""
    return HELP.get(said, said) if said and spoken() == "en" else said


__all__ = ["Parser", "hint"]
