"""An empty database costs little processor time: each process of the tests and everybody's first start pay for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MOST = 3.0  # seconds of processor, the migrations alone
PROGRAM = """
import time
import django
django.setup()
from django.core.management import call_command
before = time.process_time()
call_command("migrate", verbosity=0)
print(time.process_time() - before)
"""


def test_an_empty_database_takes_under_three_seconds_of_processor(tmp_path: Path) -> None:
    where = {"DJANGO_SETTINGS_MODULE": "district.web.settings", "HUIQI_DATA": str(tmp_path), "HUIQI_DEBUG": "1",
             "HUIQI_DATABASE": ""}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, **where}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    took = float(done.stdout.split()[-1])
    assert list(tmp_path.rglob("*.sqlite3")), "no database was made"
    assert took < MOST, f"{took:.1f} s of processor: tables of a room are made together by CreateModels"
