"""Background work beside people: while the worker works, is the writer free, and how long do sign-ins and writes take?

The site as it is served (gunicorn and the worker, SQLite) over a small district with some hundred firms. For each kind
of long work: the share of probes that found SQLite's writer free (asked every 20 ms, not waiting), and how long people
waited for a sign-in (password, session) and for a write (a list kept on the desk). Bar: 2 s at the 95th percentile, and
the writer free more than half of the time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import http.cookiejar
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

BAR, FREE = 2.0, 0.5
PASSWORD = "long enough 1"  # of the tests' people
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
AUTOMATIC = """
conditions:
  - {id: in-district, say: 在示例区注册, when: '注册区 = "示例区"', cite: 示例规〔2022〕1号 第三条}
  - {id: staff, say: 从业人员 3 人以上, when: 从业人员 >= 3, cite: 示例规〔2022〕1号 第四条}
benefit: {amount: 从业人员 * 100, pay: once}
budget: 示例专项
intake: {mode: automatic}
"""


@dataclass
class Probe:
    """What people met while one kind of work went on."""

    free: int = 0
    asked: int = 0
    waits: dict[str, list[float]] = field(default_factory=lambda: {"sign-in": [], "write": []})
    failed: int = 0

    def at(self, what: str, share: float) -> float:
        found = sorted(self.waits[what])
        return found[min(len(found) - 1, int(len(found) * share))] if found else 0.0


class Browser:
    """A person with cookies."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
        self.token = ""

    def get(self, path: str) -> str:
        with self.open(self.url + path, timeout=60) as answer:
            page = str(answer.read().decode())
        if found := TOKEN.search(page):
            self.token = found[1]
        return page

    def post(self, path: str, **fields: str) -> str:
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        asked = urllib.request.Request(self.url + path, data, headers={"Referer": self.url + path})
        with self.open(asked, timeout=60) as answer:
            return str(answer.geturl())

    def sign_in(self, login: str) -> None:
        self.get("/accounts/login/")
        where = self.post("/accounts/login/", login=login, password=PASSWORD)
        assert "login" not in where, where


@contextmanager
def probing(database: str, url: str) -> Iterator[Probe]:
    """Three threads: one asks for the writer, one signs in, one writes."""
    probe, done = Probe(), threading.Event()
    officer = Browser(url)
    officer.sign_in("officer")
    officer.get("/desk/applications/")

    def ask() -> None:
        connection = sqlite3.connect(database, timeout=0, isolation_level=None)
        while not done.wait(0.02):
            probe.asked += 1
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("ROLLBACK")
                probe.free += 1
            except sqlite3.OperationalError:
                pass

    def timed(what: str, every: float, act: Callable[[], object]) -> None:
        while not done.wait(every):
            started = time.perf_counter()
            try:
                act()
                probe.waits[what].append(time.perf_counter() - started)
            except OSError:
                probe.failed += 1

    jobs = [
        threading.Thread(target=ask),
        threading.Thread(target=timed, args=("sign-in", 2.5, lambda: Browser(url).sign_in("leader"))),
        threading.Thread(target=timed, args=("write", 0.25, lambda: officer.post(
            "/desk/lists/save/", name="示例", list=f"q={uuid.uuid4().hex}"))),
    ]  # fmt: skip
    for job in jobs:
        job.start()
    try:
        yield probe
    finally:
        done.set()
        for job in jobs:
            job.join()


def prepare(firms: int) -> None:
    """The district, its firms and money, and one batch's worth of awards with accounts."""
    from district.enterprises.actions import take_in
    from district.funds import actions as funds
    from district.ground import clock
    from district.ground.people.models import Bureau
    from district.web import preparing
    from tests.district.cases.factories import join, publish
    from tests.district.enterprises.registers import code
    from tests.district.funds import town as towns

    preparing.prepare(lambda _line: None)
    town = towns.town()
    publish(towns.files() | {"test/programmes/hiring/2022-01-01.yaml": AUTOMATIC})
    line = funds.open_line(year=clock.today().year, office=Bureau.objects.get(name="区人社局"), name="示例专项",
                           by=town.finance)  # fmt: skip
    funds.appropriate(line=line, level="district", amount=Decimal(10**11), by=town.finance)
    facts = {"注册区": "示例区", "失信被执行": False}
    take_in(firms=[(code(n), f"示例{n}号公司", {**facts, "从业人员": Decimal(3 + n % 40)}) for n in range(firms)],
            source="示例", valid_from=dt.date(2022, 1, 1))  # fmt: skip
    from district.enterprises.models import Enterprise

    for firm in Enterprise.objects.filter(membership=None):
        join(town.base.founder, firm)


def until(done: Callable[[], bool]) -> None:
    """Wait for the worker; it is another process."""
    while not done():
        time.sleep(0.2)


def works(firms: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each kind of long work: its name, and what starts it and waits for its end."""
    from bench.background.works import WORKS

    for name, work in WORKS.items():
        yield name, lambda work=work: work(firms)  # type: ignore[misc]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--firms", type=int, default=400)
    asked.add_argument("--only", default="")
    args = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"HUIQI_DATA": folder, "DJANGO_SETTINGS_MODULE": "district.web.settings",
                       "HUIQI_SECRET_KEY": "bench", "PYTHONPATH": str(ROOT)}  # fmt: skip
        import django

        django.setup()
        prepare(args.firms)
        sys.exit(measure(args.firms, args.only))


def measure(firms: int, only: str) -> int:
    from django.conf import settings

    from district.ground.record.turns import in_background
    from district.web import serving
    from tests.postgres import free_port

    in_background()  # what this process prepares is not what is measured
    port, processes = free_port(), []
    log = Path(settings.DATA) / "log"
    try:
        for command in (serving.web_command("127.0.0.1", port, 2, 4), serving.worker_command()):
            processes.append(subprocess.Popen(command, cwd=ROOT, stdout=log.open("ab"), stderr=subprocess.STDOUT))
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url))
        print(f"{firms} firms; {'':19} {'free':>6} {'sign-in p50/p95':>17} {'write p50/p95':>17} {'seconds':>8}")
        bad = sum(_one(name, work, settings.DATABASES["default"]["NAME"], url)
                  for name, work in works(firms) if only in name)  # fmt: skip
    finally:
        for process in processes:
            process.terminate()
            process.wait()
    if bad:
        print(log.read_text()[-2000:])
    return bad


def _one(name: str, work: Callable[[], None], database: Any, url: str) -> int:
    started = time.perf_counter()
    with probing(str(database), url) as probe:
        work()
        took = time.perf_counter() - started
    share = probe.free / max(1, probe.asked)
    said = "  ".join(f"{probe.at(what, 0.5):6.2f} / {probe.at(what, 0.95):5.2f} s" for what in probe.waits)
    met = share > FREE and not probe.failed and all(probe.at(what, 0.95) < BAR for what in probe.waits)
    print(f"{name:31} {share:6.0%} {said} {took:8.1f}{'' if met else f'   NOT MET, {probe.failed} failed'}", flush=True)
    return not met


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
