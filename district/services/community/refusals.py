"""What cannot be, with the sentence for whoever tried."""

from __future__ import annotations


class NotPossible(Exception):
    """Raised with nothing changed; `str()` is fit for the person who tried."""
