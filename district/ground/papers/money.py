"""Money in capitals (人民币大写), as payment papers want it."""

from __future__ import annotations

from decimal import Decimal

from district.ground.record.later import later

cn2an = later("cn2an")


def capital(amount: Decimal) -> str:
    """`1330.29` → 壹仟叁佰叁拾元贰角玖分; whole yuan end in 整. Raises ValueError for less than a fen or below zero."""
    if amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"amount: expected yuan with two places, got {amount}")
    if amount == 0:
        return "零元整"
    written = str(cn2an.an2cn(f"{amount:.2f}", "rmb"))
    whole, fen = divmod(int(amount * 100), 100)
    if whole and 0 < fen < 10 and "零" not in written.rsplit("元", 1)[1]:
        written = written.replace("元", "元零")
    return written
