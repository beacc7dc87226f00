"""Reads of issued letters: as a paper again, and by its code."""

from __future__ import annotations

import re

from district.applications.letters.models import IssuedLetter
from district.record.papers.letter import Letter

__all__ = ["IssuedLetter", "letter_of", "with_code"]


def letter_of(issued: IssuedLetter, check: str = "") -> Letter:
    """The paper as it was issued, `check` being the address at which it can be verified."""
    return Letter.kept(issued.content, check=check, check_code=issued.code if check else "")


def with_code(text: str) -> IssuedLetter | None:
    """The letter under a code, typed in any case, with or without dashes; None where there is none."""
    bare = re.sub(r"[^0-9A-Z]", "", text.upper())[:12]
    if len(bare) != 12:
        return None
    code = "-".join((bare[:4], bare[4:8], bare[8:]))
    rows = IssuedLetter.objects.select_related("decision__application__programme", "decision__office")
    return rows.filter(code=code).first()
