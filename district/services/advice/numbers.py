"""Public numbers of advice: ZX a need, FW an encounter, JD a pairing, PJ a rating; of an offer or a part its own."""

from __future__ import annotations

from django.utils.crypto import get_random_string

from district.ground import clock

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NEED, ENCOUNTER, PAIRING, RATING, OFFER, PART = "ZX", "FW", "JD", "PJ", "YQ", "CY"


def new_reference(prefix: str) -> str:
    """As ZX2026-7KQ4M2XP: neither the row's id nor in order; the column is unique."""
    return f"{prefix}{clock.today().year}-{get_random_string(8, LETTERS)}"
