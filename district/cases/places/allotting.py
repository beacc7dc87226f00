"""Who gets a place, as pure functions: by rank, first come, in proportion, or drawn by lot from a published seed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

FEN = Decimal("0.01")


@dataclass(frozen=True)
class Candidate:
    """One case that asks for a place. `marks` are means by criterion, `rank` the version's own FEEL rank."""

    reference: str
    submitted: dt.datetime
    score: Decimal | None = None
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    rank: Decimal | None = None
    amount: Decimal = Decimal(0)


@dataclass(frozen=True)
class Allotted:
    """`order` counts from 1; `outcome` is place, waiting or below; `tie` says what settled a tie with the one before;
    `share` is the amount in yuan under pro-rata."""

    reference: str
    order: int
    outcome: str
    tie: str = ""
    share: Decimal | None = None


def ranked(
    candidates: Iterable[Candidate], places: int, *, ties: Sequence[str] = ("submitted",),
    passing: Decimal | None = None, waiting: bool = False, seed: str = "",
) -> list[Allotted]:  # fmt: skip
    """By score, the highest first; ties by each rule of `ties` in turn: a criterion's name, `rank`, `submitted`, `lot`.

    Who is below `passing`, or has no score, gets neither a place nor a wait.
    """
    rules = [*ties, "submitted", "reference"]

    def key(each: Candidate) -> tuple[object, ...]:
        return (-_or_least(each.score), *(_tie_key(each, rule, seed) for rule in rules))

    ordered = sorted(candidates, key=key)
    found, given = [], 0
    for order, each in enumerate(ordered, start=1):
        before = ordered[order - 2] if order > 1 else None
        tie = _settled(before, each, rules, seed) if before is not None and before.score == each.score else ""
        fits = each.score is not None and (passing is None or each.score >= passing)
        outcome = "below" if not fits else "place" if given < places else "waiting" if waiting else "refused"
        given += outcome == "place"
        found.append(Allotted(each.reference, order, outcome, tie))
    return found


def first_come(candidates: Iterable[Candidate], places: int, *, waiting: bool = False) -> list[Allotted]:
    """By the time of submission."""
    ordered = sorted(candidates, key=lambda each: (each.submitted, each.reference))
    return _cut([each.reference for each in ordered], places, waiting)


def drawn(candidates: Iterable[Candidate], places: int, *, seed: str, waiting: bool = False) -> list[Allotted]:
    """By lot: ordered by SHA-256 of the seed and the reference, which anybody can work out again."""
    if not seed:
        raise ValueError("a lottery needs a seed that is published before the draw")
    ordered = sorted((each.reference for each in candidates), key=lambda reference: lot(seed, reference))
    return _cut(ordered, places, waiting)


def in_proportion(candidates: Iterable[Candidate], money: Decimal) -> list[Allotted]:
    """Everybody gets the same part of what is due, to the fen; the parts add up to `money`, or to all that is due.

    What rounding down leaves goes a fen each to the largest remainders, earlier submissions first.
    """
    ordered = sorted(candidates, key=lambda each: (each.submitted, each.reference))
    due = sum((each.amount for each in ordered), Decimal(0))
    if due <= money:
        shares = [each.amount for each in ordered]
    else:
        exact = [each.amount * money / due for each in ordered]
        shares = [each.quantize(FEN, ROUND_DOWN) for each in exact]
        left = int((money - sum(shares)) / FEN)
        by_remainder = sorted(range(len(ordered)), key=lambda n: (shares[n] - exact[n], n))
        for n in by_remainder[:left]:
            shares[n] += FEN
    return [Allotted(each.reference, order, "place", share=share)
            for order, (each, share) in enumerate(zip(ordered, shares, strict=True), start=1)]  # fmt: skip


def lot(seed: str, reference: str) -> str:
    """The lot of one reference: hex digits, compared as text."""
    return hashlib.sha256(f"{seed}|{reference}".encode()).hexdigest()


def digest(candidates: Iterable[Candidate]) -> str:
    """SHA-256 over who stood for a place, in the order of references."""
    text = json.dumps(sorted(each.reference for each in candidates), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _cut(ordered: Sequence[str], places: int, waiting: bool) -> list[Allotted]:
    rest = "waiting" if waiting else "refused"
    return [Allotted(each, order, "place" if order <= places else rest) for order, each in enumerate(ordered, start=1)]


def _or_least(score: Decimal | None) -> Decimal:
    return Decimal(-1) if score is None else score


def _tie_key(each: Candidate, rule: str, seed: str) -> object:
    if rule == "submitted":
        return each.submitted
    if rule == "reference":
        return each.reference
    if rule == "lot":
        return lot(seed, each.reference)
    if rule == "rank":
        return -_or_least(each.rank)
    return -each.marks.get(rule, Decimal(0))


def _settled(before: Candidate, each: Candidate, rules: Sequence[str], seed: str) -> str:
    """The first rule by which two with the same score differ."""
    return next(rule for rule in rules if _tie_key(before, rule, seed) != _tie_key(each, rule, seed))
