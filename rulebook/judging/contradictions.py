"""What a summary says besides numbers stands in the rule too: places, office, period, per head; `with` and `joint` name
the same bureaus. A rule that was changed while the words stayed is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rulebook.catalogue.catalogue import Catalogue, rested_on
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Place, Programme, Version
from rulebook.judging.numerals import value_of
from rulebook.saying import Said, say

PLACES = re.compile(
    r"(?P<cue>名额|评选|遴选|评定|认定|支持|资助|限|不超过|不多于|至多|最多|每年|年度|全区|共)[^，。；、：:\d]{0,8}?"
    r"(?P<said>(?P<count>\d[\d,，]*|[二三四五六七八九十百两]{1,5})\s*(?:家|户|(?P<heads>名)))(?!以上|及以上|以下|次|职工|员工)"
)
CHOSEN = {"名额", "评选", "遴选", "评定", "认定"}
YEARLY, FOR_GOOD = re.compile(r"每年|年度|当年"), re.compile(r"累计|一共|总共|长期")
MONEY = r"[^，。；]{0,16}?元"
PERIODS = {
    "month": re.compile(rf"每月{MONEY}|(?:按|逐)月(?:核算|核定|给付|发放|支付|补贴|计发|拨付)"),
    "quarter": re.compile(rf"每季度?{MONEY}|按季度?(?:核算|核定|给付|发放|支付|补贴|拨付)"),
    "half-year": re.compile(rf"每半年{MONEY}|按半年(?:核算|给付|发放|支付|补贴|拨付)"),
    "year": re.compile(rf"每年(?:补贴|奖励|给付|资助|补助){MONEY}|按年(?:核算|给付|发放|支付|补贴|拨付)"),
}
ONCE = re.compile(r"(?<!不与)一次性(?:补贴|奖励|给付|资助|补助|支付|发放|拨付)\s*(?:每家|每户)?[^，。；]{0,6}?\d")
MONTHS = re.compile(r"(?:给|给付|发放|补贴|至多|最多|最长|不超过|连续|共)\s*(?P<said>(?P<count>\d+)\s*个月)")
PER_HEAD = re.compile(rf"每(?:招用|吸纳|新增|录用)?(?:一)?(?:人次|人|名){MONEY}")
HEADS = {"人", "名", "人次"}


def contradictions(catalogue: Catalogue, programme: Programme, version: Version) -> Iterator[Fault]:
    """A fault for everything a programme's words and one of its rules say differently."""
    summary = str(version.rest.get("summary") or programme.summary)
    told = [(version.place if version.rest.get("summary") else programme.place, "summary", summary)]
    if version.benefit.say:
        told.append((version.place, "benefit 的 say", version.benefit.say))
    for place, where, text in told:
        found = [*_places(version, text)]
        if version.benefit.amount is not None:
            found += [*_periods(version, text), *_months(version, text), *_heads(catalogue, version, text)]
        found += _offices(catalogue, programme, version, text)
        for words, rule in found:
            yield _fault(place, say("“{name}”的 {where} 说“{words}”，{since} 的规则{rule}。", name=programme.name,
                                    where=where, words=words, since=version.since, rule=rule))  # fmt: skip
    yield from _bureaus(programme, version)


Found = tuple[str, Said]  # what is said, and what the rule has instead


def _places(version: Version, text: str) -> Iterator[Found]:
    quota = version.rest.get("quota")
    count = quota.get("count") if isinstance(quota, dict) else None
    for found in PLACES.finditer(text):
        if found["heads"] and found["cue"] not in CHOSEN:
            continue  # people it is paid for
        if count is None:
            if found["cue"] not in {"支持", "认定", "资助", "共"}:  # how many there are, not how many may be granted
                yield found["said"], say("没有写名额")
            continue
        if value_of(found["count"]) != count:
            yield found["said"], say("名额是 {count}", count=count)
        clause = text[: found.end()].rsplit("。", 1)[-1].rsplit("；", 1)[-1]
        per = str(quota.get("per") or "year") if isinstance(quota, dict) else "year"
        if per == "year" and FOR_GOOD.search(clause):
            yield clause.strip(), say("名额是每年的")
        if per != "year" and YEARLY.search(clause):
            yield clause.strip(), say("名额不分年度")


def _periods(version: Version, text: str) -> Iterator[Found]:
    benefit = version.benefit
    yearly = benefit.per == "year" or (not benefit.per and str(version.rest.get("repeat")) != "once")
    for per, pattern in PERIODS.items():
        found = pattern.search(text)
        if found and per != benefit.per and not (per == "year" and yearly):
            yield found[0], (say("按 {per} 给付", per=benefit.per) if benefit.per else say("只付一次"))
    if (found := ONCE.search(text)) and (benefit.per or benefit.instalments):
        yield found[0], (say("按 {per} 给付", per=benefit.per) if benefit.per else say("分几次付"))


def _months(version: Version, text: str) -> Iterator[Found]:
    times = version.benefit.times
    if version.benefit.per != "month" or times is None:
        return
    for found in MONTHS.finditer(text):
        if int(found["count"]) != times:
            yield found["said"], say("给 {times} 个月", times=times)


def _heads(catalogue: Catalogue, version: Version, text: str) -> Iterator[Found]:
    found = PER_HEAD.search(text)
    if found is None or version.benefit.amount is None:
        return
    names = rested_on([version.benefit.amount], catalogue.derived)
    units = {catalogue.facts[name].unit for name in names if name in catalogue.facts}
    units |= {catalogue.derived[name].unit for name in names if name in catalogue.derived}
    if not units & HEADS:
        yield found[0], say("的金额不随人数变")


def _offices(catalogue: Catalogue, programme: Programme, version: Version, text: str) -> Iterator[Found]:
    mine = {programme.office, *programme.with_offices, *_joint(version)}
    layer = next((each for each in catalogue.layers if each.folder == programme.layer), None)
    for short, full in layer.offices if layer else ():
        said = next((each for each in (full, short) if each and each in text), None)
        if said and short not in mine:
            yield said, say("由{offices}办理", offices="、".join(sorted(mine)))


def _joint(version: Version) -> list[str]:
    joint = version.rest.get("joint")
    return [str(each) for each in joint] if isinstance(joint, dict) else []


def _bureaus(programme: Programme, version: Version) -> Iterator[Fault]:
    """`with` and `joint` name the same bureaus, the lead is not among them, and the process asks them."""
    asked, named = set(_joint(version)), set(programme.with_offices)
    if programme.office in asked | named:
        yield _fault(version.place, say("“{name}”由 {office} 牵头，又把它写成会办部门。", name=programme.name,
                                        office=programme.office))  # fmt: skip
    if asked and named and asked != named:
        yield _fault(version.place, say(
            "“{name}”的 with 写的是 {named}，{since} 的 joint 写的是 {asked}：两处要一致。", name=programme.name,
            named="、".join(sorted(named)), since=version.since, asked="、".join(sorted(asked))))  # fmt: skip
    steps = version.rest.get("process") or []
    if named and steps and "joint-review" not in steps:
        yield _fault(programme.place, say(
            "“{name}”的 with 写了 {named}，{since} 的 process 里没有 joint-review（联审）。", name=programme.name,
            named="、".join(sorted(named)), since=version.since))  # fmt: skip


def _fault(place: Place, message: Said) -> Fault:
    return Fault(place.file, place.line, place.column, message)
