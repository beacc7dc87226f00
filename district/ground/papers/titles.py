"""Where a title's lines end: at the end of a word, the lines near in length, never one character alone."""

from __future__ import annotations

import math

from district.ground.record.later import later

rjieba = later("rjieba")


FULL = 20  # characters of 22 points in a line of 156 mm
OPENING, CLOSING = "“‘（《〈〔「『", "”’）》〉〕」』，。、；：！？"
TORN = 9.0  # what it costs to end a line inside quotation marks: as much as three characters too few


def broken(title: str, full: int = FULL) -> list[str]:
    """The title in as few lines as hold it, `full` characters each; text that has no place to end stays one line."""
    if width(title) <= full:
        return [title]
    ends = _ends(title)
    for count in range(math.ceil(width(title) / full), len(ends) + 1):
        lines = _best(title, ends, count, full)
        if lines:
            return lines
    return [title]


def width(text: str) -> float:
    """How many full characters wide a text is; letters and digits are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _ends(title: str) -> dict[int, int]:
    """After which characters a line may end, and inside how many quotation marks that is."""
    found, place, depth = {}, 0, 0
    for word in rjieba.cut(title):
        place += len(word)
        depth += sum(char in OPENING for char in word) - sum(char in "”’）》〉〕」』" for char in word)
        if place == len(title) or (title[place] not in CLOSING and word[-1] not in OPENING):
            found[place] = depth
    return found


def _best(title: str, ends: dict[int, int], count: int, full: int) -> list[str]:
    """The best way into `count` lines, none wider than `full`; nothing where there is no way.

    A shortest path: `reached` says, line by line, at what cost each end is reached and from where.
    """
    even = width(title) / count
    reached: list[dict[int, tuple[float, list[str]]]] = [{0: (0.0, [])}]
    for _line in range(count):
        found: dict[int, tuple[float, list[str]]] = {}
        for start, (cost, lines) in reached[-1].items():
            for end, depth in ends.items():
                text = title[start:end]
                if end <= start or width(text) > full:
                    continue
                more = cost + (width(text) - even) ** 2 + TORN * depth
                if end not in found or more < found[end][0]:
                    found[end] = more, [*lines, text]
        reached.append(found)
    return reached[-1].get(len(title), (0.0, []))[1]
