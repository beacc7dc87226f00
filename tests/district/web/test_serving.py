"""The site goes on without its worker, starts it again, and says so meanwhile."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground.people.models import Person
from district.web import beating, serving
from district.web.forking import Forked, threads
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
    kept = serving.Kept(lambda: subprocess.Popen(SLEEP), said.append)
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
    kept, now, starts = serving.Kept(lambda: subprocess.Popen(DIES), said.append), 0.0, list[float]()
    while len(starts) < 6:
        before = kept.process
        kept.look(now)
        if kept.process is not None and kept.process is not before:
            starts.append(now)
            kept.process.wait()
        now += 0.5
    waits = [after - before for before, after in itertools.pairwise(starts)]
    assert waits == sorted(waits) and waits[0] < 3 and waits[-1] >= 60


def test_a_process_made_from_this_one_ends_as_any_other() -> None:
    for work, code in ((lambda: None, 0), (lambda: sys.exit(3), 3), (lambda: sys.exit("no"), 1), (lambda: 1 / 0, 1)):
        assert Forked(work, "work").wait(timeout=10) == code
    slow = Forked(lambda: time.sleep(60), "slow")
    assert slow.poll() is None and os.getsid(slow.pid) in {slow.pid, os.getsid(0)}
    with pytest.raises(subprocess.TimeoutExpired):
        slow.wait(timeout=0.05)
    slow.terminate()
    assert slow.wait(timeout=10) == -signal.SIGTERM
    slow.kill()  # one that is gone is no fault


def test_it_begins_with_signals_as_a_process_does() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        made = Forked(lambda: time.sleep(60), "deaf")
        until(lambda: os.getsid(made.pid) == made.pid)
        time.sleep(0.05)
        made.terminate()
        assert made.wait(timeout=10) == -signal.SIGTERM
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_forked_worker_that_was_killed_is_made_again() -> None:
    said: list[str] = []
    kept = serving.Kept(lambda: Forked(lambda: time.sleep(60), "worker"), said.append)
    kept.look(0.0)
    [first] = kept.running
    first.kill()
    first.wait(timeout=10)
    kept.look(0.5)
    kept.look(9.0)
    [second] = kept.running
    assert second.pid != first.pid and "-9" in said[0]
    second.kill()
    second.wait(timeout=10)


def test_who_has_a_thread_more_than_before_makes_no_process_from_itself() -> None:
    before = threads()
    ended = threading.Event()
    more = threading.Thread(target=ended.wait)
    more.start()
    try:
        assert threads() == before + 1
    finally:
        ended.set()
        more.join()


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
