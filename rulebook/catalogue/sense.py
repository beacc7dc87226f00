"""What is well formed in a rule file and makes no sense: ends before begins, negative money, steps nobody takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from rulebook.catalogue import scalars
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Parameter, Programme, Version
from rulebook.catalogue.source import Faults, Item
from rulebook.plan import nodes as p
from rulebook.saying import say


def check_version(
    item: Item, programme: Programme, version: Version, parameters: Mapping[str, Parameter], faults: Faults
) -> None:
    """Add a fault for each thing that reads well and cannot be meant."""
    until = item.get("until")
    if version.until is not None and until is not None and version.until < version.since:
        faults.add(until, say("until（{until}）在生效日 {since} 之前：这一版一天也不生效。", until=version.until,
                              since=version.since))  # fmt: skip
    conditions = item.get("conditions")
    if (conditions is None or conditions.is_null) and item.get("everyone") is None:
        faults.add(conditions or item, say("没有 conditions：谁都符合。确实如此就写 everyone: 为什么。"))
    if item.get("conditions") is not None and (everyone := item.get("everyone")) is not None:
        faults.add(everyone, say("有 conditions 时不写 everyone。"))
    _repeat(item.get("repeat"), faults)
    benefit = item.get("benefit")
    for key, plan in (("amount", version.benefit.amount), ("cap", version.benefit.cap)):
        at = benefit.get(key) if benefit is not None else None
        if at is not None and plan is not None:
            _money(at, key, plan, parameters, faults)
    if benefit is not None and version.benefit.per and scalars.text(benefit.get("pay")) == "once":
        faults.add(benefit.get("pay") or item, say("pay 是 once（一次付），又写了 per: {per}（按期付）：只写其中一个。",
                                                   per=version.benefit.per))  # fmt: skip
    for each in version.together:
        if isinstance(each.at_most, p.Const) and isinstance(each.at_most.value, Decimal) and each.at_most.value <= 0:
            faults.add(item.get("together") or item, say("{key} 是 {value}：金额应大于 0。", key="at_most",
                                                         value=each.at_most.value))  # fmt: skip
    _steps(item, programme, faults)
    for key in ("excludes", "together"):
        for at in _slugs(item.get(key)):
            if at.text.strip() == programme.slug:
                faults.add(at, say("{key} 里写了本项目自己。", key=key))


def check_order(versions: Sequence[Version], faults: Faults) -> None:
    """A version that says a last day after the next one's first is hinted at: it ends before."""
    ordered = sorted(versions, key=lambda each: each.since)
    for version, later in pairwise(ordered):
        if version.until is not None and version.until >= later.since:
            said = say("until（{until}）晚于下一版的生效日 {next}：这一版到那天的前一天为止。", until=version.until,
                       next=later.since)  # fmt: skip
            faults.found.append(Fault(version.place.file, version.place.line, 1, said, warning=True))


def check_package(item: Item, faults: Faults) -> None:
    """A package ends after it begins."""
    since, until = scalars.date(item.get("from")), scalars.date(item.get("until"))
    if since is not None and until is not None and until < since:
        faults.add(item.get("until") or item, say("until（{until}）在 from（{since}）之前。", until=until, since=since))


def _repeat(item: Item | None, faults: Faults) -> None:
    """How often, said in one way."""
    if item is None or not item.is_map:
        return
    every, by = item.get("every"), item.get("by")
    if (every is None) == (item.get("after") is None):
        faults.add(every or item, say("repeat 应写 every 或 after 其中一个。"))
    elif by is not None and every is None:
        faults.add(by, say("repeat 的 by 与 every 同写。"))


def _money(at: Item, key: str, plan: p.Plan, parameters: Mapping[str, Parameter], faults: Faults) -> None:
    for leaf in p.leaves(plan):
        value = leaf.value if isinstance(leaf, p.Const) else None
        if isinstance(value, Decimal) and (value < 0 or (value == 0 and leaf is plan)):
            faults.add(at, say("{key} 是 {value}：金额应大于 0。", key=key, value=value))
            return
        if isinstance(leaf, p.Ref) and leaf.name in parameters:
            for day, each in parameters[leaf.name].values:
                if isinstance(each, Decimal) and each < 0:
                    faults.add(at, say("{key} 用的参数“{name}”自 {day} 起是 {value}：金额应大于 0。", key=key,
                                       name=leaf.name, day=day, value=each))  # fmt: skip
                    return


def _steps(item: Item, programme: Programme, faults: Faults) -> None:
    """Steps that nobody could take, and what is written for steps that are not taken."""
    process = item.get("process")
    steps = scalars.texts(process)
    joint = item.get("joint")
    if "joint-review" in steps and joint is None and not programme.with_offices:
        faults.add(
            process or item, say("process 里有 joint-review（联审），还要写 joint 或 programme.yaml 的 with：问谁。")
        )
    for key, step in (("joint", "joint-review"), ("rubric", "score"), ("scoring", "score")):
        at = item.get(key)
        if at is not None and not at.is_null and step not in steps:
            faults.add(at, say("写了 {key}，process 里却没有 {step} 这一步。", key=key, step=step))


def _slugs(item: Item | None) -> Iterator[Item]:
    for each in item.list() if item is not None else ():
        if each.is_map:
            with_ = each.get("with")
            yield from (with_.list() or [with_]) if with_ is not None else ()
        else:
            yield each
