"""References and codes nobody can guess."""

from __future__ import annotations

import secrets

from django.utils.crypto import get_random_string

from district.ground import clock
from district.ground.record.sealing import sm3

LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXY"  # without what reads alike


def reference(mark: str, length: int = 6) -> str:
    """As DS2026-7KQ4M2: the mark of a kind of thing, the year, letters in no order."""
    return f"{mark}{clock.today().year}-{get_random_string(length, LETTERS)}"


def code() -> str:
    """Under which a certificate is verified: twelve letters in threes of four."""
    return "-".join(get_random_string(4, LETTERS) for _n in range(3))


def token() -> str:
    return secrets.token_urlsafe(24)


def digest_of(token_: str) -> str:
    """What is kept of a token."""
    return sm3(token_.encode())
