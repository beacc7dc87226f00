"""What the FEEL reader says in English, in Chinese: a rule file's fault is one sentence in one language."""

from __future__ import annotations

import re

from rulebook.chinese_syntax import EXPECTED, WHOLE, signs_of
from rulebook.feel.lexer import FeelSyntaxError
from rulebook.saying import Said, say

PATTERNS = (
    (
        re.compile(r"the expression is too long: (\d+) characters, at most (\d+) are allowed"),
        "表达式有 {0} 个字符，至多 {1} 个",
    ),
    (re.compile(r"the expression is nested more than (\d+) levels deep"), "嵌套超过 {0} 层"),
)
FOUND = re.compile(r"expected (.+), found (.+)", re.DOTALL)
WIDE = re.compile(r"the full-width (“.+”) \(write (.+)\)", re.DOTALL)


def syntax_said(error: FeelSyntaxError) -> Said:
    """One sentence on an expression that cannot be read."""
    return say("表达式读不懂：{why}。", why=_why(error.message))


def _why(message: str) -> Said:
    if message in WHOLE:
        return say(WHOLE[message])
    for pattern, words in PATTERNS:
        if match := pattern.fullmatch(message):
            return say(words.replace("{0}", "{count}").replace("{1}", "{most}"), count=match[1],
                       most=match[2] if pattern.groups > 1 else "")  # fmt: skip
    match = FOUND.fullmatch(message)
    if match is None:
        return say("写法不对")
    return say("应是{expected}，遇到的是{found}", expected=_expected(match[1]), found=_found(match[2]))


def _expected(words: str) -> Said | str:
    if words in EXPECTED:
        return say(EXPECTED[words])
    return signs_of(words) or say("别的写法")


def _found(words: str) -> Said | str:
    if words == "the end of the expression":
        return say("结尾")
    if wide := WIDE.fullmatch(words):
        return say("全角的{sign}（应写 {plain}）", sign=wide[1], plain=wide[2])
    return words
