"""The small cmi5 package this house wrote itself (`own/package/`), as the ZIP an officer would upload."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "own" / "package"
NAME = "before-the-lease.zip"
DAY = (2026, 1, 1, 0, 0, 0)  # the same bytes whenever it is made


def sample() -> io.BytesIO:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(FOLDER.iterdir()):
            archive.writestr(zipfile.ZipInfo(path.name, DAY), path.read_bytes(), zipfile.ZIP_DEFLATED)
    found.seek(0)
    return found
