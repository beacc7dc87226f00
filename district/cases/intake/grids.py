"""What a page of the grid of a list says that was posted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from district.cases.headcount.list_rows import ListState

CELL, KEY = re.compile(r"r-([0-9a-f]{32})-(\d{1,2})"), re.compile(r"[0-9a-f]{32}")


@dataclass
class Grid:
    """What a page of the grid said: rows it had shown and cells changed in them, new rows, rows to take out."""

    changed: dict[str, dict[str, str]] = field(default_factory=dict)
    new: dict[str, dict[str, str]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    blank: list[str] = field(default_factory=list)


def read_grid(posted: Any, state: ListState) -> Grid:
    """The cells somebody changed, by row key and column. What is as the page had shown it is not touched: a page that
    is older than a colleague's change does not undo it, and a number shown masked stays the number that is kept.
    """
    found = Grid(removed={key for key in posted.getlist("remove") if KEY.fullmatch(key)})
    cells: dict[str, dict[int, str]] = {}
    for name in posted:
        match = CELL.fullmatch(name)
        if match and int(match[2]) < len(state.asked.columns):
            cells.setdefault(match[1], {})[int(match[2])] = posted[name]
    for key, row in cells.items():
        named = {state.asked.columns[place].name: text for place, text in row.items()}
        was = posted.get(f"was-{key}", "").split(".")
        if len(was) == len(state.asked.columns):
            changed = {state.asked.columns[place].name: text for place, text in row.items() if mark(text) != was[place]}
            if changed:
                found.changed[key] = changed
        elif any(text.strip() for text in named.values()):
            found.new[key] = named
        else:
            found.blank.append(key)
    return found


def mark(text: str) -> str:
    """Tells whether a cell is still as it was shown."""
    return salted_hmac("huiqi list cell", text.strip()).hexdigest()[:12]
