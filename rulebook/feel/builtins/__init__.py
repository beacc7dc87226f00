"""The built-in functions of FEEL, one module a family. Importing this package fills `FUNCTIONS`."""

from rulebook.feel.builtins import (
    contexts,
    lists,
    logic,
    numbers,
    ranges,
    statistics,
    strings,
    temporal,
)
from rulebook.feel.builtins.registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "contexts",
    "lists",
    "logic",
    "numbers",
    "ranges",
    "statistics",
    "strings",
    "temporal",
]
