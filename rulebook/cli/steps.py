"""The steps of a trace as lines of text, in the language that is spoken; expressions stay as they are written."""

from __future__ import annotations

from collections.abc import Iterator

from rulebook.cli.speaking import Words
from rulebook.explaining.trace import Step
from rulebook.judging.verdict import plain
from rulebook.saying import Parts, say, told

KINDS = {"fact": "事实", "parameter": "参数", "as-of": "核算日", "derived": "派生事实"}


def lines(step: Step, depth: int, words: Words = str) -> Iterator[str]:
    """Its parts, each under what it is part of."""
    for each in step.steps:
        yield f"{'  ' * depth}{'●' if each.decides else '○'} {each.text} = {said(each, words)}{_kind(each)}"
        if each.row is not None:
            yield f"{'  ' * (depth + 1)}{told(each.row.say())}"
        yield from lines(each, depth + 1, words)


def _kind(step: Step) -> str:
    if step.kind not in KINDS:
        return ""
    return told(say("（{kind}，直接给出）" if step.given else "（{kind}）", kind=say(KINDS[step.kind])))


def said(step: Step, words: Words = str) -> str:
    """A value in words, with its unit."""
    if step.value is None:
        if not step.missing or step.missing == (step.text,):
            return told(say("未知"))
        return told(say("未知（还不知道{names}）", names=Parts("、", [words(each) for each in step.missing])))
    if isinstance(step.value, bool):
        return told(say("是" if step.value else "否"))
    if isinstance(step.value, tuple):
        return f"[{', '.join(str(plain(each)) for each in step.value)}]"
    return words(f"{plain(step.value)} {step.unit}".strip())
