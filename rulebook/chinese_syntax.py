"""The Chinese of what reading FEEL says it expected. Beside `rulebook.chinese_feel`, which is long enough."""

from __future__ import annotations

import re

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
SIGN, TAIL = re.compile(r"“[^”]+”"), re.compile(r" (?:at|in|after|between) |: ")


def signs_of(words: str) -> str:
    """The signs that would do, of what was expected: “,”、“)”; "" where no sign is named."""
    return "、".join(SIGN.findall(TAIL.split(words, maxsplit=1)[0]))
