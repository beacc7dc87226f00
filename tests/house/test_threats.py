"""The threat model names what is there: each row a file of the code and a test."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`((?:district|tests)/[\w/]+\.py)`")


def test_every_threat_names_code_and_a_test_that_are_there() -> None:
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and "`tests/" in line]
    assert len(rows) >= 19
    for row in rows:
        named = NAMED.findall(row)
        assert len(named) == 2 and named[1].startswith("tests/"), row
        assert [each for each in named if not (ROOT / each).is_file()] == [], row


def test_what_a_reporter_needs_is_there() -> None:
    said = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "private" in said and (ROOT / "LICENSE").read_text(encoding="utf-8").strip().startswith("Apache License")
    assert [link for link in re.findall(r"\]\(([^)h][^)]*)\)", said) if not (ROOT / link).is_file()] == []
