"""What the YAML reader stumbled over, in words for the policy officer."""

from __future__ import annotations

import yaml

from rulebook.saying import Said, say

PROBLEMS = {
    "mapping values are not allowed in this context": "这里多了一个冒号，或者缩进不对；内容里有冒号时整个加引号",
    "did not find expected ',' or ']'": "方括号里缺逗号，或缺 ]",
    "did not find expected ',' or '}'": "花括号里缺逗号，或缺 }}",
    "did not find expected '-' indicator": "同一个列表的各项要以 - 开头，并对齐",
    "did not find expected key": "缩进不对，或引号后面还有内容",
    "did not find expected node content": "这里应有内容",
    "found unexpected end of stream": "引号没有配对",
    "found unknown escape character": "双引号里的反斜杠要写两个",
    "but found another document": "一个文件只写一份文档，不用 --- 分开",
    "found undefined alias": "目录文件不用锚点（& 和 *），请把内容写出来",
    "second occurrence": "目录文件不用锚点（& 和 *），请把内容写出来",
    "did not find expected comment or line break": "| 或 > 后面要换行",
    "did not find expected <document start>": "冒号要和名称在同一行",
    "could not find expected ':'": "名称后面缺冒号",
}


def yaml_said(error: yaml.YAMLError, text: str = "") -> Said:
    """The mistake in one sentence; what is not known by heart is said without the reader's own words."""
    return say("不是有效的 YAML：{why}。", why=say(_written(error, text) or _why(error)))


def _written(error: yaml.YAMLError, text: str) -> str:
    """What a Chinese keyboard or a tab did to the line of the fault, or to the one before."""
    mark = getattr(error, "problem_mark", None)
    lines = text.splitlines()
    at = [line for line in lines[max(mark.line - 1, 0) : mark.line + 1] if line.strip()] if mark is not None else []
    if any(line[: len(line) - len(line.lstrip())].count("\t") for line in at):
        return "缩进用空格，不用制表符"
    return "冒号要用半角的 : ，后面空一格" if any("：" in line and ":" not in line for line in at) else ""


def _why(error: yaml.YAMLError) -> str:
    if not isinstance(error, yaml.MarkedYAMLError):
        return "有不能用的控制字符"
    problem = str(error.problem or "")
    if problem == "found character that cannot start any token":
        mark = error.problem_mark
        at = mark.buffer[mark.pointer] if mark and mark.buffer and mark.pointer < len(mark.buffer) else ""
        tab = at == "\t" or "\t" in str(getattr(mark, "buffer", "") or "")
        return "缩进用空格，不用制表符" if tab else "以 @、`、% 开头的内容要加引号，缩进不用制表符"
    return PROBLEMS.get(problem, "写法不对，常见的是缩进、冒号或引号")
