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

from district.enterprises.spoken_english import plainly
from district.ground.record.later import later

cn2an = later("cn2an")
DIGITS, STEPS = "一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖", "十拾百佰千仟"
GREAT = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
SHORT = {"k": 10**3, "w": 10**4, "千": 10**3, "百": 100, "百万": 10**6, "千万": 10**7, "十亿": 10**9, "百亿": 10**10,
         "千亿": 10**11, "万亿": 10**12, **GREAT}  # fmt: skip
CHINESE = "".join(["零〇", DIGITS, STEPS, *GREAT])
GUESS = re.compile(f"[{DIGITS}][零〇{DIGITS}]")
SHORT_OF_A_HUNDRED_MILLION = re.compile(f"(?<=[亿億])[{DIGITS}]$")
ROUGH = re.compile(
    r"^(大约|大概|差不多|也就|快到|快|刚满|刚|约|近|将近|接近|上下|左右|大(?=半))|(左右|上下|多|余|来|的样子)$"
)
BELOW = re.compile(r"^(不到|少于|低于|小于|不足|<)")
ABOVE = re.compile(r"^(超过|多于|大于|高于|>)")
FROM = re.compile(r"^(至少|起码|不少于|不低于|>=|≥|上(?=[百千万]))|(以上|起|\+)$")
UP_TO = re.compile(r"^(至多|最多|不超过|不多于|<=|≤)|(以下|以内)$")
RANGE = re.compile(r"(.+?)(?:-|~|—|–|―|至|到)+(.+)")
UNITS = {
    "元": ("人民币", "元整", "元", "块钱", "块"),
    "人": ("个人", "个员工", "名员工", "位员工", "位同事", "个同事", "名职工", "个职工", "人", "名", "位", "个"),
    "月": ("个月", "月"), "年": ("年",), "件": ("件", "个", "项"), "人次": ("人次", "次"),
    "%": ("%", "个百分点", "个点"), "学时": ("学时", "课时", "小时"), "分": ("分",), "名": ("名",),
}  # fmt: skip
NONE = {
    "没有",
    "无",
    "没",
    "零",
    "一个也没有",
    "一个都没有",
    "none",
    "还没有",
    "暂无",
    "暂时没有",
    "没有员工",
    "没有收入",
}
SAID = {
    "人": {**dict.fromkeys([
        f"{who}{alone}" for who in ("我", "就我", "只有我", "仅我")
        for alone in ("", "自己", "一个", "一个人", "一人", "1个人")
    ], 1), "自己": 1, "夫妻俩": 2, "夫妻两人": 2, "我们俩": 2, "两口子": 2},
    "年": {"应届": 0, "应届生": 0, "刚毕业": 0, "今年": 0, "今年毕业": 0, "去年": 1, "去年毕业": 1, "前年": 2,
          "前年毕业": 2},
    "%": {"一半": 50},
}  # fmt: skip
PAIR = re.compile("一两|两三|二三|三四|三五(?=.)|四五|五六|六七|七八|八九")
NOUN = "员工|职工|人数|收入|营收|销售额|产值|利润|税|费用?|投入|资本|金额"
LABEL = re.compile(rf"^(?:rmb|[¥￥]|(?:一?共|总共|合计|现?有|每年|一年|人民币|[\u4e00-\u9fff]*(?:{NOUN}))[是有为:：]?)"
                   rf"(?=[-负约\d{CHINESE}])")  # fmt: skip
YEARLY = re.compile(r"(?<=[\d万亿元])(?:/年|每年|一年|\(.*\))$")  # what is said behind a sum of a year
COUNTED = re.compile("个(?=[万萬亿億])")  # 三个亿
HALF = re.compile(r"半个?(?=[百千万亿])")
PLAIN = re.compile(r"[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3})?")


@dataclass(frozen=True)
class Spoken:
    """A number or a day as meant; `exact` is False where it was a range, a guess or a bound."""

    value: Decimal | dt.date
    exact: bool = True


def number(text: str, unit: str, *, whole: bool = False) -> Spoken | None:
    """The number a text means, counted in `unit`; None where it means none. `whole`: things that are not divided."""
    said = plainly(unicodedata.normalize("NFKC", text)).strip().lower().replace(" ", "")
    said = HALF.sub("0.5", YEARLY.sub("", LABEL.sub("", said, count=1)).removesuffix("了"))
    said = re.sub(r"(?<=\d)[,，](?=\d{3}(?!\d))", "", said)
    said = said.replace("−", "-").rstrip("。.")
    if said in NONE:
        return Spoken(Decimal(0))
    if said in SAID.get(unit, {}):
        return Spoken(Decimal(SAID[unit][said]))
    loose = PAIR.sub(lambda found: found[0][0], said, count=1)
    if said != (loose := re.sub(r"(?<=[0-9十百千])[多余来几](?=[十百千万亿个人名])", "", loose)):
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
    if unit == "%" and (found := _share(bare)) is not None:
        return found
    value = _plain(re.sub(r"^(-|\+|负|亏损|亏|百分之)", "", bare))
    return None if value is None else value * sign


def _share(bare: str) -> Decimal | None:
    """五成, 千分之五 in per cent."""
    if bare.endswith("成") and (tenths := _plain(bare.removesuffix("成"))) is not None:
        return tenths * 10
    if bare.startswith("千分之") and (parts := _plain(bare.removeprefix("千分之"))) is not None:
        return parts / 10
    return None


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
    bare = COUNTED.sub("", bare)
    for word in sorted(SHORT, key=len, reverse=True):
        if bare.endswith(word) and PLAIN.fullmatch(bare.removesuffix(word)):
            return Decimal(bare.removesuffix(word)) * SHORT[word]
    if found := TAILED.fullmatch(bare):
        return _tailed(*found.groups())
    if bare and all(each in CHINESE for each in bare):
        return _chinese(bare)
    return None


TAILED = re.compile(r"(\d+)个?([万萬亿億千])(\d{1,4})([百千万萬]?)")


def _tailed(high: str, multiple: str, low: str, small: str) -> Decimal:
    """3万5 and 3万5千 are 35,000; 3万500 is 30,500."""
    rest = Decimal(low) * (SHORT[small] if small else SHORT[multiple] // 10 if len(low) == 1 else 1)
    return Decimal(high) * SHORT[multiple] + rest


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


SPAN = re.compile(rf"(?:([\d.]+|[{CHINESE}]+)年)?(?:零|又)?(?:([\d.]+|[{CHINESE}]+)个?(半)?月)?(半)?")


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
        years, months, half = parts[0] or Decimal(0), parts[1] or Decimal(0), found[4] or ""
        months += Decimal("0.5") if found[3] else 0
    total = years * 12 + months + (6 if half and not months else 0)
    return total if unit == "月" else total / 12


MONTH = re.compile(r"(\d{4}|\d{2})[年./-](\d{1,2})月?份?")
DAY = re.compile(r"(\d{4}|\d{2})年(\d{1,2})月(\d{1,2})[日号]?")
YEAR = re.compile(r"(\d{4})年?|(\d{2})年")
AGO = re.compile(rf"([\d]+|[{CHINESE}]+|半)(年|个月|月|天|周|个星期)(?:以?前)")
NAMED: dict[str, Callable[[dt.date], dt.date]] = {
    "今天": lambda day: day, "昨天": lambda day: day - dt.timedelta(days=1), "刚刚": lambda day: day,
    "明天": lambda day: day + dt.timedelta(days=1), "上周": lambda day: day - dt.timedelta(days=7),
    "今年": lambda day: day.replace(month=1, day=1), "去年": lambda day: dt.date(day.year - 1, 1, 1),
    "前年": lambda day: dt.date(day.year - 2, 1, 1), "明年": lambda day: dt.date(day.year + 1, 1, 1),
    "这个月": lambda day: day.replace(day=1), "本月": lambda day: day.replace(day=1),
    "上个月": lambda day: months_before(day, 1).replace(day=1),
    "下个月": lambda day: months_before(day, -1).replace(day=1),
}  # fmt: skip
OF_YEAR = re.compile(r"^(今年|去年|前年|明年)(?=\d)")
IN_FIGURES = str.maketrans("〇零一二三四五六七八九", "00123456789")
YEAR_IN_WORDS = re.compile(r"[〇零一二三四五六七八九]{2,4}(?=年)")
IN_WORDS = re.compile(f"[{CHINESE}]+(?=月|日|号)")
PART = {
    "初": 1,
    "上半年": 1,
    "一季度": 1,
    "第一季度": 1,
    "二季度": 4,
    "第二季度": 4,
    "年中": 6,
    "下半年": 7,
    "三季度": 7,
    "第三季度": 7,
    "四季度": 10,
    "第四季度": 10,
    "底": 12,
    "年底": 12,
    "末": 12,
    "年末": 12,
}  # the month it begins in
OF_PART = re.compile(rf"(今年|去年|前年|明年)?(?:(\d{{2,4}})年)?年?({'|'.join(sorted(PART, key=len, reverse=True))})")


def day(text: str, today: dt.date) -> Spoken | None:
    """The day a text means where it names no full date: a month, a year, 去年3月, 两年前; its first day."""
    said = plainly(unicodedata.normalize("NFKC", text)).replace(" ", "")
    said = re.sub("^(大约|大概|差不多|约|是)|(左右|的时候|注册|成立|开业|吧)$", "", re.sub("左右$", "", said))
    try:
        return _day(said, today)
    except (ValueError, OverflowError):
        return None


def _in_figures(said: str, today: dt.date) -> str:
    """二〇二五年三月, 去年三月 and 年底 with their year and month in figures."""
    said = YEAR_IN_WORDS.sub(lambda found: found[0].translate(IN_FIGURES), said)
    said = IN_WORDS.sub(lambda found: str(_chinese(found[0]) or found[0]), said)
    said = OF_YEAR.sub(lambda found: f"{NAMED[found[1]](today).year}年", said)
    if part := OF_PART.fullmatch(said):
        return f"{part[2] or NAMED[part[1] or '今年'](today).year}年{PART[part[3]]}月"
    return said


def _day(said: str, today: dt.date) -> Spoken | None:
    if said in NAMED:
        return Spoken(NAMED[said](today), exact=said in ("今天", "昨天"))
    said = _in_figures(said, today)
    for form in (DAY, MONTH, YEAR):
        if found := form.fullmatch(said):
            year, *rest = (int(each) for each in found.groups() if each)
            return Spoken(dt.date(year + (2000 if year < 100 else 0), *[*rest, 1, 1][:2]), exact=form is DAY)
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
