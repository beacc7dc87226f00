"""Who holds SQLite's one writer, and for how long: work nobody waits for leaves it free most of the time.

A writer that waits looks again every tenth of a second (SQLite's busy handler), so a worker that begins its next
transaction at once keeps everybody out for as long as it works, however short each of them is.
"""

from __future__ import annotations

import time

SHARE = 0.35  # of the time, at most, that background work holds the writer
LONGEST = 2.0  # seconds of one pause

_background = False


def in_background() -> None:
    """From now on this process does work nobody waits for: its transactions leave pauses between them."""
    global _background
    _background = True


def in_foreground() -> None:
    """Back to answering somebody, who should not be kept waiting."""
    global _background
    _background = False


class Turns:
    """The turns of one connection; `before`, `began` and `ended` are called around each transaction."""

    def __init__(self) -> None:
        self.owed = 0.0  # seconds the writer still has to be left free
        self.since = time.monotonic()
        self.longest = 0.0

    def before(self) -> None:
        if not _background:
            return
        left = self.owed - (time.monotonic() - self.since)
        if left > 0:
            time.sleep(min(left, LONGEST))

    def began(self) -> None:
        self.since = time.monotonic()

    def ended(self) -> None:
        now = time.monotonic()
        held = now - self.since
        self.owed, self.since = held * (1 - SHARE) / SHARE, now
        self.longest = max(self.longest, held)
