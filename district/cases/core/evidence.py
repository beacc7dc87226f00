"""What an application says of each paper it was asked for, in one shape, old rows and new ones.

A value is the applicant's words (`"已送窗口"`), or `{"papers": [{"paper": reference, …}], "note": words}`. No papers in
it means: not this time; with `"later": why`, that it is given later (容缺受理). While a draft, a paper is its
reference alone; handed in, it carries what it was: file, digest, name, type, size, when it came and until when it was
good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Given = str | dict[str, Any]


def references_of(given: Given | None) -> list[str]:
    """References of the wallet papers named."""
    if not isinstance(given, dict):
        return []
    return [str(each["paper"]) for each in given.get("papers") or []]


def papers_in(given: Given | None) -> list[dict[str, Any]]:
    """The papers as they were handed in; empty for words."""
    return [each for each in given.get("papers") or [] if "file" in each] if isinstance(given, dict) else []


def words_of(given: Given | None) -> str | None:
    """What was given, for a reader; None when nothing was."""
    if given is None or isinstance(given, str):
        return given
    names = [str(each.get("name") or "") for each in given.get("papers") or []]
    said = "、".join(name for name in names if name)
    note = str(given.get("note") or "")
    if not names:
        return note or None
    return f"{said}（{note}）" if said and note else said or note or "-"


def choice(references: Iterable[str], note: str = "") -> dict[str, Any]:
    """A draft's choice of papers."""
    chosen: dict[str, Any] = {"papers": [{"paper": reference} for reference in dict.fromkeys(references)]}
    return {**chosen, "note": note} if note else chosen


def later_of(given: Given | None) -> str:
    """Why the paper is given later; "" where it was not said."""
    return str(given.get("later") or "") if isinstance(given, dict) and not given.get("papers") else ""


def later(why: str) -> dict[str, Any]:
    """A draft's word that a paper is given later."""
    return {"papers": [], "later": why}


def in_words(evidence: Mapping[str, Given]) -> dict[str, str]:
    """Name → words, of what was given."""
    return {name: words for name, given in evidence.items() if (words := words_of(given)) is not None}
