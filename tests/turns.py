"""What is gone through exhaustively takes turns: a run tries its part, runs together try everything.

The part follows from the run's seed, printed at its head, so that a failure is had again with `--randomly-seed`; with
HUIQI_THOROUGH=1 (`make proof`) one run tries everything.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable
from typing import TypeVar

import pytest

T = TypeVar("T")
ANOTHERS = "another run's turn; HUIQI_THOROUGH=1 does all"
THOROUGH = bool(os.environ.get("HUIQI_THOROUGH"))
_seed = 0


def begin(config: pytest.Config) -> None:
    """The run's seed; all workers of a run have the same."""
    global _seed
    seed = getattr(config.option, "randomly_seed", 0)
    _seed = seed if isinstance(seed, int) else 0


def has_turn(name: str, of: int) -> bool:
    """Whether what is named so is tried in this run, as it is in one of `of`."""
    return THOROUGH or (zlib.crc32(name.encode()) + _seed) % of == 0


def part(things: Iterable[T], of: int) -> list[T]:
    """Every of-th of the things; others in the next run."""
    return share(things, 0, of)


def times(few: int, many: int) -> int:
    """How often something is tried: few times in a run, many with HUIQI_THOROUGH."""
    return many if THOROUGH else few


def share(things: Iterable[T], which: int, among: int) -> list[T]:
    """What falls to one (`which`) among some who go through the same things: each thing to another in the next run."""
    found = list(things)
    return found if THOROUGH else found[(_seed + which) % among :: among]


def alone(which: str, among: tuple[str, ...]) -> pytest.MarkDecorator:
    """Of some tests of one kind, each costly, a run does one: the mark of `which`."""
    return pytest.mark.skipif(which not in part(among, len(among)), reason=ANOTHERS)
