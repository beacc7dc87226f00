"""The site's two processes: the web server and the worker for long work; both end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

STOP_WITHIN = 15  # seconds before a process that does not end is killed


def serve(host: str, port: int, *, workers: int = 2, threads: int = 4) -> int:
    """Run until one process ends or a signal comes; returns the exit status."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    processes = [_start(web_command(host, port, workers, threads)), _start(worker_command())]
    while not stopping and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    _end(processes)
    return 0 if stopping else 1


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
