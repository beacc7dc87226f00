"""What an official paper says, without how it looks."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One paragraph. `level` 0 is plain text, 1 to 3 headings of that depth; `items` are numbered lines below it."""

    text: str
    level: int = 0
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One paper: from `office`, numbered, titled, to somebody, in parts, signed and dated.

    `check` is the address at which it can be verified, `check_code` what to type there; both empty for a paper
    that is not verified. `notes` stand small at the end.
    """

    office: str
    number: str
    title: str
    to: str
    parts: tuple[Part, ...]
    date: dt.date
    signer: str = ""
    notes: tuple[str, ...] = ()
    check: str = ""
    check_code: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it; the date in the official form."""
        return {**asdict(self), "date": official_date(self.date), "signer": self.signer or self.office}

    @property
    def digest(self) -> str:
        """SHA-256 over what it says, but for how it is verified."""
        said = {**self.plain(), "check": "", "check_code": ""}
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def lines(self) -> list[str]:
        """Every sentence in order: what both files must hold."""
        plain = self.plain()
        found = [plain["office"], self.number, self.title, f"{self.to}："]
        for part in self.parts:
            found += [part.text, *numbered(part)]
        return [*found, plain["signer"], plain["date"], *self.notes]


def numbered(part: Part) -> list[str]:
    """The items as they are written."""
    return [f"{n}. {item}" for n, item in enumerate(part.items, start=1)]


def official_date(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
