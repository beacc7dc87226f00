"""Two versions of one programme: conditions, money, and all that a rule file says beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rulebook.catalogue.model import Benefit, Obligation, Version
from rulebook.comparing.conditions import conditions
from rulebook.comparing.difference import Difference, changed, data, turned, words
from rulebook.comparing.meaning import meaning
from rulebook.plan.nodes import Plan
from rulebook.plan.text import feel_text

MONEY = {"round": "取整", "say": "给付的说法", "status": "金额的来历", "pay": "支付"}
PLANS = {"amount": "金额", "cap": "封顶"}
REST = {
    "quota": "名额", "rank": "排序", "budget": "预算科目", "excludes": "不能同享", "ceiling": "单家上限",
    "together": "各级合计", "repeat": "可否再享", "intake": "申报期", "evidence": "材料", "items": "清单",
    "process": "步骤", "deadlines": "期限", "basis": "依据", "note": "说明", "status": "来历", "workers": "按人计算",
    "joint": "联审", "approval": "谁来定", "rubric": "评分表", "scoring": "评审", "results": "公布的评审结果",
    "transition": "过渡",
    "coverage": "覆盖", "documents": "文件", "checked_on": "核对日期", "summary": "摘要", "everyone": "人人符合的说明",
    "nobody": "无人符合的说明", "recheck": "每期重新核算",
}  # fmt: skip
DUTIES = {
    "say": "说法",
    "months": "月数",
    "every": "每几个月查",
    "on_breach": "违反时",
    "cite": "依据",
    "status": "来历",
}


def versions(before: Version, after: Version) -> Iterator[Difference]:
    """Everything in which two versions differ but their first and last days."""
    yield from conditions(before, after)
    yield from _benefit(before.benefit, after.benefit)
    yield from _rest(before, after)
    yield from _obligations(before, after)


def _benefit(before: Benefit, after: Benefit) -> Iterator[Difference]:
    for name, label in PLANS.items():
        if meaning(getattr(before, name)) != meaning(getattr(after, name)):
            was, now = _money(getattr(before, name)), _money(getattr(after, name))
            yield Difference("benefit", changed(was, now), name, turned(label, was, now), was, now)
    if before.rhythm != after.rhythm:
        was, now = str(before.rhythm), str(after.rhythm)
        yield Difference("benefit", "changed", "per", turned("给付次数", was, now), was, now)
    for name, label in MONEY.items():
        was, now = getattr(before, name) or None, getattr(after, name) or None
        if was != now:
            yield Difference("benefit", changed(was, now), name, turned(label, was, now), was, now)
    was, now = (words([f"{share:f} %（{at}）" for share, at in each.instalments]) for each in (before, after))
    if was != now:
        yield Difference("benefit", "changed", "instalments", turned("分期", was, now), was, now)


def _money(plan: Plan | None) -> str | None:
    return None if plan is None else f"{feel_text(plan)} 元"


def _rest(before: Version, after: Version) -> Iterator[Difference]:
    """What judging does not need. `rank` and `together` by what they mean, the rest as data."""
    if meaning(before.rank) != meaning(after.rank):
        was, now = (feel_text(each.rank) if each.rank is not None else None for each in (before, after))
        yield Difference("rank", changed(was, now), "rank", turned(REST["rank"], was, now), was, now)
    was_together, now_together = (
        {" ".join(sorted(each.slugs)): each for each in version.together} for version in (before, after)
    )
    for slugs in dict.fromkeys([*was_together, *now_together]):
        plans = [each[slugs].at_most if slugs in each else None for each in (was_together, now_together)]
        if meaning(plans[0]) != meaning(plans[1]):
            was, now = (_money(each) for each in plans)
            yield Difference("together", changed(was, now), slugs, turned(f"与 {slugs} 合计至多", was, now), was, now)
    for key in dict.fromkeys([*before.rest, *after.rest]):
        if key in ("rank", "together"):
            continue
        for part, was, now in data(REST.get(key, key), before.rest.get(key), after.rest.get(key)):
            yield Difference(key, changed(was, now), part, turned(part, was, now), was, now)


def _obligations(before: Version, after: Version) -> Iterator[Difference]:
    was, now = ({each.id: each for each in version.obligations} for version in (before, after))
    for id_ in dict.fromkeys([*was, *now]):
        if id_ not in was or id_ not in now:
            found = now.get(id_) or was[id_]
            say = f"{'新增' if id_ in now else '取消'}义务“{id_}”：{found.say}（{_duty(found)}，{found.months} 个月）"
            old, new = (_duty(each[id_]) if id_ in each else None for each in (was, now))
            yield Difference("obligation", changed(old, new), id_, say, old, new)
            continue
        one, other = was[id_], now[id_]
        if meaning(one.plan) != meaning(other.plan):
            say = turned(f"义务“{id_}”（{other.say}）", _duty(one), _duty(other))
            yield Difference("obligation", "changed", id_, say, _duty(one), _duty(other))
        for name, label in DUTIES.items():
            old, new = (_text(getattr(each, name)) for each in (one, other))
            if old != new:
                say = turned(f"义务“{id_}”的{label}", old, new)
                yield Difference("obligation", changed(old, new), f"{id_}.{name}", say, old, new)


def _duty(each: Obligation) -> str:
    return feel_text(each.plan) if each.plan is not None else each.when


def _text(each: Any) -> str | None:
    return None if each in (None, "") else words(each)
