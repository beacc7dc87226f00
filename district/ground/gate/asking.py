"""Asking a program of ours, in a process of its own, about a file that somebody handed in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

CODE = Path(__file__).resolve().parents[3]
PASSED_ON = ("SYSTEMROOT",)  # the rest of the environment holds keys, and a parser has no need of any
MOST_SAID = 1 << 16
PATIENCE = 3  # seconds by the clock for each second of processor


@dataclass(frozen=True)
class Bounds:
    """What one file may cost: bytes of memory, seconds of processor."""

    memory: int
    seconds: int


class Ended(Exception):
    """The program ran out of what it may use, or the parser took it along."""


def command(module: str, *said: object) -> list[str]:
    """How a module of ours is run as a program that knows nothing of the site's environment."""
    return [sys.executable, "-E", "-m", module, *map(str, said)]


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def ask(module: str, file: IO[bytes], bounds: Bounds, *said: object) -> dict[str, Any]:
    """What `module` says of `file` (a real file, which it gets as its standard input). Raises Ended."""
    file.seek(0)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command(module, bounds.memory, bounds.seconds, *said),
            stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=CODE, env=environment(), check=False,
            timeout=max(1, bounds.seconds * PATIENCE),
        )  # fmt: skip
        found = json.loads(done.stdout[:MOST_SAID])
    except (subprocess.TimeoutExpired, ValueError):
        raise Ended from None
    if not isinstance(found, dict):
        raise Ended
    return found


@contextmanager
def poured(module: str, file: IO[bytes], bounds: Bounds, *said: object) -> Iterator[IO[bytes]]:
    """What `module` gives out of `file`, as a stream that ends early where the program's time is over; whoever reads
    it knows by itself how much there is to come.
    """
    file.seek(0)
    child = subprocess.Popen(  # noqa: S603 - our own program
        command(module, bounds.memory, bounds.seconds, *said), stdin=file, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, cwd=CODE, env=environment(),
    )  # fmt: skip
    assert child.stdout is not None
    watch = threading.Timer(max(1, bounds.seconds * PATIENCE), child.kill)
    watch.start()
    try:
        yield child.stdout
    finally:
        watch.cancel()
        child.kill()
        child.stdout.close()
        child.wait()
