"""The site goes on without its worker, starts it again, and says so meanwhile."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground.people.models import Person
from district.web import beating, serving
from tests.district.cases.factories import District

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DIES = [sys.executable, "-c", ""]


def until(true: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_killed_worker_is_started_again_after_a_while() -> None:
    said: list[str] = []
    kept = serving.Kept(lambda: SLEEP, said.append)
    kept.look(100.0)
    [first] = kept.running
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    kept.look(100.5)
    assert kept.running == [] and "重新启动" in said[0]
    kept.look(101.4)
    assert kept.running == []
    kept.look(101.6)
    [second] = kept.running
    assert second.pid != first.pid
    second.kill()
    second.wait()


def test_one_that_dies_at_once_is_tried_less_and_less_often() -> None:
    said: list[str] = []
    kept, now, starts = serving.Kept(lambda: DIES, said.append), 0.0, list[float]()
    while len(starts) < 6:
        before = kept.process
        kept.look(now)
        if kept.process is not None and kept.process is not before:
            starts.append(now)
            kept.process.wait()
        now += 0.5
    waits = [after - before for before, after in itertools.pairwise(starts)]
    assert waits == sorted(waits) and waits[0] < 3 and waits[-1] >= 60


def test_the_web_server_decides_when_the_site_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "web_command", lambda *_args: [sys.executable, "-c", "import time; time.sleep(1.5)"])
    monkeypatch.setattr(serving, "worker_command", lambda: DIES)
    handlers = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    try:
        began = time.monotonic()
        assert serving.serve("127.0.0.1", 0, say=lambda _line: None) == 1
        assert time.monotonic() - began >= 1.2  # the worker's end did not end it
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), handlers, strict=True):
            signal.signal(number, handler)


def test_a_worker_that_beats_is_there_and_one_that_stopped_is_gone(settings: Any) -> None:
    settings.TASKS_AT_ONCE = False
    beating.path().unlink(missing_ok=True)
    assert beating.is_gone()
    beating.beat()
    assert not beating.is_gone()
    assert beating.is_gone(time.time() + beating.GONE_AFTER + 1)
    settings.TASKS_AT_ONCE = True
    assert not beating.is_gone(time.time() + 1000)


@pytest.mark.django_db
def test_the_desk_says_that_nobody_does_long_work(
    here: District, as_: Callable[[Person], Client], settings: Any
) -> None:
    settings.TASKS_AT_ONCE = False
    beating.path().unlink(missing_ok=True)
    client = as_(here.officer)
    assert "后台任务进程没有在运行" in client.get(reverse("desk")).content.decode()
    beating.beat()
    assert "后台任务进程没有在运行" not in client.get(reverse("desk")).content.decode()


def test_the_worker_process_beats(tmp_path: Any) -> None:
    code = (
        "from pathlib import Path\nfrom types import SimpleNamespace\nimport time\nfrom district.web import beating\n"
        f"beating.settings = SimpleNamespace(DATA={str(tmp_path)!r}, TASKS_AT_ONCE=False)\n"
        "beating.EVERY = 0.05\nbeating.beat_on()\ntime.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        until((tmp_path / "worker.beat").exists)
    finally:
        process.kill()
        process.wait()
