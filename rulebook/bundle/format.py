"""What stands in a bundle: its members, its lines, its digests. README.md tells it in words."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives import hashes

FORMAT = "huiqi-bundle/1"
MANIFEST, DECISIONS, CHAIN, RELEASES = "manifest.json", "decisions.jsonl", "chain.jsonl", "releases/"
READING = "reading/"  # what people read; nothing is derived from it
COMMENT = "sha256:"
COMMENT_BYTES = len(COMMENT) + 64
NO_SEAL = "0" * 64  # what stands before the first line of a log
# what a verdict is, whatever sentences and fields the software of the day adds to it
VERDICT = (
    "programme",
    "version",
    "hash",
    "as_of",
    "eligible",
    "amount",
    "missing",
    "waiting",
    "because",
    "illustrative",
)
CLAUSE = ("kind", "id", "say", "cite", "value", "person", "status", "facts", "missing")
FROZEN_BY = frozenset({"submit", "resubmit", "read_anew"})
VERBS = {"granted": ("grant", "amend", "grant_anew"), "refused": ("refuse", "revoke")}


_WRITTEN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class BundleError(ValueError):
    """The file is not a bundle, or a line of it cannot be read."""


def canonical(value: Any) -> str:
    """JSON that is always the same for the same data: keys sorted, no spaces, letters as they are."""
    return _WRITTEN.encode(value)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 hex digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905-2016), 64 hex digits."""
    made = hashes.Hash(hashes.SM3())
    made.update(data)
    return made.finalize().hex()


def sealed(previous: str, line_digest: str) -> str:
    """The seal of a log line: SM3 over the seal before it and the SM3 of its text."""
    return sm3((previous + line_digest).encode())


def bare(verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Of a verdict's JSON what must come out the same for ever: no gaps, no next step, nothing about the benefit."""

    def clause(each: Mapping[str, Any]) -> dict[str, Any]:
        kept = {key: each[key] for key in CLAUSE}
        return {**kept, "children": [clause(child) for child in each["children"]]} if "children" in each else kept

    kept = {key: verdict[key] for key in VERDICT}
    return {**kept, "conditions": [clause(each) for each in verdict["conditions"]]}


@dataclass(frozen=True)
class Decided:
    """One decision and all it rested on. `facts`: name → {value, type, expired, …} as frozen; `amount` in yuan.

    `since` and `hash` name the version, `release` the catalogue it was published in; `verdict` is `Verdict.as_json()`
    as stored; only what `bare` keeps of it is written. `share`, in yuan: where a sum is shared out in proportion.
    `amount` is one payment's; `cuts` what limits of one enterprise took of all: [{year, amount, why, because}].
    """

    number: str
    office: str
    serial: int
    reference: str
    outcome: str
    amount: Decimal | None
    note: str
    at: dt.datetime
    as_of: dt.date
    release: str
    since: dt.date
    hash: str
    facts: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, bool]
    verdict: Mapping[str, Any]
    share: Decimal | None = None
    cuts: Sequence[Mapping[str, Any]] = ()

    @property
    def cut(self) -> Decimal:
        """Yuan that limits of one enterprise took of all payments."""
        return sum((Decimal(each["amount"]) for each in self.cuts), Decimal(0))

    def as_json(self) -> dict[str, Any]:
        shared = {} if self.share is None else {"share": f"{self.share:.2f}"}
        cut = {"cuts": [dict(each) for each in self.cuts]} if self.cuts else {}
        return {
            **shared, **cut,
            "number": self.number, "office": self.office, "serial": self.serial, "reference": self.reference,
            "outcome": self.outcome, "amount": None if self.amount is None else f"{self.amount:.2f}",
            "note": self.note, "at": self.at.astimezone(dt.UTC).isoformat(), "as_of": self.as_of.isoformat(),
            "release": self.release, "version": {"since": self.since.isoformat(), "hash": self.hash},
            "facts": self.facts, "facts_digest": digest(self.facts), "answers": dict(self.answers),
            "verdict": bare(self.verdict),
        }  # fmt: skip

    @classmethod
    def of(cls, line: Any) -> Decided:
        """Out of a line's JSON. Raises BundleError where it is not exactly what `as_json` would write."""
        try:
            amount = line["amount"]
            found = cls(
                number=line["number"], office=line["office"], serial=line["serial"], reference=line["reference"],
                outcome=line["outcome"], amount=None if amount is None else Decimal(amount), note=line["note"],
                at=dt.datetime.fromisoformat(line["at"]), as_of=dt.date.fromisoformat(line["as_of"]),
                release=line["release"], since=dt.date.fromisoformat(line["version"]["since"]),
                hash=line["version"]["hash"], facts=line["facts"], answers=line["answers"], verdict=line["verdict"],
                share=Decimal(line["share"]) if "share" in line else None, cuts=tuple(line.get("cuts") or ()),
            )  # fmt: skip
            same = found.as_json() == line and found._typed()
        except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
            raise BundleError(f"这一行不成决定：{error!r}") from None
        if not same:
            raise BundleError("这一行的内容、格式或事实摘要不对。")
        return found

    def _typed(self) -> bool:
        """Whether values are of the types they must have: a text is truer than false, so this matters for answers."""
        words = (self.number, self.office, self.reference, self.outcome, self.note, self.release, self.hash)
        return (
            self.cut >= 0 and all(type(each) is str for each in words) and type(self.serial) is int
            and all(type(each) is bool for each in self.answers.values())
            and all(type(each["value"]) in (str, bool) for each in self.facts.values())
        )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the sealed log. Of lines that are not `shown` only the digest goes into the bundle."""

    number: int
    text: str
    previous: str
    seal: str
    shown: bool

    def as_json(self) -> dict[str, Any]:
        if self.shown:
            return {"number": self.number, "text": self.text, "seal": self.seal}
        return {"number": self.number, "digest": sm3(self.text.encode())}


@dataclass(frozen=True)
class Texts:
    """A release: every file's text by path ("yangpu/layer.yaml"), and the layer that was published."""

    hash: str
    layer: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Subject:
    """What a bundle is about; `programme` is its slug. `numbers`: office → all serials it gave in the year."""

    programme: str
    year: int
    numbers: Mapping[str, Sequence[int]]


def spans(numbers: Iterable[int]) -> list[list[int]]:
    """Whole numbers as [from, to] pairs, in order."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found
