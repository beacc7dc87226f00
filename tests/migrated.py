"""The migrated SQLite database as a file to copy: migrating an empty one takes longer than most tests.

Keyed by every line of code that migrations may reach, so that a changed migration makes a new one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REACHED = ("**/migrations/*.py", "record/append_only.py", "record/chaining.py", "record/refusing.py", "record/walls.py",
           "funds/*triggers.py", "funds/agreeing.py", "ranking/triggers.py", "web/settings*.py",
           )  # fmt: skip
PACKAGES = ("django", "django-allauth", "django-tasks-db")


def template() -> Path:
    """Where the file for this code stands, once made; Django's own tables belong to it."""
    digest = hashlib.sha256("".join(f"{each}{version(each)}" for each in PACKAGES).encode())
    for path in sorted({path for pattern in REACHED for path in (ROOT / "district").glob(pattern)}):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"huiqi-tests-{os.getuid()}-{digest.hexdigest()[:20]}.sqlite3"


def lay(database: Path) -> bool:
    """Copy the template to where the tests' database goes; False while there is none."""
    if not template().exists():
        return False
    shutil.copyfile(template(), database)
    return True


def keep(database: Path) -> None:
    """Keep a database just migrated for the next run; whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=template().parent, delete=False) as beside:
        shutil.copyfile(database, beside.name)
    Path(beside.name).replace(template())
