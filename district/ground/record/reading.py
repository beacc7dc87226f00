"""What an address or a form says, read: a day or a row's key, or nothing where it is made up."""

from __future__ import annotations

from district.ground.acts.forms import day_asked

__all__ = ["day_asked", "key_asked", "number_asked"]

MOST_KEY = 2**63 - 1  # what both databases keep as a key


def number_asked(text: str | None, most: int, least: int = 0) -> int | None:
    """A whole number from `least` to `most`, or None: also where its signs count for nothing (²), or are more than
    Python reads."""
    if not text or not text.isdecimal() or len(text) > 12:
        return None
    return int(text) if least <= int(text) <= most else None


def key_asked(text: str | None) -> int:
    """A row's key, or 0, which no row has."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > 19:
        return 0
    return int(text) if int(text) <= MOST_KEY else 0
