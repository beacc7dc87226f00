"""A summary says the rule's own numbers: what it promises in yuan, per cent, months or heads stands in the rule too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from rulebook.catalogue.catalogue import Catalogue, plans_of, rested_on
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.model import Benefit, Place, Programme, Version
from rulebook.judging.contradictions import contradictions
from rulebook.judging.numerals import value_of
from rulebook.plan import nodes as p
from rulebook.plan.types import Maybe
from rulebook.saying import Said, say

SAID = re.compile(
    r"(?P<digits>\d[\d,，]*(?:\.\d+)?|[一二三四五六七八九十百千两〇零]+)\s*(?P<times>亿|万|千|百)?\s*"
    r"(?P<unit>元|%|％|个月|学时|人|名|家)(?!次)"
)
TIMES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, None: 1}


def check_summaries(catalogue: Catalogue, day: dt.date) -> list[Fault]:
    """A fault for every number of a summary that the rule of that day, or one to come, does not know, where it gives
    money; and for what words and rule say differently besides (`contradictions`)."""
    return [
        fault
        for programme in catalogue.programmes.values()
        for version in _told(programme, day)
        for fault in _of_version(catalogue, programme, version, day)
    ]


def _of_version(catalogue: Catalogue, programme: Programme, version: Version, day: dt.date) -> list[Fault]:
    found = list(contradictions(catalogue, programme, version))
    if version.benefit.amount is None:
        return found
    said = {each.message for each in found}
    for words, fault in _faults(catalogue, programme, version, day):
        if not any(f"说“{words}”" in message for message in said):  # the places, the months: told better already
            found.append(fault)
    return found


def _told(programme: Programme, day: dt.date) -> list[Version]:
    """The versions a summary speaks of: in force on the day, else the last that was; and all that are to come."""
    begun = [each for each in programme.versions if each.since <= day]
    return [*begun[-1:], *programme.versions[len(begun) :]]


def _faults(catalogue: Catalogue, programme: Programme, version: Version, day: dt.date) -> Iterator[tuple[str, Fault]]:
    on = max(version.since, min(day, version.until or day))
    known = numbers_of(catalogue, version, on)
    told = (
        (programme.place, "summary", str(version.rest.get("summary") or programme.summary)),
        (version.place, "benefit 的 say", version.benefit.say),
    )
    for place, where, text in told:
        for words, number in numbers_said(text):
            if number not in known and not (words[-1] in "%％" and number * 100 in known):
                yield words, _fault(place, say("“{name}”的 {where} 说“{words}”，{day} 的规则里没有这个数。",
                                               name=programme.name, where=where, words=words, day=on))  # fmt: skip


def _fault(place: Place, message: Said) -> Fault:
    return Fault(place.file, place.line, place.column, message)


def numbers_said(text: str) -> Iterator[tuple[str, Decimal]]:
    """(as written, value): 50 万元 → 500000, 50% → 0.5, 36 个月 → 36, 五万元 → 50000. Dates and years are none."""
    for found in SAID.finditer(text):
        value = value_of(found["digits"]) * TIMES[found["times"]]
        if found["unit"] in "%％":
            value /= 100
        if found["unit"] != "元" and not found["digits"][0].isdecimal():
            continue  # 一人, 三个月以上: words of a sentence; numbers of a rule are written in digits
        yield found[0].strip(), value


def numbers_of(catalogue: Catalogue, version: Version, day: dt.date) -> set[Decimal]:
    """Every number a version says or rests on: its expressions, derived facts, parameters of the day, limits, lists."""
    beside = (version.rank, *(each.at_most for each in version.together), *(each.plan for each in version.obligations))
    plans = [*plans_of(version), *(plan for plan in beside if plan is not None)]
    names = rested_on(plans, catalogue.derived)
    plans += [catalogue.derived[name].plan for name in names if name in catalogue.derived]
    found: list[Maybe] = [node.value for plan in plans for node in p.walk(plan) if isinstance(node, p.Const)]
    found += [catalogue.parameters[name].on(day) for name in names if name in catalogue.parameters]
    numbers = {each for each in found if isinstance(each, Decimal)}  # a set of all would take True for 1
    months = {each for obligation in version.obligations for each in (obligation.months, obligation.every)}
    return numbers | set(_benefit(version.benefit)) | set(_plain(version.rest)) | {Decimal(each) for each in months}


def _benefit(benefit: Benefit) -> Iterator[Decimal]:
    if benefit.times is not None:
        yield Decimal(benefit.times)
    yield from (share / 100 for share, _at in benefit.instalments)


def _plain(value: Any) -> Iterator[Decimal]:
    """The numbers of plain data: quota, ceiling, list bounds, terms."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _plain(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _plain(each)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Decimal(str(value))
