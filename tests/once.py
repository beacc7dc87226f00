"""A whole district's catalogue is read once by a process of the tests, however many tests publish it.

Reading is pure: the same texts give the same catalogue, which nobody can change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

import rulebook
from rulebook import Catalogue
from rulebook.catalogue import reader

WHOLE, KEPT = 100, 4  # files of a catalogue worth keeping; how many are kept
REAL = reader.read_files
_kept: dict[str, Catalogue] = {}


def read_files(files: Mapping[str, str], layer: str, beside: Collection[str] = ()) -> Catalogue:
    if len(files) < WHOLE:
        return REAL(files, layer, beside)
    key = hashlib.sha256(repr((layer, sorted(files.items()), sorted(beside))).encode()).hexdigest()
    if key not in _kept:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = REAL(files, layer, beside)
    return _kept[key]


def install() -> None:
    reader.read_files = rulebook.read_files = read_files


def forget() -> None:
    """For a test of reading itself."""
    _kept.clear()
