"""Processes made from this one: what is imported here need not be imported again, which is most of a start."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

TASKS = Path("/proc/self/task")


def threads() -> int:
    """The system's own count, threads of libraries among them; 0 where it cannot be told and nothing is forked."""
    return len(list(TASKS.iterdir())) if TASKS.is_dir() else 0


def share() -> None:
    """What is here now is here to stay: left out of collections, processes made from this one share its memory.

    It is not looked through once more before: that takes a second, for a few megabytes.
    """
    gc.freeze()
    atexit.register(gc.unfreeze)  # or what counts its own objects says at the end that they leaked
    gc.enable()


class Forked:
    """What `work` does, in a process and session of its own; asked as a `subprocess.Popen` is."""

    def __init__(self, work: Callable[[], object], name: str) -> None:
        self.args, self.returncode = [name], None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if not self.pid:
            _work_alone(work)

    returncode: int | None

    def poll(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises subprocess.TimeoutExpired after `timeout` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            time.sleep(0.02)
        return code

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)


def _work_alone(work: Callable[[], object]) -> NoReturn:
    """In the new process: a session of its own, signals as a process begins with them, and no way back."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
