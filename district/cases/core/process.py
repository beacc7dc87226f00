"""How a version wants its applications handled, typed: steps, bureaus asked, score sheet, places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from district.cases.core.terms import Term, read_term

JOINT, SCORE, NOTICE = "joint-review", "score", "notice"
BETWEEN = (JOINT, SCORE, NOTICE)  # steps between acceptance and decision, in their order
OPINION_TERM = Term(10)  # where a rule file says nothing; illustrative


@dataclass(frozen=True)
class Partner:
    """A bureau asked in the joint review. `silence`: agree, object or remind when its term passes unanswered."""

    office: str
    ask: tuple[str, ...] = ()
    veto: bool = False
    term: Term = OPINION_TERM
    silence: str = "remind"


@dataclass(frozen=True)
class Criterion:
    """A line of the score sheet; `most` is its full mark."""

    name: str
    most: int
    say: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class Scoring:
    """`least` sheets a case needs; `passing` mean for a place; a sheet `outlier` marks or more from the median is an
    outlier, and `outliers` says what then: mark it, drop it from the mean, ask the expert again.
    """

    experts: int = 5
    least: int = 1
    blind: bool = False
    passing: Decimal | None = None
    outlier: Decimal = Decimal(20)
    outliers: str = "mark"
    ties: tuple[str, ...] = ("submitted",)


@dataclass(frozen=True)
class Quota:
    """`count` places a year or for life, by rank, first-come, pro-rata or lottery.

    `listed`: the rule says by what, so nobody is granted before the list that says who; else whoever is decided first.
    """

    count: int
    per: str = "year"
    by: str = "rank"
    carry: bool = False
    waiting: bool = False
    listed: bool = False


@dataclass(frozen=True)
class Handling:
    """What a case of this version goes through. `steps` are those between acceptance and decision."""

    steps: tuple[str, ...]
    partners: tuple[Partner, ...]
    rubric: tuple[Criterion, ...]
    scoring: Scoring
    quota: Quota | None
    results: str = "score"

    @property
    def tells_rank(self) -> bool:
        """Whether who applied hears where it stands on the list."""
        return self.results != "nothing"

    @property
    def tells_score(self) -> bool:
        """Whether who applied hears its score, and the notice publishes it."""
        return self.results == "score"

    @property
    def full_mark(self) -> int:
        return sum(each.most for each in self.rubric)

    def next_step(self, passed: list[str]) -> str | None:
        """The first step that has not been passed; None when only the decision is left."""
        return next((step for step in self.steps if step not in passed), None)


def handling_of(description: Mapping[str, Any]) -> Handling:
    """Read a version's description. What `rulebook check` refuses does not occur here."""
    steps = tuple(step for step in BETWEEN if step in (description.get("process") or []))
    asked = description.get("joint") or {}
    offices = dict.fromkeys([*(description.get("with") or []), *asked])
    partners = tuple(_partner(office, asked.get(office) or {}) for office in offices)
    if JOINT in steps and not partners:
        steps = tuple(step for step in steps if step != JOINT)  # nobody to ask
    return Handling(
        steps=steps, partners=partners, rubric=tuple(_criterion(each) for each in description.get("rubric") or []),
        scoring=_scoring(description.get("scoring") or {}), quota=_quota(description.get("quota")),
        results=str(description.get("results") or "score"),
    )  # fmt: skip


def _partner(office: str, said: Mapping[str, Any]) -> Partner:
    ask = said.get("ask") or []
    return Partner(
        office=office, ask=tuple(str(each) for each in ask), veto=_yes(said.get("veto")),
        term=read_term(said.get("term"), OPINION_TERM), silence=str(said.get("silence") or "remind"),
    )  # fmt: skip


def _criterion(said: Mapping[str, Any]) -> Criterion:
    return Criterion(
        str(said["name"]), int(said["most"]), str(said.get("say") or ""), said.get("status") == "illustrative"
    )


def _scoring(said: Mapping[str, Any]) -> Scoring:
    passing = said.get("pass")
    return Scoring(
        experts=int(said.get("experts") or 5), least=int(said.get("least") or 1), blind=_yes(said.get("blind")),
        passing=None if passing is None else Decimal(str(passing)), outlier=Decimal(str(said.get("outlier") or 20)),
        outliers=str(said.get("outliers") or "mark"),
        ties=tuple(str(each) for each in said.get("ties") or ["submitted"]),
    )  # fmt: skip


def _quota(said: object) -> Quota | None:
    if not isinstance(said, Mapping) or not isinstance(said.get("count"), int):
        return None
    return Quota(
        count=said["count"], per=str(said.get("per") or "year"), by=str(said.get("by") or "rank"),
        carry=_yes(said.get("carry")), waiting=_yes(said.get("waiting")), listed=bool(said.get("by")),
    )  # fmt: skip


def _yes(said: object) -> bool:
    return said is True or str(said).lower() in {"true", "yes"}
