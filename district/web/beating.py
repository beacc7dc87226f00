"""Whether the worker lives: it touches a file every few seconds, and pages of officials say when it has not.

A file, not a row: every page of the desk asks, and the data folder is the one place that all processes share.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from pathlib import Path

from django.conf import settings

EVERY = 5.0  # seconds between two beats
GONE_AFTER = 30.0  # seconds without one; a worker that starts anew is back within


def path() -> Path:
    return Path(settings.DATA) / "worker.beat"


def beat() -> None:
    path().touch()


def beat_on() -> threading.Thread:
    """Beat until the process ends."""

    def on() -> None:
        while True:
            beat()
            time.sleep(EVERY)

    thread = threading.Thread(target=on, name="beat", daemon=True)
    thread.start()
    return thread


def last() -> dt.datetime | None:
    """When the worker last said that it lives."""
    try:
        return dt.datetime.fromtimestamp(path().stat().st_mtime, dt.UTC)
    except FileNotFoundError:
        return None


def is_gone(now: float | None = None) -> bool:
    """Whether no worker has beaten for a while, or ever. Work that is done in the request needs none."""
    if settings.TASKS_AT_ONCE:
        return False
    beat_at = last()
    return beat_at is None or (time.time() if now is None else now) - beat_at.timestamp() > GONE_AFTER
