"""English numbers, spans and days put the way `spoken` reads them: about 20 people → 约20人, March 2025 → 2025年3月."""

from __future__ import annotations

import re

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
COUNTS = {word: n for n, word in enumerate(ONES, 1)}
TENS = {word: 10 * n for n, word in enumerate(
    ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)}  # fmt: skip
MONTHS = {word: n for n, word in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
LETTERS = re.compile(r"[a-z]", re.IGNORECASE)
DATES = (
    (re.compile(rf"{NTH}\s*(?:of\s+)?{MONTH},?\s*(\d{{4}})"), (2, 1, 3)),
    (re.compile(rf"{MONTH}\s*{NTH},?\s+(\d{{4}})"), (1, 2, 3)),
    (re.compile(rf"(\d{{4}}),?\s*{MONTH}(?:\s*{NTH})?"), (2, 3, 1)),
)  # each with the groups of its month, day and year
MONTH_ALONE = re.compile(rf"{MONTH},?\s*(\d{{4}})")
SAID = (
    (r"^(?:minus|negative)\s+", "-"),
    (r"^(?:just|only)?\s*(?:me|myself)(?:\s+alone)?$|^one\s+person$", "1"),
    (
        r"^(?:nobody|no\s?(?:one|1)|none|nothing|zero|no\s+(?:staff|employees?|workers?|people|income|revenue))(?:\s+yet)?$",
        "0",
    ),
    (r"^between\s+(.+)\s+and\s+", r"\1-"),
    (r"(?<=\w)\s+to\s+(?=\w)", "-"),
    (r"^(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|ca\.?|circa)\s+", "约"),
    (r"\s+or\s+so$", "左右"),
    (r"^(?:at\s+least|no\s+(?:less|fewer)\s+than|from)\s+", "至少"),
    (r"^(?:at\s+most|up\s+to|no\s+more\s+than)\s+", "至多"),
    (r"^(?:less|fewer)\s+than\s+|^(?:under|below)\s+", "不到"),
    (r"^more\s+than\s+|^(?:over|above)\s+", "超过"),
    (r"\s+(?:or|and)\s+(?:more|above|over)$", "以上"),
    (r"\s+or\s+(?:less|fewer)$", "以内"),
    (r"\bhalf\s+an?\s+year\b|\b(?:a\s+)?half\s+year\b", "半年"),
    (r"\b(?:an?|1|one)\s+year\s+and\s+a\s+half\b", "1年半"),
    (r"\b(\d+)\s+and\s+a\s+half\s+years?\b", r"\1年半"),
    (r"\b(?:a|one)\s+(?=year|month|week|day)", "1"),
    (r"\blast\s+year\b", "去年"),
    (r"\bthis\s+year\b", "今年"),
    (r"\bnext\s+year\b", "明年"),
    (r"\blast\s+month\b", "上个月"),
    (r"\bthis\s+month\b", "本月"),
    (r"\bnext\s+month\b", "下个月"),
    (r"\btoday\b|\bjust\s+now\b", "今天"),
    (r"\byesterday\b", "昨天"),
    (r"\btomorrow\b", "明天"),
    (r"\blast\s+week\b", "上周"),
    (r"\bago\b", "前"),
    (r"\s*\b(?:million|mil|mn)\b|(?<=\d)\s*m(?:n|il|io)?\b", "百万"),
    (r"\s*\b(?:billion|bn)\b", "十亿"),
    (r"\s*\bthousand\b", "千"),
    (r"\s*(?:\b|(?<=\d))(?:yuan|rmb|cny)\b", "元"),
    (r"\s*(?:years?|yrs?)\b", "年"),
    (r"\s*(?:months?|mths?)\b", "个月"),
    (r"\s*weeks?\b", "周"),
    (r"\s*days?\b", "天"),
    (r"\s*(?:percent|per\s+cent)\b", "%"),
    (r"\s*\b(?:of\s+us|people|persons?|staff|employees?|workers?|colleagues|heads?)\b", "人"),
    (r"\s+and\s+", ""),
)
WORDS = tuple((re.compile(pattern), put) for pattern, put in SAID)


def plainly(text: str) -> str:
    """The text with its English said in figures and Chinese; as it is where it has none."""
    if not LETTERS.search(text):
        return text
    said = " ".join(text.lower().split())
    if (dated := _date(said)) is not None:
        return dated
    said = _counted(said)
    for pattern, put in WORDS:
        said = pattern.sub(put, said)
    return re.sub(r"^(?:元|rmb)(.+)$", r"\1元", said)


def _date(said: str) -> str | None:
    for pattern, (month, day, year) in DATES:
        if found := pattern.fullmatch(said):
            rest = f"{found[day]}日" if found[day] else ""
            return f"{found[year]}年{MONTHS[found[month]]}月{rest}"
    if found := MONTH_ALONE.fullmatch(said):
        return f"{found[2]}年{MONTHS[found[1]]}月"
    return None


def _counted(said: str) -> str:
    """ten → 10, twenty-five → 25; a hundred stays to be said as a multiple."""
    ten, one = "|".join(TENS), "|".join(COUNTS)
    said = re.sub(rf"\b({ten})[ -]({one})\b", lambda found: str(TENS[found[1]] + COUNTS[found[2]]), said)
    said = re.sub(rf"\b({ten}|{one})\b", lambda found: str({**TENS, **COUNTS}[found[1]]), said)
    said = re.sub(r"\b(?:a|an)\s+(?=hundred|thousand|million)", "1", said)
    return re.sub(r"\s*\bhundred\b", "百", said)
