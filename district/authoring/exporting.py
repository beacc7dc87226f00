"""A published catalogue, or a draft of one, as the folder it would be read from: a ZIP that is the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same texts give the same bytes


def folder_as_zip(files: Mapping[str, str], root: str = "catalogue") -> bytes:
    """Every file under `root/`, UTF-8, LF. Unpacked, `rulebook check root/<layer>` reads the same catalogue."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{root}/{path}", EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))
    return out.getvalue()
