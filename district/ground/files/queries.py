"""Reads of kept files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from district.ground.files.actions import path_of
from district.ground.files.models import SHOWN, TYPES, StoredFile

__all__ = ["SHOWN", "TYPES", "StoredFile", "accepted", "bytes_of", "most_megabytes", "name_of"]


def bytes_of(file: StoredFile) -> Path:
    """Where a file's bytes are; the caller has asked permission."""
    return path_of(file.digest)


def accepted() -> str:
    """For an `<input accept>`: endings and media types."""
    return ",".join([".jpg", *(f".{type_}" for type_ in TYPES), "image/jpeg", "image/png", "application/pdf"])


def most_megabytes() -> int:
    return int(settings.FILE_MOST_BYTES // 1_048_576)


def name_of(parts: Mapping[str, Any]) -> str:
    """A file of an address by its name and what it was handed in for; its number where there is none."""
    found = StoredFile.objects.filter(reference=parts["reference"]).first()
    return f"{found.name}（{found.subject}）" if found is not None else str(parts["reference"])
