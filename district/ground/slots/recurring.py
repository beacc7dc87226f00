"""Recurrences as RFC 5545 text, of days alone: read, put in their full form, expanded, cut in two."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.slots.refusals import BadRule
from district.ground.slots.times import ONE_DAY

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
NUMBER, LIST = r"-?\d{1,3}", r"-?\d{1,3}(,-?\d{1,3}){0,30}"
PARTS = {
    "FREQ": "|".join(FREQUENCIES), "INTERVAL": r"[1-9]\d?", "COUNT": r"[1-9]\d{0,2}", "UNTIL": r"\d{8}",
    "BYDAY": r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)){0,13}", "BYMONTHDAY": LIST,
    "BYMONTH": LIST, "BYSETPOS": LIST,
}  # fmt: skip
Parts = dict[str, str]


def read(rule: str) -> Parts:
    """The parts of a rule. Raises BadRule: parts of hours and less, or what cannot be read, are refused by name."""
    found: Parts = {}
    for part in rule.strip().upper().removeprefix("RRULE:").split(";"):
        name, _equals, value = part.partition("=")
        if name not in PARTS or name in found:
            raise BadRule(_("重复规则里的“%(part)s”不认识。") % {"part": part[:40]})
        if not re.fullmatch(PARTS[name], value):
            raise BadRule(_("重复规则里的“%(part)s”写得不对。") % {"part": part[:40]})
        found[name] = value
    if "FREQ" not in found:
        raise BadRule(_("重复规则要有 FREQ。"))
    if "COUNT" in found and "UNTIL" in found:
        raise BadRule(_("重复规则里 COUNT 和 UNTIL 只能写一个。"))
    return found


def written(parts: Parts) -> str:
    return ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)


def full(rule: str, first: dt.date) -> tuple[str, dt.date]:
    """The rule saying by itself what it would take from its first day, and the first day on which it is: with these
    it may be expanded from anywhere. Raises BadRule, also where it never is.
    """
    parts = read(rule)
    freq = parts["FREQ"]
    if not parts.keys() & {"BYDAY", "BYMONTHDAY"}:
        if freq == "WEEKLY":
            parts["BYDAY"] = DAYS[first.weekday()]
        elif freq in {"MONTHLY", "YEARLY"}:
            parts["BYMONTHDAY"] = str(first.day)
    if freq == "YEARLY" and "BYMONTH" not in parts:
        parts["BYMONTH"] = str(first.month)
    text = written(parts)
    try:
        start = next(_expanded(text, first), None)
    except (ValueError, IndexError):
        raise BadRule(_("重复规则写得不对。")) from None
    if start is None:
        raise BadRule(_("按这条重复规则一天也没有。"))
    return text, start


def _expanded(rule: str, first: dt.date) -> Iterator[dt.date]:
    found = rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time()))
    return (each.date() for each in found)


def days(rule: str, first: dt.date, since: dt.date, until: dt.date) -> tuple[dt.date, ...]:
    """The days from `since` to `until`, both included; a rule of "" is its first day alone."""
    if not rule:
        return (first,) if since <= first <= until else ()
    begin = max(first, since)
    if begin > until:
        return ()
    return _between(rule, begin if _from_anywhere(rule) else first, begin, until)


@lru_cache(maxsize=2048)
def _from_anywhere(rule: str) -> bool:
    parts = read(rule)
    return "COUNT" not in parts and parts.get("INTERVAL", "1") == "1"


@lru_cache(maxsize=4096)
def _between(rule: str, start: dt.date, since: dt.date, until: dt.date) -> tuple[dt.date, ...]:
    found = rrulestr(rule, dtstart=dt.datetime.combine(start, dt.time()))
    first, last = dt.datetime.combine(since, dt.time()), dt.datetime.combine(until, dt.time())
    return tuple(each.date() for each in found.between(first, last, inc=True))


def every_workday(rule: str) -> bool:
    """Whether a rule means each working day: then a make-up workday is one of its days too."""
    if not rule:
        return False
    parts = read(rule)
    named = set(parts.get("BYDAY", "").split(","))
    return parts.get("INTERVAL", "1") == "1" and (
        (parts["FREQ"] == "DAILY" and "BYDAY" not in parts) or (parts["FREQ"] in {"DAILY", "WEEKLY"}
                                                                and named >= set(DAYS[:5]))
    )  # fmt: skip


@lru_cache(maxsize=2048)
def last_day(rule: str, first: dt.date) -> dt.date | None:
    """The last day of a recurrence; None where it has no end."""
    parts = read(rule) if rule else {}
    if until := parts.get("UNTIL"):
        return dt.datetime.strptime(until, "%Y%m%d").date()  # noqa: DTZ007 - a day, no moment
    if "COUNT" in parts:
        return max(_expanded(rule, first))
    return None if rule else first


def cut(rule: str, first: dt.date, at: dt.date) -> tuple[str, str]:
    """The rule up to the day before `at`, and the one that goes on from there; a COUNT is shared out."""
    parts = read(rule)
    before, after = dict(parts), dict(parts)
    if "COUNT" in parts:
        gone = len(days(rule, first, first, at - ONE_DAY))
        after["COUNT"] = str(int(parts["COUNT"]) - gone)
        del before["COUNT"]
    before["UNTIL"] = f"{at - ONE_DAY:%Y%m%d}"
    return written(before), written(after)


def told(rule: str) -> str:
    """A rule as a reader says it; what has no plain words is shown as it is written."""
    if not rule:
        return _("一次")
    parts = read(rule)
    every, freq = int(parts.get("INTERVAL", "1")), parts["FREQ"]
    words = {
        "MO": _("周一"), "TU": _("周二"), "WE": _("周三"), "TH": _("周四"), "FR": _("周五"), "SA": _("周六"),
        "SU": _("周日"),
    }  # fmt: skip
    named = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    plain = parts.keys() <= {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY"} and set(named) <= set(words)
    if not plain or freq == "YEARLY" or (freq == "MONTHLY" and named):
        said = rule
    elif freq == "DAILY":
        said = _("每天") if every == 1 else _("每 %(n)d 天") % {"n": every}
    elif freq == "WEEKLY":
        weeks = _("每周") if every == 1 else _("每 %(n)d 周") % {"n": every}
        said = f"{weeks} {'、'.join(words[each] for each in named)}"
    else:
        months = _("每月") if every == 1 else _("每 %(n)d 个月") % {"n": every}
        said = _("%(months)s %(days)s 日") % {"months": months, "days": parts.get("BYMONTHDAY", "")}
    if count := parts.get("COUNT"):
        said += _("，共 %(n)s 次") % {"n": count}
    if until := parts.get("UNTIL"):
        said += _("，到 %(day)s") % {"day": clock.said(dt.date.fromisoformat(until[:8]))}
    return said
