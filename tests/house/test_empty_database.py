"""An empty database costs little processor time: each process of the tests and everybody's first start pay for it.

What it costs is models that Django renders anew for a migration's state, so they are counted: seconds say as much of
who else is at the machine.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MOST = 6.0  # times a model is rendered; 5.2 of 238 models is 1.6 s on a quiet machine, 15 of them three times as long
PROGRAM = """
import django
django.setup()
from django.core.management import call_command
from django.db.migrations.state import ModelState
models, times, render = set(), [0], ModelState.render
def counted(self, apps):
    models.add((self.app_label, self.name))
    times[0] += 1
    return render(self, apps)
ModelState.render = counted
call_command("migrate", verbosity=0)
print(times[0] / len(models))
"""


def test_models_are_rendered_few_times_for_an_empty_database(tmp_path: Path) -> None:
    where = {"DJANGO_SETTINGS_MODULE": "district.web.settings", "HUIQI_DATA": str(tmp_path), "HUIQI_DEBUG": "1",
             "HUIQI_DATABASE": ""}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={**os.environ, **where}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    times = float(done.stdout.split()[-1])
    assert list(tmp_path.rglob("*.sqlite3")), "no database was made"
    assert times < MOST, f"each model {times:.1f} times: tables of a room are made together by CreateModels"
