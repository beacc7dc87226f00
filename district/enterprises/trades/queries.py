"""Finding a trade, and saying what a code is called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from district.enterprises.trades.english import by_english, english_of, names, said
from district.enterprises.trades.pinyin import spelt, spelt_words
from district.enterprises.trades.table import STANDARD, Trade, alone, everyday, hints, plain, plain_names, trades

__all__ = [
    "STANDARD",
    "Trade",
    "divisions",
    "english_of",
    "exists",
    "find",
    "name_of",
    "nearest",
    "said",
    "spoken_of",
    "trade_of",
]

CODE = re.compile(r"([a-t]?)(\d{0,4})")
LETTERS, HAN = re.compile(r"[a-z]+"), re.compile(r"[\u3400-\u9fff]+")
BEFORE = re.compile(r"^(我们|我|想|要|是|在|开|做|搞|卖|干|从事|经营|一家|一个|家)+(?=..)")
AFTER = re.compile(r"(有限公司|公司|企业|行业|工厂|门店|店铺|的|厂|店|铺|业)+$")
MAKERS, SHOPS, DEALERS = re.compile(r"(工厂|厂|制造|生产|加工)"), re.compile(r"[店铺卖]"), re.compile("批发")
PARTS = re.compile("[、和]|服务业|服务$|业$|业和|^居民|^其他")
MENDERS, REPAIR = re.compile("维修|修理|检修|^修"), ("43", "49", "81")
MOST = 8


def find(text: str, most: int = MOST) -> list[Trade]:
    """The likeliest trades for what somebody wrote: a code or its beginning, parts of a name, an everyday word, pinyin
    or initials, English. 门类 are not found: nobody's trade is as wide. Empty when nothing comes near.
    """
    wanted = plain(text)[:40]
    if not wanted:
        return []
    code = CODE.fullmatch(wanted)
    if code and (code[2] or wanted in "abcdefghijklmnopqrst"):
        return _by_code(code[1].upper(), code[2])[:most]
    scores = _by_letters(wanted) if LETTERS.fullmatch(wanted) else {}
    if wanted.isascii():
        for found, score in by_english(text[:80]).items():
            scores[found] = max(score, scores.get(found, 0.0))
    for each in _readings(wanted):
        for found, score in _by_words(each, wanted).items():
            scores[found] = max(score if each == wanted else score - 5, scores.get(found, 0.0))
    if not scores or MENDERS.search(wanted):
        scores = {**_hinted(wanted), **scores}
    known = trades()
    ranked = sorted(scores, key=lambda code: (-scores[code] - _worth(known[code], wanted), code))
    return [known[code] for code in ranked][:most]


def trade_of(written: str) -> Trade | None:
    """The entry a code, a code with its name, or a whole name stands for, a division's in English too; None where there
    is none, or several.
    """
    known, bare = trades(), plain(written)
    code = CODE.match(bare)
    if code and len(code[2]) > 1:
        found = known.get(code[2])
        rest = bare[code.end() :]
        fits = found and code[1].upper() in ("", found.section) and rest in ("", plain(found.name))
        return found if fits else None
    named = [known[code] for code, name in plain_names().items() if name == bare and code not in alone()]
    named = named or [known[code] for code, name in names().items() if code.isdecimal() and plain(name) == bare]
    return named[0] if len(named) == 1 else None


def name_of(code: str) -> str:
    """What a code is called; "" where there is no such code."""
    found = trades().get(code.strip().upper())
    return found.name if found else ""


def spoken_of() -> dict[str, tuple[str, ...]]:
    """Everyday words with what the division they most likely belong to is called: 咖啡馆 → 餐饮."""
    known = trades()
    divisions = {word: known[codes[0][:2]].name for word, codes in everyday().items() if word[-2:] != "公司"}
    return {word: tuple(PARTS.sub(" ", name).split()) for word, name in divisions.items()}


def divisions() -> list[tuple[Trade, list[Trade]]]:
    """Every 门类 with its 大类, in the standard's order: to choose from where no word is found."""
    tops = [each for each in trades().values() if each.level == 1]
    return [(top, [each for each in trades().values() if each.level == 2 and each.section == top.code]) for top in tops]


def exists(code: str) -> bool:
    """Whether the classification has this code, a letter or two to four digits."""
    return code in trades()


def nearest(written: str, most: int = 3) -> list[Trade]:
    """What somebody may have meant by a code that is not there: its neighbours; by a word: what it finds."""
    code = CODE.fullmatch(plain(written))
    if not code or not code[2]:
        return find(written, most)
    for length in (3, 2):
        if len(code[2]) >= length and (near := _by_code("", code[2][:length])):
            return [each for each in near if each.level == 4][:most]
    return []


def _by_code(letter: str, digits: str) -> list[Trade]:
    known = [each for each in trades().values() if each.level > 1 and letter in ("", each.section)]
    if not digits:
        return [each for each in known if each.level == 2]
    found = [each for each in known if each.code.startswith(digits)]
    return sorted(found, key=lambda each: (each.code in alone(), each.code != digits, each.level, each.code))


def _readings(wanted: str) -> tuple[str, ...]:
    """What was written, and the same without 我想开一家… and …公司."""
    bare = AFTER.sub("", BEFORE.sub("", wanted))
    return (wanted, bare) if len(bare) > 1 and bare != wanted else (wanted,)


def _by_words(said: str, whole: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    for word, codes in everyday().items():
        if word == said:
            _add(scores, codes, 100.0)
        elif len(said) > 1 and word.startswith(said):
            _add(scores, codes, 56.0 - len(word))
        elif len(word) > 1 and word in said and not said.isascii():
            _add(scores, codes, 70.0 + 2 * len(word))
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    for code, name in plain_names().items():
        if code not in alone() and (score := _alike(name, said, pairs)) > scores.get(code, 0.0):
            scores[code] = score
    for each in trades().values():
        if each.level == 2 and plain(each.path[0]).removesuffix("业") == said.removesuffix("业"):
            scores[each.code] = max(96.0, scores.get(each.code, 0.0))
    return scores


def _hinted(wanted: str) -> dict[str, float]:
    """Divisions a word that nothing knows may belong to, by how it begins and ends: 汤包摊 sells, 修伞 mends."""
    scores: dict[str, float] = {}
    for place, (part, codes) in enumerate(hints().items() if HAN.fullmatch(wanted) else ()):
        if wanted.startswith(part) or wanted.endswith(part):
            _add(scores, (code for code in codes if code not in scores), 40.0 - place / 10)
    return scores


def _alike(name: str, said: str, pairs: set[str]) -> float:
    """How well a name fits a word, 0 to 95: the same, its beginning, in it, or sharing pairs of characters with it."""
    if name == said:
        return 95.0
    if said in name:
        return (64.0 if name.startswith(said) else 58.0) - len(name) / 4 - (6.0 if name.startswith("其他") else 0.0)
    if len(name) > 1 and name in said:
        return 60.0
    shared = sum(pair in name for pair in pairs)
    return 45.0 * shared / len(pairs) if pairs and shared * 2 >= len(pairs) else 0.0


def _by_letters(typed: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    if len(typed) < 2:
        return scores
    for codes, whole, initials in spelt_words():
        if score := _spelt(typed, whole, initials):
            _add(scores, codes, score + 5)
    for code, whole, initials in spelt():
        if code not in alone() and (score := _spelt(typed, whole, initials)) > scores.get(code, 0.0):
            scores[code] = score
    return scores


def _spelt(typed: str, whole: str, initials: str) -> float:
    if typed in (whole, initials):
        return 90.0
    if whole.startswith(typed):
        return 70.0 - len(initials) / 4
    if initials.startswith(typed):
        return 60.0 - len(initials) / 4
    if len(typed) > 3 and typed in whole:
        return 50.0 - len(initials) / 4
    return 40.0 - len(initials) / 4 if len(typed) > 2 and typed in initials else 0.0


def _add(scores: dict[str, float], codes: Iterable[str], score: float) -> None:
    for place, code in enumerate(codes):
        scores[code] = max(scores.get(code, 0.0), score - 3 * place)


def _worth(trade: Trade, wanted: str) -> float:
    """The exact before the wide; 厂 makes, 店 sells, 修 mends."""
    worth = {4: 4.0, 3: 2.0}.get(trade.level, 0.0)
    if MENDERS.search(wanted):
        return worth + (40.0 if trade.code.startswith(REPAIR) else 0.0)
    if MAKERS.search(wanted):
        return worth + (12.0 if trade.section == "C" else 0.0)
    if DEALERS.search(wanted):
        return worth + (12.0 if trade.code.startswith("51") else 0.0)
    return worth + (6.0 if SHOPS.search(wanted) and trade.code.startswith("52") else 0.0)
