"""Reads of issued letters: as a paper again, and by its code."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from district.applications.letters.models import IssuedLetter
from district.record.papers.letter import Letter, Part

__all__ = ["IssuedLetter", "letter_of", "with_code"]


def letter_of(issued: IssuedLetter, check: str = "") -> Letter:
    """The paper as it was issued, `check` being the address at which it can be verified."""
    said: dict[str, Any] = {**issued.content}
    year, month, day = (int(each) for each in re.findall(r"\d+", said["date"]))
    parts = tuple(Part(each["text"], each["level"], tuple(each["items"])) for each in said["parts"])
    return Letter(**{
        **said, "date": dt.date(year, month, day), "parts": parts, "notes": tuple(said["notes"]), "check": check,
        "check_code": issued.code if check else "",
    })  # fmt: skip


def with_code(text: str) -> IssuedLetter | None:
    """The letter under a code, typed in any case, with or without dashes; None where there is none."""
    bare = re.sub(r"[^0-9A-Z]", "", text.upper())[:12]
    if len(bare) != 12:
        return None
    code = "-".join((bare[:4], bare[4:8], bare[8:]))
    rows = IssuedLetter.objects.select_related("decision__application__programme", "finding__application__programme")
    return rows.filter(code=code).first()
