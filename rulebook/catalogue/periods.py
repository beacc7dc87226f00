"""The periods the format knows, in months. Whoever counts money by time reads them here."""

from __future__ import annotations

MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}  # what `benefit.per` may be
LIMITS = ("year", "life")  # what `ceiling.per` and `quota.per` may be


def payments(per: str, times: int | None, within: int = 12) -> int:
    """How often an amount is paid in the first `within` months: once without a period; `times` is the most."""
    if per not in MONTHS:
        return 1
    at_most = -(-within // MONTHS[per])
    return min(times, at_most) if times is not None else at_most
