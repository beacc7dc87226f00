"""Run as a program of its own: `python -m …foreign.child MEMORY SECONDS BYTES < PACKAGE`.

Answers four bytes of length, as much JSON (what the course is and its files with their sizes, or why it is refused),
then the files' bytes one after another. Everything is looked at before the first byte of a file is given out.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from district.ground.gate.archives import entries_told
from district.ground.gate.limits import limit
from district.services.training.courses.foreign import manifest, structure
from district.services.training.courses.foreign.markup import MOST_BYTES, Unfit

MOST_FILES, LONGEST, DEEPEST = 2_000, 200, 12  # files, letters of a path, folders in one another
MOST_RATIO, SMALL = 200, 20_000_000  # unpacked to packed; a small package may unpack to this much whatever its ratio
CHUNK = 1 << 16
SORTS = (structure, manifest)  # cmi5 first: a package that is both is taken as what says more
LEFT_OUT = ("__MACOSX/", ".DS_Store", "Thumbs.db")  # what computers put in by themselves
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def look(file: BinaryIO, most: int) -> tuple[dict[str, Any], zipfile.ZipFile]:
    """What the package is, and the archive that was found fit. Raises Unfit."""
    size = file.seek(0, 2)
    told = entries_told(file)
    if told is None:
        raise Unfit("no-zip")
    if told > 2 * MOST_FILES:
        raise Unfit("entries", n=MOST_FILES)
    try:
        archive = zipfile.ZipFile(file)
        entries = [each for each in archive.infolist() if not _is_left_out(each)]
        if len(entries) > MOST_FILES:
            raise Unfit("entries", n=MOST_FILES)
        names = _names(entries)
        files = _sizes(archive, entries, min(most, max(SMALL, MOST_RATIO * size)))
        sort = next((each for each in SORTS if each.FILE in names), None)
        if sort is None:
            raise _no_structure(names)
        with archive.open(sort.FILE) as inner:
            course = sort.read(inner.read(MOST_BYTES + 1), names)
    except BROKEN:
        raise Unfit("torn") from None
    return {**course, "files": files}, archive


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return entry.is_dir() or name.startswith(LEFT_OUT[0]) or PurePosixPath(name).name in LEFT_OUT


def _names(entries: list[zipfile.ZipInfo]) -> set[str]:
    found, folded = set[str](), set[str]()
    for each in entries:
        name = each.filename
        _check_entry(each)
        same = unicodedata.normalize("NFC", name).casefold()
        if same in folded:  # one reader would take the first, another the last
            raise Unfit("same-name", name=name[:80])
        folded.add(same)
        found.add(name)
    return found


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    path = PurePosixPath(name)
    parts = name.split("/")
    if path.is_absolute() or "\\" in name or ":" in name or any(part in ("", ".", "..") for part in parts):
        raise Unfit("path", name=name[:80])
    if any(unicodedata.category(letter)[0] == "C" for letter in name):
        raise Unfit("path", name=ascii(name)[:80])
    if len(name) > LONGEST or len(parts) > DEEPEST:
        raise Unfit("long-name", name=name[:80])
    if not name.isascii() and not entry.flag_bits & 0x800:
        raise Unfit("encoding", name=name[:80])
    if entry.flag_bits & 0x1:
        raise Unfit("locked", name=name[:80])
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise Unfit("link", name=name[:80])


def _sizes(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], left: int) -> list[list[Any]]:
    """Path and size as it really comes out: a bomb's directory may lie, so all is read, never written."""
    if sum(entry.file_size for entry in entries) > left:
        raise Unfit("bomb", n=left // 1_048_576)
    found: list[list[Any]] = []
    for entry in entries:
        size = 0
        with archive.open(entry) as inner:
            while chunk := inner.read(CHUNK):
                size += len(chunk)
                if size > left:
                    raise Unfit("bomb", n=left // 1_048_576)
        left -= size
        found.append([entry.filename, size])
    return found


def _no_structure(names: set[str]) -> Unfit:
    wanted = [each.FILE for each in SORTS]
    deeper = min((name for name in names if name.rsplit("/", 1)[-1] in wanted), default="")
    return Unfit("deeper", file=deeper[:80]) if deeper else Unfit("no-structure", file=", ".join(wanted))


def pour(archive: zipfile.ZipFile, files: list[list[Any]], out: BinaryIO) -> None:
    for name, _size in files:
        with archive.open(name) as inner:
            while chunk := inner.read(CHUNK):
                out.write(chunk)


def main(memory: str, seconds: str, most: str) -> None:
    limit(int(memory), int(seconds))
    archive, files = None, []
    with os.fdopen(0, "rb") as file:
        try:
            said, archive = look(file, int(most))
            files = said["files"]
        except Unfit as unfit:
            said = unfit.plain()
        except (MemoryError, RecursionError):
            said = Unfit("large").plain()
        head = json.dumps(said).encode()
        out = sys.stdout.buffer
        out.write(len(head).to_bytes(4) + head)
        if archive is not None:
            pour(archive, files, out)
        out.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
