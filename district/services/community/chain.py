"""Who of those at a table could supply whom: what one makes, another looks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CLOSE = 2  # digits two codes share where the trades are of one division


@dataclass(frozen=True)
class Said:
    """What somebody who comes said: their firm, what it offers and wants, in words and as codes of trades."""

    key: int
    firm: str
    offers: str = ""
    offers_code: str = ""
    wants: str = ""
    wants_code: str = ""


@dataclass(frozen=True)
class Tie:
    """`supplier` makes what `buyer` looks for; `digits` of their codes agree, all of the words where it is nought."""

    supplier: Said
    buyer: Said
    digits: int


def fits(offer: Said, want: Said) -> int | None:
    """How well an offer meets a want: shared digits of the codes, from CLOSE on; 0 for the same words; None: not."""
    if not offer.offers or not want.wants or offer.key == want.key:
        return None
    digits = 0
    for one, other in zip(offer.offers_code, want.wants_code, strict=False):
        if one != other:
            break
        digits += 1
    if digits >= CLOSE:
        return digits
    one, other = offer.offers.strip(), want.wants.strip()
    return 0 if one in other or other in one else None


def ties(rows: Iterable[Said]) -> list[Tie]:
    """All pairs, the closest first."""
    said = list(rows)
    found = [
        Tie(supplier, buyer, digits)
        for supplier in said for buyer in said if (digits := fits(supplier, buyer)) is not None
    ]  # fmt: skip
    return sorted(found, key=lambda tie: (-tie.digits, tie.supplier.firm, tie.buyer.firm))
