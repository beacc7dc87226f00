"""docs/letter.md says where each thing of the letter runs: anybody opens its addresses, its tests are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
LETTER = (ROOT / "docs" / "letter.md").read_text(encoding="utf-8")
RUNS = sorted(set(re.findall(r"`(/(?!policies|answers)[a-z/-]+/)`", LETTER)))


@pytest.mark.django_db
def test_where_a_thing_of_the_letter_runs_anybody_may_look() -> None:
    assert len(RUNS) >= 8
    assert {address: Client().get(address).status_code for address in RUNS} == dict.fromkeys(RUNS, 200)


def test_the_tests_named_are_there() -> None:
    named = set(re.findall(r"`(tests/[a-z_/.]+)`", LETTER))
    assert len(named) > 5 and {each for each in named if not (ROOT / each).exists()} == set()
