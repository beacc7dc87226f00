"""How a version wants its applications handled: steps, joint review, score sheet. What no shape can say of them.

Judging needs none of it, so it stays plain data in `Version.rest`; what is wrong with it is a fault like any other.
"""

from __future__ import annotations

from decimal import Decimal

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import near
from rulebook.catalogue.format_rules import MODES, SIGNERS, STEPS
from rulebook.catalogue.source import Faults, Item
from rulebook.plan.types import NUMBER
from rulebook.saying import Parts, say

TIES = ("rank", "submitted")


def check_handling(item: Item, faults: Faults) -> None:
    """Add a fault for every part of a rule file's handling that nobody could carry out."""
    process = item.get("process")
    steps = [step for step in scalars.texts(process) if step in STEPS]
    if [step for step in STEPS if step in steps] != list(dict.fromkeys(steps)):
        faults.add(process or item, say("process 的先后应是 {steps}。", steps=Parts("、", list(STEPS))))
    names = _rubric(item, "score" in steps, faults)
    _scoring(item, names, faults)
    _approval(item.get("approval"), faults)
    _intake(item.get("intake"), faults)
    _recheck(item, faults)


def _rubric(item: Item, wanted: bool, faults: Faults) -> dict[str, int]:
    """Criterion → full mark."""
    rubric = item.get("rubric")
    if rubric is None or rubric.is_null:
        if wanted:
            faults.add(item.get("process") or item, say("process 里有 score（评审），还要写 rubric（评分表）。"))
        return {}
    names: dict[str, int] = {}
    for each in rubric.list():
        name = scalars.text(each.get("name"))
        if name in names:
            faults.add(each, say("评分表里“{name}”写了两次。", name=name))
        names[name] = scalars.whole(each.get("most")) or 0
    return names


def _scoring(item: Item, names: dict[str, int], faults: Faults) -> None:
    scoring = item.get("scoring")
    if scoring is None or not scoring.is_map:
        return
    experts, least = (scalars.whole(scoring.get(key)) for key in ("experts", "least"))
    if experts and least and least > experts:
        faults.add(scoring.get("least") or scoring, say("least 不能多于 experts：{least} 大于 {experts}。", least=least,
                                                        experts=experts))  # fmt: skip
    passing = scalars.parse_value(scalars.text(scoring.get("pass")) or "0", NUMBER)
    if names and isinstance(passing, Decimal) and passing > sum(names.values()):
        faults.add(scoring.get("pass") or scoring, say("及格线 {passing} 高于满分 {full}。", passing=passing,
                                                       full=sum(names.values())))  # fmt: skip
    then = scoring.get("outliers")
    if then is not None and scalars.text(then) != "mark" and scoring.get("outlier") is None:
        faults.add(then, say("写了 outliers（离群的评分怎么办），还要写 outlier（相差多少算离群）。"))
    ties = scoring.get("ties")
    for at in ties.list() if ties is not None else ():
        if names and at.text.strip() not in (*names, *TIES):
            faults.add(at, say("同分规则里的“{name}”既不是评分项，也不是 rank 或 submitted{near}", name=at.text,
                               near=near(at.text, [*names, *TIES])))  # fmt: skip


def _approval(approval: Item | None, faults: Faults) -> None:
    """Two persons at least decide each case, the officer first; what only larger sums need comes after them."""
    if approval is None or not approval.is_list:
        return
    levels = approval.list()
    roles = [scalars.text(each.get("role")) for each in levels]
    if not set(roles) <= set(SIGNERS):
        return  # said already
    if not roles or roles[0] != SIGNERS[0] or [each for each in SIGNERS if each in roles] != roles:
        faults.add(
            approval, say("approval 从 officer 起，先后是 {roles}，每一级写一次。", roles=Parts("、", list(SIGNERS)))
        )
    for each in levels[:2]:
        if (at := each.get("above")) is not None and not at.is_null:
            faults.add(at, say("前两级对每一件都签，不写 above：一件至少由两个人定。"))


def _recheck(item: Item, faults: Faults) -> None:
    recheck, benefit = item.get("recheck"), item.get("benefit")
    if recheck is None:
        return
    per = benefit.get("per") if benefit is not None and benefit.is_map else None
    if per is None or per.is_null:
        faults.add(recheck, say("只有按期给付（benefit 里有 per）才重新核算，才写 recheck。"))


def _intake(intake: Item | None, faults: Faults) -> None:
    if intake is None or not intake.is_map:
        return
    mode = scalars.text(intake.get("mode"))
    window = mode == "window"
    for key in ("from", "to"):
        at = intake.get(key)
        if mode not in MODES:
            return
        if window and at is None:
            faults.add(intake, say("mode 是 window（申报期），要写 {key}。", key=key))
        elif not window and at is not None:
            faults.add(at, say("只有 mode 是 window 时才写 {key}。", key=key))
            return
