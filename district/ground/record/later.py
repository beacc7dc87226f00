"""Libraries with large dictionaries, loaded by who uses them first: `huiqi run` and most commands never do."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class later:
    """`pypinyin = later("pypinyin")` in place of `import pypinyin`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, wanted: str) -> Any:
        found = getattr(import_module(self._name), wanted)
        setattr(self, wanted, found)
        return found
