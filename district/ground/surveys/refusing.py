"""Why something of a questionnaire cannot be done."""

from __future__ import annotations


class NotPossible(ValueError):
    """It cannot be done as things stand; `str()` is fit for the person who tried."""
