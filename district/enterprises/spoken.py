"""Values as people write them: 300万, 3,000,000, 12人, 10-20人, 约二十人, 不到五十万, 2025年3月, 去年.

What is not exact is taken at its careful end (a range at its lower one) and marked, so that the page can say so.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from district.ground.record.later import later

cn2an = later("cn2an")
DIGITS, STEPS = "一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖", "十拾百佰千仟"
GREAT = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
SHORT = {"k": 10**3, "w": 10**4, "千": 10**3, "百": 100, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11,
         "万亿": 10**12, **GREAT}  # fmt: skip
CHINESE = "".join(["零〇", DIGITS, STEPS, *GREAT])
GUESS = re.compile(f"[{DIGITS}][零〇{DIGITS}]")
SHORT_OF_A_HUNDRED_MILLION = re.compile(f"(?<=[亿億])[{DIGITS}]$")
ROUGH = re.compile(r"^(大约|大概|差不多|约|近|将近|接近|上下|左右)|(左右|上下|多|余|来)$")
BELOW = re.compile(r"^(不到|少于|低于|小于|不足|<)")
ABOVE = re.compile(r"^(超过|多于|大于|高于|>)")
FROM = re.compile(r"^(至少|不少于|不低于|>=|≥)|(以上|起)$")
UP_TO = re.compile(r"^(至多|最多|不超过|不多于|<=|≤)|(以下|以内)$")
RANGE = re.compile(r"(.+?)(?:-|~|—|–|―|至|到)+(.+)")
UNITS = {
    "元": ("人民币", "元整", "元", "块钱", "块"), "人": ("个人", "人", "名", "位", "个"),
    "月": ("个月", "月"), "年": ("年",), "件": ("件", "个", "项"), "人次": ("人次", "次"),
    "%": ("%", "个百分点"), "学时": ("学时", "课时", "小时"), "分": ("分",), "名": ("名",),
}  # fmt: skip
NONE = {"没有", "无", "没", "零", "一个也没有", "一个都没有", "none"}
PLAIN = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3})?")


@dataclass(frozen=True)
class Spoken:
    """A number or a day as meant; `exact` is False where it was a range, a guess or a bound."""

    value: Decimal | dt.date
    exact: bool = True


def number(text: str, unit: str, *, whole: bool = False) -> Spoken | None:
    """The number a text means, counted in `unit`; None where it means none. `whole`: things that are not divided."""
    said = unicodedata.normalize("NFKC", text).strip().lower().replace(" ", "")
    said = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", said)
    said = said.replace("−", "-").rstrip("。.")
    if said in NONE:
        return Spoken(Decimal(0))
    if said != (loose := re.sub(r"(?<=[0-9十百千])[多余来几](?=[十百千万亿个人名])", "", said)):
        found = number(loose, unit, whole=whole)
        return None if found is None else Spoken(found.value, exact=False)
    one = Decimal(1) if whole else Decimal(0)
    for pattern, shift in ((UP_TO, Decimal(0)), (FROM, Decimal(0)), (BELOW, -one), (ABOVE, one), (ROUGH, Decimal(0))):
        bare = pattern.sub("", said, count=1)
        bare = _unit(bare, unit) if bare != said else pattern.sub("", _unit(said, unit), count=1)
        if bare != said and bare != _unit(said, unit) and (found := number(bare, unit, whole=whole)) is not None:
            assert isinstance(found.value, Decimal)
            return Spoken(max(found.value + shift, Decimal(0)) if shift else found.value, exact=False)
    exact = _exact(said, unit)
    return Spoken(exact) if exact is not None else _range(said, unit)


def _range(said: str, unit: str) -> Spoken | None:
    """The lower end of 10-20人, 10万-20万, 十到二十; 10-20万 counts both in 万."""
    if not (ends := RANGE.fullmatch(said)):
        return None
    low, high = (_unit(each, unit) for each in ends.groups())
    multiplier = next((each for each in sorted(SHORT, key=len, reverse=True) if high.endswith(each)), "")
    if multiplier and PLAIN.fullmatch(low):
        low += multiplier
    first, last = _exact(low, unit), _exact(high, unit)
    return Spoken(first, exact=False) if first is not None and last is not None and first <= last else None


def _exact(said: str, unit: str) -> Decimal | None:
    if (found := _span(said, unit)) is not None:
        return found
    bare = _unit(said, unit)
    sign = Decimal(-1) if bare.startswith(("-", "负", "亏损", "亏")) else Decimal(1)
    bare = re.sub(r"^(-|\+|负|亏损|亏|百分之)", "", bare)
    value = _plain(bare)
    return None if value is None else value * sign


def _unit(said: str, unit: str) -> str:
    """Without the unit behind it."""
    for word in UNITS.get(unit, (unit,)):
        if word and said.endswith(word) and said != word:
            return said.removesuffix(word)
    return said


def _plain(bare: str) -> Decimal | None:
    """3000000, 300万, 1.5亿, 三百万, 1e30."""
    if PLAIN.fullmatch(bare):
        try:
            return Decimal(bare)
        except InvalidOperation:
            return None
    for word in sorted(SHORT, key=len, reverse=True):
        if bare.endswith(word) and PLAIN.fullmatch(bare.removesuffix(word)):
            return Decimal(bare.removesuffix(word)) * SHORT[word]
    if bare and all(each in CHINESE for each in bare):
        return _chinese(bare)
    return None


def _chinese(words: str) -> Decimal | None:
    """二十, 一千二百, 三百万, 两亿五千万, 一万二 (12000), as cn2an reads them.

    Ours is what it reads otherwise than people mean it: 三五 is a guess, not thirty-five; 五亿三 is 530 million and
    百万 one million, where it fails.
    """
    if GUESS.search(words):
        return None
    said = f"一{words}" if words[0] in "百佰千仟" else words
    said = SHORT_OF_A_HUNDRED_MILLION.sub(r"\g<0>千万", said.replace("俩", "两"))
    try:
        return Decimal(cn2an.cn2an(said, "normal"))
    except (ValueError, KeyError):  # the library's ways to say that this is no number
        return None


SPAN = re.compile(rf"(?:([\d.]+|[{CHINESE}]+)年)?(?:零|又)?(?:([\d.]+|[{CHINESE}]+)个?月)?(半)?")


def _span(said: str, unit: str) -> Decimal | None:
    """两年, 半年, 一年半, 1年3个月 as months or years."""
    if unit not in ("月", "年") or not ("年" in said or "月" in said):
        return None
    if said == "半年":
        years, months, half = Decimal(0), Decimal(6), ""
    else:
        if not (found := SPAN.fullmatch(said)) or not (found[1] or found[2]):
            return None
        parts = [_plain(each) if each else Decimal(0) for each in found.groups()[:2]]
        if None in parts:
            return None
        years, months, half = parts[0] or Decimal(0), parts[1] or Decimal(0), found[3] or ""
    total = years * 12 + months + (6 if half and not months else 0)
    return total if unit == "月" else total / 12


MONTH = re.compile(r"(\d{4}|\d{2})[年./-](\d{1,2})月?份?")
YEAR = re.compile(r"((?:19|20)\d{2})年?")
AGO = re.compile(rf"([\d]+|[{CHINESE}]+|半)(年|个月|月|天|周|个星期)(?:以?前)")
NAMED: dict[str, Callable[[dt.date], dt.date]] = {
    "今天": lambda day: day, "昨天": lambda day: day - dt.timedelta(days=1), "刚刚": lambda day: day,
    "今年": lambda day: day.replace(month=1, day=1), "去年": lambda day: dt.date(day.year - 1, 1, 1),
    "前年": lambda day: dt.date(day.year - 2, 1, 1), "这个月": lambda day: day.replace(day=1),
    "本月": lambda day: day.replace(day=1), "上个月": lambda day: months_before(day, 1).replace(day=1),
}  # fmt: skip
OF_YEAR = re.compile(r"(今年|去年|前年)(\d{1,2}|[一二三四五六七八九十]{1,2})月份?")


def day(text: str, today: dt.date) -> Spoken | None:
    """The day a text means where it names no full date: a month, a year, 去年3月, 两年前; its first day."""
    said = unicodedata.normalize("NFKC", text).replace(" ", "").removeprefix("大约").removeprefix("约")
    try:
        return _day(said.removesuffix("左右").removesuffix("初"), today)
    except (ValueError, OverflowError):
        return None


def _day(said: str, today: dt.date) -> Spoken | None:
    if said in NAMED:
        return Spoken(NAMED[said](today), exact=False)
    if found := OF_YEAR.fullmatch(said):
        month = int(found[2]) if found[2].isdigit() else int(_chinese(found[2]) or 0)
        return Spoken(NAMED[found[1]](today).replace(month=month, day=1), exact=False)
    if found := MONTH.fullmatch(said):
        year = int(found[1]) + (2000 if len(found[1]) == 2 else 0)
        return Spoken(dt.date(year, int(found[2]), 1), exact=False)
    if found := YEAR.fullmatch(said):
        return Spoken(dt.date(int(found[1]), 1, 1), exact=False)
    if found := AGO.fullmatch(said):
        return _ago(found[1], found[2], today)
    return None


def _ago(count: str, unit: str, today: dt.date) -> Spoken | None:
    if count == "半":
        return Spoken(months_before(today, 6), exact=False) if unit == "年" else None
    n = int(_plain(count) or 0)
    if unit in ("天", "周", "个星期"):
        return Spoken(today - dt.timedelta(days=n * (1 if unit == "天" else 7)), exact=False)
    return Spoken(months_before(today, n * (12 if unit == "年" else 1)), exact=False)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day some months earlier, the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
