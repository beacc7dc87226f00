"""Rounds of things to compare, one after the other in each: the median of each, with its spread."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

Seconds = list[float]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    made = work()
    return time.perf_counter() - started, made


def rounds(count: int, works: Mapping[str, Callable[[], Any]]) -> tuple[dict[str, Seconds], dict[str, Any]]:
    """(seconds of every round by name, what the last round gave). A work that returns {"seconds": …} took these."""
    seconds: dict[str, Seconds] = {name: [] for name in works}
    made: dict[str, Any] = {}
    for _ in range(count):
        for name, work in works.items():
            took, made[name] = timed(work)
            own = made[name].get("seconds") if isinstance(made[name], dict) else None
            seconds[name].append(took if own is None else own)
    return seconds, made


def middle(seconds: Seconds) -> float:
    return statistics.median(seconds)


def line(name: str, seconds: Seconds, base: Seconds, rows: int, bar: str = "", base_rows: int = 0) -> None:
    """A row of a table. × is of the base's time a row; a ratio a round, its median and spread."""
    share = rows / (base_rows or rows)
    ratios = [took / other / share for took, other in zip(seconds, base, strict=True)]
    print(
        f"{name:<40}{middle(seconds):>9.2f} s ({min(seconds):.2f}–{max(seconds):.2f}) "
        f"{rows / middle(seconds):>12,.0f} rows/s {middle(ratios):>9.2f}× ({min(ratios):.2f}–{max(ratios):.2f})  {bar}",
        flush=True,
    )
