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
REACHED = ("**/migrations/*.py", "**/*triggers.py", "ground/slots/overlaps.py", "ground/slots/states.py",
           "ground/record/append_only.py", "ground/record/chaining.py",
           "ground/record/migrating.py", "ground/record/refusing.py", "ground/record/walls.py", "funds/agreeing.py",
           "web/settings*.py")  # fmt: skip
PACKAGES = ("django", "django-allauth", "django-tasks-db")


def template() -> Path:
    """Where the file for this code stands, once made; Django's own tables belong to it."""
    digest = hashlib.sha256("".join(f"{each}{version(each)}" for each in PACKAGES).encode())
    found = {pattern: list((ROOT / "district").glob(pattern)) for pattern in REACHED}
    assert all(found.values()), "a file that migrations reach is not where it was"
    for path in sorted({path for paths in found.values() for path in paths}):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    digest.update((ROOT / "tests/numbering.py").read_bytes())
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
