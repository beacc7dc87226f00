"""What the FEEL reader says in English, in Chinese: a rule file's fault is one sentence in one language."""

from __future__ import annotations

import re

from rulebook.feel.lexer import FeelSyntaxError
from rulebook.saying import Said, say

EXPECTED = {
    "a value, a name or “(”": "值、名称或“(”",
    'a string right after “@”, as in @"2024-01-31"': '@ 后紧跟引号里的文字，例如 @"2024-01-31"',
    "“..” in the range": "区间里的“..”",
    "“]” or “)” at the end of the range": "区间末尾的“]”或“)”",
    "an operator or the end of the expression": "运算符，或到此结束",
    "a type": "类型",
    "a member name after “.”": "“.”后面的成员名",
    "the name of the loop variable, then “in”": "循环变量的名称，然后是“in”",
    "a parameter name": "参数名",
    "an argument name": "参数名",
    "a key (a name or a string), then “:”": "键，然后是“:”",
    "a member name, then “:”": "成员名，然后是“:”",
    "“->” and the type of the result": "“->”和结果的类型",
}
WHOLE = {
    'this string is not closed: expected "': '引号没有配对，缺 "',
    "this comment is not closed: expected */": "注释没有结束，缺 */",
    "this number is out of range": "数字太大或太小",
    "the expression is nested too deeply": "嵌套太深",
}
PATTERNS = (
    (
        re.compile(r"the expression is too long: (\d+) characters, at most (\d+) are allowed"),
        "表达式有 {0} 个字符，至多 {1} 个",
    ),
    (re.compile(r"the expression is nested more than (\d+) levels deep"), "嵌套超过 {0} 层"),
)
FOUND = re.compile(r"expected (.+), found (.+)", re.DOTALL)
SIGN, TAIL = re.compile(r"“[^”]+”"), re.compile(r" (?:at|in|after|between) |: ")
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
    signs = SIGN.findall(TAIL.split(words, maxsplit=1)[0])
    return "、".join(signs) if signs else say("别的写法")


def _found(words: str) -> Said | str:
    if words == "the end of the expression":
        return say("结尾")
    if wide := WIDE.fullmatch(words):
        return say("全角的{sign}（应写 {plain}）", sign=wide[1], plain=wide[2])
    return words
