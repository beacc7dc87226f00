"""One meaning a word: docs/words.md says each once, the code says what it says, and no two tables have one name."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
CODE, IDENTIFIER = re.compile(r"`(\w+)`"), re.compile(r"[A-Za-z_]\w*")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
INSTEAD = {
    "notification": "message", "company": "enterprise", "organization": "organisation", "employee": "worker",
    "ticket": "application", "budgetline": "line", "attachment": "paper", "department": "bureau", "user": "person",
    "policy": "programme", "grant_amount": "amount", "deadline_date": "due_on", "timestamp": "at",
}  # fmt: skip
"""Words other systems use: what this one says."""


def rows() -> list[tuple[str, list[str]]]:
    """The first table of docs/words.md: (Chinese, the names in code)."""
    text = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").split("## English")[0]
    cells = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    return [(chinese.strip(), CODE.findall(code)) for chinese, code, *_meaning in cells[1:]]


@cache
def used() -> set[str]:
    """Every identifier of the code and of the catalogue, and the parts they are made of."""
    found: set[str] = set()
    for folder, pattern in (("district", "*.py"), ("rulebook", "*.py"), ("catalogue", "*.yaml")):
        for path in (ROOT / folder).rglob(pattern):
            found |= set(IDENTIFIER.findall(path.read_text(encoding="utf-8")))
    return found | {part.lower() for each in found for part in re.split("_", HUMP.sub("_", each))}


def models() -> list[type[Model]]:
    return [each for each in apps.get_models() if each.__module__.startswith("district.")]


def test_every_word_stands_once() -> None:
    counted = Counter(word for _chinese, words in rows() for word in words)
    assert len(counted) > 60
    assert not [word for word, n in counted.items() if n > 1]
    assert not [chinese for chinese, n in Counter(chinese for chinese, _words in rows()).items() if n > 1]


@pytest.mark.parametrize("word", sorted({word for _chinese, words in rows() for word in words}))
def test_the_code_says_what_the_words_say(word: str) -> None:
    assert word in used()


def test_one_name_is_one_table() -> None:
    twice = [name for name, n in Counter(each.__name__ for each in models()).items() if n > 1]
    assert len(models()) > 80 and not twice


@pytest.mark.parametrize("foreign", sorted(INSTEAD))
def test_tables_and_columns_say_our_words(foreign: str) -> None:
    named = [(each.__name__, each.__name__) for each in models()]
    named += [(f"{each.__name__}.{field.name}", field.name) for each in models() for field in each._meta.local_fields]
    found = [where for where, name in named if foreign in f"_{HUMP.sub('_', name).lower()}_".strip("_").split("_")]
    assert not found, f"{found}: say {INSTEAD[foreign]}"
