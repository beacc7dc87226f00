"""What advice refuses."""

from __future__ import annotations


class NotPossible(Exception):
    """It cannot be done as things stand; `str()` says why, to whoever tried."""
