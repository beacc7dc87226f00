"""Numbers as Chinese sentences write them."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {word: value for value, word in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}


def value_of(digits: str) -> Decimal:
    """3,000 → 3000, 三十 → 30, 两千 → 2000."""
    if digits[0].isdecimal():
        return Decimal(digits.replace(",", "").replace("，", ""))
    total = last = 0
    for each in digits:
        if each in STEPS:
            total, last = total + (last or 1) * STEPS[each], 0
        else:
            last = DIGITS[each]
    return Decimal(total + last)
