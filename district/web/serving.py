"""The site's two processes: the web server and the worker for long work. A worker that dies is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

STOP_WITHIN = 15  # seconds before a process that does not end is killed
WAITS = (1, 2, 5, 15, 60)  # seconds before a worker is started again, more each time it dies at once
STEADY = 120  # seconds after which a worker counts as running well


def serve(host: str, port: int, *, workers: int = 2, threads: int = 4, say: Callable[[str], None] = print) -> int:
    """Run until the web server ends or a signal comes; returns the exit status.

    Pages go on while there is no worker; they say that long work waits (`district.web.beating`).
    """
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    web, worker = _start(web_command(host, port, workers, threads)), Kept(worker_command, say)
    while not stopping and web.poll() is None:
        worker.look(time.monotonic())
        time.sleep(0.2)
    _end([web, *worker.running])
    return 0 if stopping else 1


class Kept:
    """A process that is started again when it ends, after a while that grows with how often it does."""

    def __init__(self, command: Callable[[], list[str]], say: Callable[[str], None]) -> None:
        self.command, self.say, self.died, self.again_at = command, say, 0, 0.0
        self.process: subprocess.Popen[bytes] | None = None
        self.since = 0.0

    @property
    def running(self) -> list[subprocess.Popen[bytes]]:
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
            self.process, self.since = _start(self.command()), now


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "district.web.wsgi", "--bind", f"{host}:{port}", "--workers", str(workers),
        "--threads", str(threads), "--timeout", "120", "--log-level", "warning", "--preload",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "district", "worker", "--interval", "0.5", "-v", "1"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=os.environ.copy(), start_new_session=True)  # noqa: S603 - our own commands


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_WITHIN
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
