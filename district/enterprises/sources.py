"""Whose word a fact is: which bureau the vocabulary means by a source."""

from __future__ import annotations

import re

from district.ground.people.queries import Bureau

SHORTEST = 2  # characters of a source that say whose it is


def verifies(bureau: Bureau, source: str) -> bool:
    """Whether a bureau is who the vocabulary means by `source`: by its name or full name, also shortened (社保 is
    社会保障, 科技 科学技术).
    """
    stem = re.sub("(部门|登记|平台)$", "", source.strip())
    if len(stem) < SHORTEST:
        return False
    short = ".{0,1}".join(re.escape(char) for char in stem)
    return stem in bureau.name or bureau.name in source or re.search(short, bureau.full) is not None
