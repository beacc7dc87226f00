"""Keeping files: checked, put under their digest outside the web root, forgotten when no row refers to them."""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from district.ground import clock
from district.ground.files import inspecting
from district.ground.files.models import StoredFile
from district.ground.files.refusing import BadUpload
from district.ground.people.queries import Person

__all__ = ["BadUpload", "clean_name", "forget", "store", "sweep", "whole"]

CHUNK = 1 << 20
GRACE = 24 * 3600  # seconds a file without a row stays: somebody may be handing in the same bytes this moment


def store(
    *, file: BinaryIO, name: str, room: str, subject: str, by: Person | None, own: str = "", film: bool = False
) -> StoredFile:  # fmt: skip
    """Check a file and keep it for one subject of a room; the same bytes again give the same row. What a
    picture tells beside itself (where it was taken) is not kept; digest and size are those of what is.

    The caller has asked permission. `film`: a film is taken as well, which nothing here looks into. `own`: the type of
    a paper that the site itself wrote, which is not looked through. Raises BadUpload.
    """
    found = inspecting.own(file, own) if own else inspecting.inspect(file, film=film)
    _put(found.kept, found.digest)
    if found.kept is not file:
        found.kept.close()
    with transaction.atomic():
        try:
            with transaction.atomic():
                row, _new = StoredFile.objects.get_or_create(
                    room=room, subject=subject, digest=found.digest,
                    defaults={"size": found.size, "type": found.type, "name": clean_name(name, found.type), "by": by,
                              "at": clock.now()},
                )  # fmt: skip
        except IntegrityError:  # another request was a moment quicker
            row = StoredFile.objects.get(room=room, subject=subject, digest=found.digest)
    return row


def forget(*, file: StoredFile) -> None:
    """Drop a file's row; the bytes go with the next sweep if no other row refers to them.

    Raises ProtectedError where another row still refers to it: what was handed in stays.
    """
    file.delete()


def sweep(*, now: float) -> int:
    """Remove bytes that no row refers to and nobody touched for a day; returns how many. `now`: epoch seconds."""
    removed = 0
    for path in sorted(root().glob("??/*")):
        if now - path.stat().st_mtime < GRACE:
            continue
        if path.name.startswith(".") or not StoredFile.objects.filter(digest=path.name).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def root() -> Path:
    """Where the bytes are; inside MEDIA_ROOT, which no web server serves."""
    return Path(settings.MEDIA_ROOT) / "kept"


def path_of(digest: str) -> Path:
    return root() / digest[:2] / digest


def _put(file: BinaryIO, digest: str) -> None:
    """The bytes under their digest, whole or not at all; there already: touched, so that no sweep takes them."""
    path = path_of(digest)
    if path.exists():
        os.utime(path)
        return
    file.seek(0)
    with whole(path.parent, lambda: path) as out:
        while chunk := file.read(CHUNK):
            out.write(chunk)


@contextmanager
def whole(folder: Path, place: Callable[[], Path]) -> Iterator[BinaryIO]:
    """What is written lies at `place` afterwards, or nowhere. `folder`, of the same disk, holds it until then; `place`
    is asked once all is written, for its digest may say.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=folder, prefix=".")  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        path = place()
        path.parent.mkdir(exist_ok=True, mode=0o700)
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def clean_name(name: str, type_: str) -> str:
    """A name for showing and saving: no folders, no control characters, not long, the ending its content's."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip() or "-"
    endings = (".jpg", ".jpeg") if type_ == "jpeg" else (f".{type_}",)
    ending = next((each for each in endings if plain.lower().endswith(each)), "")
    stem = plain[: -len(ending)] if ending else plain
    return stem[:144] + (ending or endings[0])
