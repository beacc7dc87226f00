"""A second `huiqi run` until the first page is there, beside what any start of these rooms costs: importing them.

Data is the demonstration in a temporary folder, made once before. Each round starts the site, asks for the home page
until it comes, then for the library and for a desk's door, stops it, and imports the site's addresses in a process of
its own. Seconds of the clock, and of the processor for all processes together.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WITHIN = 300
IMPORT = "import django; django.setup(); import district.web.urls"
PAGES = ("/policies/", "/desk/")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--firms", type=int, default=300)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as data:
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env |= {"HUIQI_DATA": data, "HUIQI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "district.web.settings"}
        run = [sys.executable, "-m", "district", "run"]
        subprocess.run([*run, "--prepare-only", "--firms", str(said.firms)], cwd=ROOT, env=env, check=True,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        rounds = [one_round(run, env) for _ in range(said.rounds + 1)][1:]  # the first fills the disk's memory
    names = ("first page", "the site's processor", "next pages", "importing", "importing's processor")
    for name, figures in zip(names, zip(*rounds, strict=True), strict=True):
        print(f"{name:22} {statistics.median(figures):6.2f} s ({min(figures):.2f}-{max(figures):.2f})")
    ratios = [one[0] / one[3] for one in rounds]
    print(f"{'first page : importing':22} {statistics.median(ratios):6.2f} x ({min(ratios):.2f}-{max(ratios):.2f})")


def one_round(run: list[str], env: dict[str, str]) -> tuple[float, float, float, float, float]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    before, begun = spent(), time.perf_counter()
    site = subprocess.Popen([*run, "--port", str(port)], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        first = answered(f"http://127.0.0.1:{port}/", begun)
        begun = time.perf_counter()
        for page in PAGES:
            answered(f"http://127.0.0.1:{port}{page}", begun)
        after = (time.perf_counter() - begun) / len(PAGES)
    finally:
        site.send_signal(signal.SIGINT)
        site.wait(timeout=60)
    processor, before, begun = spent() - before, spent(), time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORT], cwd=ROOT, env=env, check=True)
    return first, processor, after, time.perf_counter() - begun, spent() - before


def answered(address: str, begun: float) -> float:
    """Seconds since `begun` when the page was there. Raises TimeoutError."""
    while time.perf_counter() - begun < WITHIN:
        try:
            with urllib.request.urlopen(address, timeout=WITHIN) as page:
                page.read()
            return time.perf_counter() - begun
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise TimeoutError(address)


def spent() -> float:
    """Of the processor, by all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
