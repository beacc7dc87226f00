"""Texts made comparable: width and case folded, quotes gone; and how words sound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from district.ground.record.later import later

pypinyin = later("pypinyin")


QUOTES = re.compile("[“”‘’\"'《》〈〉「」『』·]")
OTHER = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
RUNS = re.compile(r"[\u3400-\u9fff]+|[0-9a-z]+(?: [0-9a-z]+)*")
HAN = re.compile(r"[\u3400-\u9fff]+")
ALIKE = str.maketrans({"ü": "v"})


def fold(text: str) -> str:
    """Half-width, lower case, quotes gone, anything else between words one space."""
    return OTHER.sub(" ", QUOTES.sub("", unicodedata.normalize("NFKC", text).lower())).strip()


def runs(folded: str) -> list[str]:
    """Chinese and Latin by turns: "gaoqi奖励 loan" → ["gaoqi", "奖励", "loan"]."""
    return RUNS.findall(folded)


def is_han(text: str) -> bool:
    return HAN.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def loose(syllables: str) -> str:
    """Pinyin as the ear of half the country has it: zh as z, ng as n, and so on. For whole texts too."""
    text = syllables.translate(ALIKE)
    for precise, plain in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")):
        text = text.replace(precise, plain)
    return text


def sound(term: str) -> tuple[str, ...]:
    """The loose syllables of a Chinese term, Latin letters and digits in it one by one."""
    return tuple(
        loose(each) for han, part in groupby(term, is_han)
        for each in (pypinyin.lazy_pinyin("".join(part)) if han else part)
    )  # fmt: skip


def sounds(term: str) -> list[tuple[str, ...]]:
    """Each character's possible loose syllables: 行 may be hang and xing."""
    return [tuple(dict.fromkeys(loose(each) for each in found)) for found in
            pypinyin.pinyin(term, style=pypinyin.Style.NORMAL, heteronym=True)]  # fmt: skip


def initials(syllables: tuple[str, ...]) -> str:
    return "".join(each[:1] for each in syllables)


ENDINGS = ("ment", "ing", "ers", "er", "ed")
STEM = 3  # letters left at least


def stem(word: str) -> str:
    """An English word without its ending: seeker and seeking, hire and hiring, recruit and recruitment are one."""
    ending = next((each for each in ENDINGS if word.endswith(each) and len(word) >= len(each) + STEM), "")
    bare = word.removesuffix(ending) if ending else word
    if ending and len(bare) > STEM and bare[-1] == bare[-2] and bare[-1] not in "ls":
        bare = bare[:-1]
    return bare.removesuffix("e") if len(bare) > STEM else bare


def singular(word: str) -> str:
    """An English word without its plural: loans, subsidies."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
