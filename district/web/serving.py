"""The site's two processes: the web server and the worker for long work. A worker that dies is started again."""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Protocol

from district.web.forking import Forked

STOP_WITHIN = 15  # seconds before a process that does not end is killed
WAITS = (1, 2, 5, 15, 60)  # seconds before a worker is started again, more each time it dies at once
STEADY = 120  # seconds after which a worker counts as running well


class Process(Protocol):
    """What is asked of `subprocess.Popen` here, and of a process made from this one."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...


def serve(host: str, port: int, *, forked: bool = False, say: Callable[[str], None] = print) -> int:
    """Run until the web server ends or a signal comes; returns the exit status.

    Pages go on while there is no worker; they say that long work waits (`district.web.beating`). `forked`: both are
    made from this process, with all it has imported, which only a process with a single thread of its own may do.
    """
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    command = web_command(host, port)
    web = Forked(lambda: _gunicorn(command), "web") if forked else _start(command)
    worker = Kept((lambda: Forked(_worker, "worker")) if forked else (lambda: _start(worker_command())), say)
    while not stopping and web.poll() is None:
        worker.look(time.monotonic())
        time.sleep(0.2)
    _end([web, *worker.running])
    return 0 if stopping else 1


class Kept:
    """A process that is started again when it ends, after a while that grows with how often it does."""

    def __init__(self, start: Callable[[], Process], say: Callable[[str], None]) -> None:
        self.start, self.say, self.died, self.again_at = start, say, 0, 0.0
        self.process: Process | None = None
        self.since = 0.0

    @property
    def running(self) -> list[Process]:
        return [self.process] if self.process and self.process.poll() is None else []

    def look(self, now: float) -> None:
        """Start it where it is not running and its while is over."""
        if self.running:
            return
        if self.process is not None:
            self.died = 1 if now - self.since > STEADY else self.died + 1
            wait = WAITS[min(self.died, len(WAITS)) - 1]
            self.say(f"后台任务进程已停止（{self.process.returncode}），{wait} 秒后重新启动。")
            self.process, self.again_at = None, now + wait
        if now >= self.again_at:
            self.process, self.since = self.start(), now


def web_command(host: str, port: int, workers: int = 2, threads: int = 4) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "district.web.wsgi", "--bind", f"{host}:{port}", "--workers", str(workers),
        "--threads", str(threads), "--worker-class", "district.web.worker.HouseWorker",
        "--timeout", "120", "--log-level", "warning", "--preload",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "district", "worker", "--interval", "0.5", "-v", "1"]


def _gunicorn(command: list[str]) -> None:
    """The web server in this process, as its command would run it."""
    sys.argv = command[2:]
    runpy.run_module(command[2], run_name="__main__", alter_sys=True)


def _worker() -> None:
    from django.core.management import call_command

    from district.ground.record.turns import in_background

    in_background()
    call_command("worker", interval=0.5, verbosity=1)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=os.environ.copy(), start_new_session=True)  # noqa: S603 - our own commands


def _end(processes: list[Process]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
