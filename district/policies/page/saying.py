"""What a rule says on each matter, in a reader's words: so that two rules can stand side by side."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.policies import library
from rulebook import Catalogue, Version
from rulebook.catalogue.repeat import Repeat
from rulebook.explaining.formulas import formula, most
from rulebook.explaining.formulas_english import english_formula

LIMIT = re.compile(r"\s*(\d+)\s*(.*)")
JOIN = "、"


def money(found: Catalogue, version: Version, day: dt.date) -> str:
    """What is given, as the rule says it, else the amount or how it comes about."""
    largest = most(found, version.benefit, day)
    told = english_formula if get_language() == "en" else formula
    parts = [version.benefit.say or told(found, version.benefit, day)]
    if largest is not None:
        parts.append(_("最高 %(yuan)s") % {"yuan": yuan(Decimal(largest))})
    if version.benefit.rhythm.runs:
        parts.append(str(version.benefit.rhythm))
    return "；".join(part for part in parts if part)


def yuan(amount: Decimal) -> str:
    """Yuan as they are written in a sentence: whole numbers without decimals."""
    if get_language() == "en":
        return f"¥{amount.normalize():,f}"
    ten_thousand, left = divmod(amount, 10_000)
    return f"{ten_thousand:,f} 万元" if ten_thousand and not left else f"{amount.normalize():,f} 元"


def limit(text: object) -> str:
    """`5 working days` → 5 个工作日."""
    match = LIMIT.fullmatch(str(text))
    if not match:
        return str(text)
    working = not match[2] or match[2].startswith(("working", "个工作日", "工作日"))
    return (_("%(n)s 个工作日") if working else _("%(n)s 天")) % {"n": match[1]}


def intake(version: Version) -> str:
    said = version.rest.get("intake") or {"mode": "rolling"}
    opens, closes = library.window(said, version.since)
    return library.window_words(said, opens, closes)


def quota(version: Version) -> str:
    said = version.rest.get("quota") or {}
    if not said.get("count"):
        return ""
    return (_("一共 %(n)s 家") if said.get("per") == "life" else _("每年 %(n)s 家")) % {"n": said["count"]}


def repeat(version: Version) -> str:
    rule = Repeat.of(version.rest.get("repeat"))
    if rule.once:
        return _("每家一次")
    if rule.yearly:
        return _("每年一次")
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", rule.after)
    if match is None:
        return ""
    units = ((match[1], _("%(n)s 年")), (match[2], _("%(n)s 个月")), (match[3], _("%(n)s 天")))
    return _("隔 %(term)s 可再申报") % {"term": " ".join(words % {"n": n} for n, words in units if n)}


def ceiling(version: Version) -> str:
    found = version.ceiling
    if found is None:
        return ""
    return (_("一共至多 %(yuan)s") if found.life else _("每年至多 %(yuan)s")) % {"yuan": yuan(found.amount)}


def evidence(version: Version) -> str:
    return JOIN.join(str(each["name"]) for each in version.rest.get("evidence") or [])


def items(version: Version) -> str:
    asked = version.rest.get("items") or {}
    return str(asked.get("name") or "")


def joint(version: Version) -> str:
    return JOIN.join(str(name) for name in version.rest.get("joint") or {})


def obligations(version: Version) -> str:
    return "；".join(each.say for each in version.obligations)


def deadlines(version: Version) -> str:
    said: Mapping[str, Any] = version.rest.get("deadlines") or {}
    return JOIN.join(f"{name} {limit(said[key])}" for key, name in terms().items() if key in said)


def terms() -> dict[str, str]:
    """What the keys of `deadlines` are called."""
    return {
        "accept": _("受理"), "correct": _("补正"), "lapse": _("补正逾期告知后视为撤回"), "joint": _("联审逾期后最长等"),
        "notice": _("公示"), "decide": _("决定"), "appeal": _("申请复核"), "review": _("复核答复"),
        "hearing": _("陈述申辩"),
    }  # fmt: skip


def excludes(found: Catalogue, version: Version) -> str:
    names = {slug: each.name for slug, each in found.programmes.items()}
    return JOIN.join(names.get(str(slug), str(slug)) for slug in version.rest.get("excludes") or [])


SAYS: dict[str, Callable[[Version], str]] = {
    "intake": intake, "quota": quota, "repeat": repeat, "ceiling": ceiling, "evidence": evidence, "items": items,
    "joint": joint, "obligation": obligations, "deadlines": deadlines,
}  # fmt: skip


def labels() -> dict[str, str]:
    """What each matter is called, in the order they are read."""
    return {
        "benefit": _("给多少"), "intake": _("申报时间"), "quota": _("名额"), "repeat": _("可否再享"),
        "ceiling": _("一家的上限"), "excludes": _("不能同享"), "evidence": _("材料"), "items": _("要填的名单"),
        "joint": _("联审部门"), "deadlines": _("办理时限"), "obligation": _("拿到之后的义务"),
    }  # fmt: skip


def nothing(key: str) -> str:
    """What stands where a rule says nothing on a matter."""
    words = {
        "quota": _("不限名额"), "repeat": _("不限次数"), "ceiling": _("没有上限"), "excludes": _("没有"),
        "evidence": _("不用交"), "items": _("不用填"), "joint": _("不联审"), "obligation": _("没有"),
    }  # fmt: skip
    return words.get(key) or _("没有写")
