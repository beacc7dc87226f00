"""Which experts fit a need, with fair load: what they know, what rules say, what they agreed to; and why each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from district.ground.people.queries import Expert
from district.services.advice.facts import true_of
from district.services.advice.models import Matching, Mode, Profile, Subject

FIELD, TOPIC, OWN, NEAR = 40, 30, 100, 5  # points
HEAVIEST = 30  # points that load takes away at most: one an hour given in the last 90 days
MODEST = 2  # hours below which somebody is said to have had little to do


@dataclass(frozen=True)
class Asked:
    """What an expert has to fit: the subject, what is known of who asks, and whom they want or cannot have."""

    subject: Subject
    known: Mapping[str, Any]
    wanted: int | None = None
    without: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Load:
    """Of one expert: minutes given in the last 90 days (no-shows left out), needs they have now, minutes of this month,
    given and planned."""

    recent: int = 0
    now: int = 0
    month: int = 0


@dataclass(frozen=True)
class Fit:
    """An expert who fits: points and the reasons, each a key with its words."""

    expert: Expert
    points: int
    reasons: tuple[tuple[str, str], ...]
    load: Load = field(default=Load())


@dataclass(frozen=True)
class Unfit:
    """An expert who does not, and the one reason why."""

    expert: Expert
    why: str
    say: str = ""


def hindrance(expert: Expert, profile: Profile | None, asked: Asked, load: Load) -> tuple[str, str] | None:
    """What stands against it; nothing where the expert may be asked."""
    if expert.pk in asked.without:
        return "tied", ""
    if profile is None:
        return None
    mode, street = asked.known.get("mode"), asked.known.get("street")
    if profile.paused:
        return "paused", ""
    if profile.at_once is not None and load.now >= profile.at_once:
        return "at-once", str(profile.at_once)
    if profile.hours_a_month is not None and load.month >= profile.hours_a_month * 60:
        return "hours", str(profile.hours_a_month)
    if mode and profile.modes and mode not in profile.modes:
        return "mode", str(mode)
    if mode == Mode.VISIT and street and profile.streets and street not in profile.streets:
        return "street", str(street)
    return None


def merits(
    expert: Expert, profile: Profile | None, asked: Asked, rules: Iterable[Matching], studios: Collection[int]
) -> tuple[int, list[tuple[str, str]]]:
    """Points and reasons before load; none where nothing speaks for the expert."""
    points, reasons = 0, list[tuple[str, str]]()
    if asked.wanted == expert.pk:
        points, reasons = OWN, [("own", "")]
    if shared := [each for each in asked.subject.fields if each in expert.fields]:
        points, reasons = points + FIELD, [*reasons, ("field", shared[0])]
    if asked.subject.topic in expert.topics:
        points, reasons = points + TOPIC, [*reasons, ("topic", asked.subject.topic)]
    for rule in rules:
        if speaks_for(rule, expert, studios):
            points, reasons = points + rule.points, [*reasons, ("rule", rule.say)]
    street = asked.known.get("street")
    if points and profile is not None and street and street in profile.streets:
        points, reasons = points + NEAR, [*reasons, ("near", str(street))]
    return points, reasons


def speaks_for(rule: Matching, expert: Expert, studios: Collection[int]) -> bool:
    """Whether a rule that holds means this expert: of one of its fields or groups, or in its studio's team."""
    return (
        any(each in expert.fields for each in rule.fields)
        or any(each in expert.topics for each in rule.topics)
        or (rule.studio_id is not None and rule.studio_id in studios)
    )


def holding(rules: Iterable[Matching], asked: Asked) -> list[Matching]:
    """The rules that hold for who asks and what."""
    return [
        rule for rule in rules
        if rule.subject_id in {None, asked.subject.pk} and true_of(rule.when, asked.known)
    ]  # fmt: skip


def rank(
    experts: Sequence[Expert], profiles: Mapping[int, Profile], asked: Asked, rules: Iterable[Matching],
    loads: Mapping[int, Load], studios: Mapping[int, Collection[int]],
) -> tuple[list[Fit], list[Unfit]]:  # fmt: skip
    """Who fits, the best first, and who does not and why. Of two that fit as well the one with less behind them, then
    the one listed earlier."""
    stand = holding(rules, asked)
    fits, unfit = list[Fit](), list[Unfit]()
    for expert in experts:
        load, profile = loads.get(expert.pk, Load()), profiles.get(expert.pk)
        points, reasons = merits(expert, profile, asked, stand, studios.get(expert.pk, ()))
        if not points:
            unfit.append(Unfit(expert, "field"))
        elif (against := hindrance(expert, profile, asked, load)) is not None:
            unfit.append(Unfit(expert, *against))
        else:
            hours = load.recent // 60
            if hours < MODEST:
                reasons.append(("light", str(hours)))
            fits.append(Fit(expert, max(1, points - min(HEAVIEST, hours)), tuple(reasons), load))
    return sorted(fits, key=lambda each: (-each.points, each.load.recent, each.load.now, each.expert.pk)), unfit


def since(today: dt.date) -> dt.date:
    """The first day whose hours count as load."""
    return today - dt.timedelta(days=89)
