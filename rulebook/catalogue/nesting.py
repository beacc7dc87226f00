"""How deep a YAML text goes, told before anything is built of it: readers go down into each level in turn."""

from __future__ import annotations

import re

import yaml

MOST_DEEP = 60  # levels; a catalogue's deepest file has nine
OPENERS = re.compile(r"[\[{]|(?:^|[\s-])-(?=\s)|:\s*$", re.MULTILINE)
LOADER = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader


def too_deep(text: str) -> int | None:
    """The line, from 1, where a text goes deeper than any catalogue; None where it does not, or is no YAML at all."""
    if sum(1 for _ in OPENERS.finditer(text)) <= MOST_DEEP:  # cannot be
        return None
    depth = 0
    try:
        for event in yaml.parse(text, LOADER):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MOST_DEEP:
                return event.start_mark.line + 1 if event.start_mark else 1
    except (yaml.YAMLError, RecursionError):
        return 1 if depth >= MOST_DEEP else None  # the reader that comes next says what is wrong, and where
    return None


def points_back(text: str) -> int | None:
    """The line, from 1, of the first alias (`*name`): ten lines of them make a billion values of whoever walks them."""
    if "*" not in text:
        return None
    try:
        for event in yaml.parse(text, LOADER):
            if isinstance(event, yaml.AliasEvent):
                return event.start_mark.line + 1 if event.start_mark else 1
    except (yaml.YAMLError, RecursionError):
        return None  # the reader that comes next says what is wrong, and where
    return None
