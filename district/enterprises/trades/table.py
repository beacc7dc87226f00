"""The classification as read from its file, once, when first asked for."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
STANDARD = "GB/T 4754—2017"


@dataclass(frozen=True)
class Trade:
    """One entry. `level`: 1 门类 (a letter), 2 大类, 3 中类, 4 小类; `path`: the names above it, the widest first."""

    code: str
    name: str
    path: tuple[str, ...]
    level: int
    section: str

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@cache
def trades() -> dict[str, Trade]:
    """Every entry by its code, in the standard's order."""
    found: dict[str, Trade] = {}
    section = ""
    with (HERE / "gbt4754.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, name = row["code"], row["name"]
            if code.isalpha():
                section = code
                found[code] = Trade(code, name, (), 1, section)
            else:
                above = found[code[:-1] if len(code) > 2 else section]
                found[code] = Trade(code, name, (*above.path, above.name), len(code), section)
    return found


@cache
def everyday() -> dict[str, tuple[str, ...]]:
    """Codes, the likeliest first, by a word people say of what they do."""
    with (HERE / "everyday.csv").open(encoding="utf-8", newline="") as file:
        return {plain(row["word"]): tuple(row["codes"].split()) for row in csv.DictReader(file)}


@cache
def hints() -> dict[str, tuple[str, ...]]:
    """What a part of a word that nothing else knows says of the trade: 修 mends, 店 sells; the most telling first."""
    with (HERE / "hints.csv").open(encoding="utf-8", newline="") as file:
        return {row["part"]: tuple(row["codes"].split()) for row in csv.DictReader(file)}


@cache
def plain_names() -> dict[str, str]:
    """Names by code as they are compared, 门类 left out."""
    return {code: plain(each.name) for code, each in trades().items() if each.level > 1}


@cache
def alone() -> frozenset[str]:
    """中类 with one 小类 of their own name: the 小类 says it all."""
    known = trades()
    return frozenset(
        code[:-1] for code, each in known.items() if each.level == 4 and known[code[:-1]].name == each.name
    )


def plain(text: str) -> str:
    """Half-width, small letters, without spaces and punctuation: what is compared."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())
