"""What may still be given to an enterprise of a programme, beside what it was given: by us, by anybody, at any level.

The one place that reads `repeat`, `excludes`, `ceiling` and `together` when money is promised. Rooms above tell what
was given (`given_sources`) and ask before they give; the arithmetic is the rulebook's own, the package's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise, Value
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.policies import published
from district.policies.models import ProgrammeVersion
from rulebook import Catalogue, Version
from rulebook.catalogue.repeat import Repeat
from rulebook.packaging.lawful import Before, fen, yuan
from rulebook.packaging.room import excluded_by, room

ZERO = Decimal(0)
KEYS = ("repeat", "excludes", "ceiling", "together")  # of a rule file: what limits one enterprise's money here


@dataclass(frozen=True)
class Given:
    """One grant. `by_year`: calendar year → yuan that fall due in it; `days`: as-of, application and decision day.

    `slug` is empty for what no programme of the catalogue names.
    """

    slug: str
    name: str
    reference: str
    by_year: Mapping[int, Decimal]
    days: Mapping[str, dt.date]

    @property
    def life(self) -> Decimal:
        return sum(self.by_year.values(), ZERO)


GivenSource = Callable[[Enterprise], Iterable[Given]]
given_sources: Registry[GivenSource] = Registry("what a firm was given")  # rooms above add theirs when they start


def given_to(enterprise: Enterprise, *, besides: str = "") -> list[Given]:
    """Everything an enterprise was given, but the case of that reference."""
    return [each for source in given_sources for each in source(enterprise) if not besides or each.reference != besides]


def before(given: Iterable[Given], year: int) -> dict[str, Before]:
    """The same by programme, as the package counts it: in a calendar year and ever."""
    found: dict[str, Before] = {}
    for each in given:
        old = found.get(each.slug, Before())
        granted = old.granted or each.days["decision"].year == year
        found[each.slug] = Before(old.year + each.by_year.get(year, ZERO), old.life + each.life, granted)
    found.pop("", None)
    return found


def queue_for(enterprise: Enterprise) -> None:
    """Wait until nobody else gives to this enterprise, to the end of the transaction: two grants at once would each
    find the other's money not given yet. On SQLite the transaction is the lock already."""
    if connection.features.has_select_for_update:
        list(Enterprise.subjects.select_for_update(no_key=True).filter(pk=enterprise.pk).values_list("pk"))


@dataclass(frozen=True)
class Cut:
    """Yuan of a year that are not given, and why; `because` names the programme that was taken instead."""

    year: int
    amount: Decimal
    why: str
    because: str = ""

    def as_json(self) -> dict[str, Any]:
        return {"year": self.year, "amount": f"{self.amount:.2f}", "why": self.why, "because": self.because}


@dataclass(frozen=True)
class Room:
    """What the rule gives by year (`due`), what is taken off and why. `barred`: why nothing at all may be given."""

    due: Mapping[int, Decimal] = field(default_factory=dict)
    cuts: tuple[Cut, ...] = ()
    barred: str = ""

    @property
    def cut(self) -> Decimal:
        return sum((each.amount for each in self.cuts), ZERO)

    @property
    def may_give(self) -> Decimal:
        return ZERO if self.barred else sum(self.due.values(), ZERO) - self.cut

    @property
    def by_year(self) -> tuple[tuple[int, Decimal], ...]:
        """Yuan taken off each year."""
        found: dict[int, Decimal] = {}
        for each in self.cuts:
            found[each.year] = found.get(each.year, ZERO) + each.amount
        return tuple(sorted(found.items()))


@dataclass(frozen=True)
class Asked:
    """For what room is asked: a version, what its rule gives by calendar year, the facts it was judged on, the days
    of the case by which a year may be counted."""

    version: ProgrammeVersion
    due: Mapping[int, Decimal]
    facts: Mapping[str, Value]
    days: Mapping[str, dt.date]


def look(asked: Asked, given: Sequence[Given]) -> Room:
    """What may still be given. Whoever then gives has queued for the enterprise before."""
    slug = asked.version.programme.slug
    if why := repeat_bars(asked.version.description.get("repeat"), slug, given, asked.days):
        return Room(asked.due, barred=why)
    mine = published.compiled(asked.version.release_hash)
    beside = published.catalogue()
    version = next(each for each in mine.programmes[slug].versions if each.since == asked.version.in_force_from)
    as_of, year = asked.days["as-of"], asked.days["decision"].year
    if why := excluded_by(version, as_of, before(given, year), beside):
        return Room(asked.due, _all(asked.due, why), barred=why)
    cuts: list[Cut] = []
    own = ZERO
    for each, due in sorted(asked.due.items()):
        found = _of_year(version, mine, beside, asked, given, each, due, own)
        cuts += found
        own += due - sum((cut.amount for cut in found), ZERO)
    why = cuts[0].why if cuts and not own else ""
    return Room(asked.due, tuple(cuts), barred=why)


def _of_year(
    version: Version, mine: Catalogue, beside: Catalogue, asked: Asked, given: Sequence[Given], year: int,
    due: Decimal, own: Decimal,
) -> list[Cut]:  # fmt: skip
    """What is taken off one year; `own`: what the same promise gives in the years before."""
    had = before(given, year)
    mine_had = had.get(version.slug, Before())
    had[version.slug] = Before(mine_had.year, mine_had.life + own, mine_had.granted)
    paid = room(mine, version, due, asked.facts, asked.days["as-of"], had, beside)
    names = {slug: programme.name for slug, programme in beside.programmes.items()}
    assert paid.entitled == fen(due)
    return [Cut(year, yuan(each.fen), each.why, names.get(each.because, "")) for each in paid.unpaid]


def _all(due: Mapping[int, Decimal], why: str) -> tuple[Cut, ...]:
    return tuple(Cut(year, amount, why) for year, amount in sorted(due.items()) if amount)


def repeat_bars(written: object, slug: str, given: Iterable[Given], days: Mapping[str, dt.date]) -> str:
    """Why what was granted before rules out another: `once`, `yearly` by its day, `after: P3Y`. Empty where it does
    not."""
    rule = Repeat.of(written)
    for last in sorted((each for each in given if each.slug == slug), key=lambda each: each.days["decision"])[::-1]:
        on = last.days["decision"]
        words = {"reference": last.reference, "date": clock.said(on)}
        if rule.once:
            return _("只能享受一次：%(date)s 已同意（%(reference)s）。") % words
        if rule.yearly and last.days[rule.by].year == days[rule.by].year:
            words["year"] = str(days[rule.by].year)
            return _("每年只能享受一次：%(year)s 年度 %(date)s 已同意（%(reference)s）。") % words
        if (again := rule.again_on(on)) and on <= days["decision"] < again:
            words["again"] = clock.said(again)
            return _("%(date)s 已同意过（%(reference)s），%(again)s 起可再次申报。") % words
    return ""
