"""Yuan for people, fen for the ledger; and sums split so that no fen is lost."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

Key = TypeVar("Key")
MOST = Decimal(10) ** 14  # yuan: the largest amount the ledger takes


class NotMoney(ValueError):
    """Not an amount in whole fen, or not above nought."""


def to_fen(yuan: Decimal) -> int:
    """Yuan as whole fen. Raises NotMoney for fractions of a fen: rounding is the rule's business, not the ledger's; and
    for what no budget has, or is no number.
    """
    if not yuan.is_finite() or abs(yuan) > MOST:
        raise NotMoney(_("金额 %(yuan)s 不是能记账的数。") % {"yuan": str(yuan)[:40]})
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise NotMoney(_("金额 %(yuan)s 元不是整分。") % {"yuan": yuan})
    return int(fen)


def to_yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)


def share(fen: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """`fen` in proportion to `weights`, whole fen, adding up exactly (largest remainders first, then in order).

    When `fen` is at most the sum of the weights no part exceeds its weight: money is never taken where there is none.
    Parts of nought are left out. Raises NotMoney when there is something to share and nothing to share it by.
    """
    total = sum(weights.values())
    if fen and total <= 0:
        raise NotMoney(_("没有可以分摊的来源。"))
    parts = {key: fen * weight // total for key, weight in weights.items()} if total else {}
    left = fen - sum(parts.values())
    by_remainder = sorted(parts, key=lambda key: -(fen * weights[key] % total))
    for key in by_remainder[:left]:
        parts[key] += 1
    return {key: part for key, part in parts.items() if part}
