"""The catalogue as read: frozen objects, texts and places kept so that every message can point at a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rulebook.catalogue.periods import Ceiling, Rhythm
from rulebook.plan.nodes import Plan
from rulebook.plan.types import Maybe, Value


@dataclass(frozen=True)
class Place:
    file: str
    line: int
    column: int = 1


OWNERS = ("enterprise", "sole-trader")  # whom a programme serves that does not say
TODAY = "核算日"  # as a bound of a date: that day itself


@dataclass(frozen=True)
class Asking:
    """How a fact is asked for. `ease` goes from 1, only a bureau knows, to 5, anybody knows at once; `usual` is what
    most subjects would answer; `public`: the register shows it to anybody;
    `suggest` are common answers, the local one first;
    `free`: the answer is none of the words that rules name; `part_of`: a number that can be no more than that fact's,
    since it counts some of the same. `founder` asks who has no firm yet, "" for
    what is not asked then.
    """

    hint: str = ""
    founder: str = ""
    ease: int = 3
    usual: Maybe = None
    least: Maybe = None
    most: Maybe = None
    public: bool = False
    suggest: tuple[str, ...] = ()
    free: bool = False
    part_of: str = ""

    def limits(self, day: dt.date) -> tuple[Maybe, Maybe]:
        """The least and the most a value may be on a day."""
        return (day if self.least == TODAY else self.least), (day if self.most == TODAY else self.most)


@dataclass(frozen=True)
class FactKind:
    """One fact of the vocabulary. `fresh` is an ISO duration; `choices` the words it may be, when they are fixed;
    `vouched_by` the grades of a value that counts, () for any; `group` the heading it stands under on a page;
    `subject` whom it speaks of."""

    name: str
    type: str
    place: Place
    layer: str = ""
    unit: str = ""
    places: int | None = None
    source: str = ""
    fresh: str = ""
    personal: bool = False
    ask: str = ""
    per: str = ""
    choices: tuple[str, ...] = ()
    vouched_by: tuple[str, ...] = ()
    asking: Asking = Asking()
    group: str = ""
    group_english: str = ""
    subject: str = "enterprise"

    @property
    def asked(self) -> bool:
        """Whether the subject's own word counts, so that it may be asked."""
        return not self.vouched_by or "declared" in self.vouched_by

    @property
    def supposed(self) -> bool:
        """Whether somebody who only wants to know may suppose it: it stands on a paper a subject may hold."""
        return self.asked or "certificate" in self.vouched_by


@dataclass(frozen=True)
class Derived:
    """A fact computed from others."""

    name: str
    type: str
    place: Place
    plan: Plan
    unit: str = ""
    choices: tuple[str, ...] = ()
    table: str = ""


@dataclass(frozen=True)
class Parameter:
    """A dated value. `values` is sorted by day; `status` is seed, official or illustrative."""

    name: str
    type: str
    place: Place
    values: tuple[tuple[dt.date, Value], ...]
    unit: str = ""
    source: str = ""
    status: str = "illustrative"
    checked_on: dt.date | None = None

    def on(self, day: dt.date) -> Maybe:
        """The value in force on `day`, or None before the first."""
        found: Maybe = None
        for since, value in self.values:
            if since <= day:
                found = value
        return found


@dataclass(frozen=True)
class Condition:
    """One clause. `plan` is None for a person's condition, which the role `person` answers."""

    id: str
    say: str
    place: Place
    plan: Plan | None = None
    when: str = ""
    person: str = ""
    cite: str = ""
    status: str = ""


@dataclass(frozen=True)
class Group:
    """`any`, `all` or `none` of the conditions within."""

    kind: str
    terms: tuple[Clause, ...]
    place: Place


Clause = Condition | Group


def flat(clauses: tuple[Clause, ...]) -> Iterator[Condition]:
    """The conditions in order, groups opened."""
    for clause in clauses:
        if isinstance(clause, Group):
            yield from flat(clause.terms)
        else:
            yield clause


@dataclass(frozen=True)
class Benefit:
    """What is given. Amounts are yuan of one payment; `per: month` with `times` is a running subsidy."""

    amount: Plan | None = None
    amount_text: str = ""
    cap: Plan | None = None
    cap_text: str = ""
    pay: str = "once"
    per: str = ""
    times: int | None = None
    round: str = ""
    status: str = ""
    say: str = ""
    instalments: tuple[tuple[Decimal, str], ...] = ()  # (share in per cent, at: decision or the milestone's name)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """What the money rests on: the amount and its cap; none where no amount is given."""
        return () if self.amount is None else (self.amount,) if self.cap is None else (self.amount, self.cap)

    @property
    def rhythm(self) -> Rhythm:
        """How often the amount is paid."""
        return Rhythm(self.per, self.times)


@dataclass(frozen=True)
class Together:
    """This programme and those `slugs` name may pay at most `at_most` together; unknown or negative is nothing."""

    slugs: tuple[str, ...]
    at_most: Plan | None
    text: str = ""


@dataclass(frozen=True)
class Obligation:
    """What a grant asks of its receiver for `months` from the decision on, looked at every `every` months.

    `when` may name a base fact as it was decided on: 决定时从业人员 beside 从业人员. `on_breach` is `recover all`,
    `recover pro rata` or `remind`. No part of judging who may receive.
    """

    id: str
    say: str
    place: Place
    plan: Plan | None
    when: str
    months: int
    every: int = 1
    on_breach: str = "remind"
    cite: str = ""
    status: str = ""
    examples: tuple[ObligationExample, ...] = ()


@dataclass(frozen=True)
class ObligationExample:
    """Facts today and as decided on; `expect` is True for kept, False for breached, None for unknown."""

    name: str
    place: Place
    as_of: dt.date
    given: Mapping[str, Value]
    decided: Mapping[str, Value]
    expect: bool | None


@dataclass(frozen=True)
class Example:
    name: str
    place: Place
    as_of: dt.date
    given: Mapping[str, Value]
    answers: Mapping[str, bool]
    expect: Mapping[str, Any]
    places: Mapping[str, Place]


@dataclass(frozen=True)
class Version:
    """A programme's rule from `since` on, to the day before the next version or up to `until`.

    `hash` is SHA-256 over the rule and everything it rests on. `rest` holds what judging does not need
    (quota, rank, ceiling, intake, evidence, process, deadlines, …) as plain data.
    """

    slug: str
    since: dt.date
    until: dt.date | None
    place: Place
    conditions: tuple[Clause, ...]
    benefit: Benefit
    examples: tuple[Example, ...]
    rest: Mapping[str, Any]
    uses: frozenset[str]
    hash: str
    illustrative: bool
    together: tuple[Together, ...] = ()
    rank: Plan | None = None
    obligations: tuple[Obligation, ...] = ()

    @property
    def coverage(self) -> tuple[int, int]:
        """(clauses a machine judges, all clauses)."""
        found = list(flat(self.conditions))
        return sum(each.plan is not None for each in found), len(found)

    @property
    def ceiling(self) -> Ceiling | None:
        """The most one subject may get of it."""
        return Ceiling.of(self.rest)

    def in_force(self, day: dt.date) -> bool:
        """Whether the version holds on a day, both ends included."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Programme:
    """What doesn't change of a promise; `versions` are sorted by day.

    `expect_all` and `expect_none`: why everybody, or nobody, of a register is found eligible; no part of the hash.
    `act` names what fulfils a service ("advice.clinic"), which is not applied for. `serves` are words of
    `format_rules.SERVED`: who may use it.
    """

    slug: str
    name: str
    layer: str
    office: str
    kind: str
    place: Place
    subject: str = "enterprise"
    with_offices: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    basis: tuple[Mapping[str, Any], ...] = ()
    summary: str = ""
    text: str = ""
    versions: tuple[Version, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)
    expect_all: str = ""
    expect_none: str = ""
    act: str = ""
    serves: tuple[str, ...] = OWNERS

    def version_on(self, day: dt.date) -> Version | None:
        """The version in force on `day`, if any."""
        return next((each for each in reversed(self.versions) if each.in_force(day)), None)


@dataclass(frozen=True)
class Layer:
    """One level of law: its offices in full, and whatever else its layer.yaml says.

    `reach`: office → how it is reached, as written: phone, address, hours, page.
    """

    folder: str
    name: str
    code: str
    parent: str
    offices: tuple[tuple[str, str], ...]
    rest: Mapping[str, Any]
    place: Place
    reach: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
