"""The steps of a trace as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from rulebook.explaining.trace import Step
from rulebook.judging.verdict import plain

KINDS = {"fact": "事实", "parameter": "参数", "as-of": "核算日", "derived": "派生事实"}


def lines(step: Step, depth: int) -> Iterator[str]:
    """Its parts, each under what it is part of."""
    for each in step.steps:
        kind = f"（{KINDS[each.kind]}{'，直接给出' if each.given else ''}）" if each.kind in KINDS else ""
        yield f"{'  ' * depth}{'●' if each.decides else '○'} {each.text} = {said(each)}{kind}"
        if each.row is not None:
            yield f"{'  ' * (depth + 1)}{each.row}"
        yield from lines(each, depth + 1)


def said(step: Step) -> str:
    """A value in words, with its unit."""
    if step.value is None:
        lacking = "、".join(step.missing)
        return f"未知（还不知道{lacking}）" if lacking and step.missing != (step.text,) else "未知"
    if isinstance(step.value, bool):
        return "是" if step.value else "否"
    return f"{plain(step.value)} {step.unit}".strip()
