"""Where nobody is: subject × street; and a year of the corps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from district.ground.people.listed import organisations
from district.ground.people.queries import Expert, Kind
from district.services.advice.finding import corps, profiles_of
from district.services.advice.matching import Load
from district.services.advice.models import Mode, Profile, Subject
from district.services.advice.queries import subjects_offered


@dataclass(frozen=True)
class Line:
    """A subject and how many experts would go to each street for it."""

    subject: Subject
    counts: tuple[int, ...]

    @property
    def missing(self) -> int:
        return sum(count == 0 for count in self.counts)


@dataclass(frozen=True)
class Coverage:
    streets: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def missing(self) -> int:
        """Pairs of subject and street with nobody."""
        return sum(line.missing for line in self.lines)

    @property
    def pairs(self) -> int:
        return len(self.streets) * len(self.lines)


def answers_to(expert: Expert, subject: Subject) -> bool:
    return subject.topic in expert.topics or any(each in expert.fields for each in subject.fields)


def goes_to(profile: Profile | None, street: str) -> bool:
    """Whether an expert visits a street; who has not said that they go anywhere, does not."""
    if profile is None:
        return False
    visits = not profile.modes or Mode.VISIT in profile.modes
    return not profile.paused and visits and (not profile.streets or street in profile.streets)


def covered(
    subjects: Iterable[Subject], streets: Sequence[str], experts: Sequence[Expert], profiles: Mapping[int, Profile]
) -> Coverage:
    lines = []
    for subject in subjects:
        able = [profiles.get(each.pk) for each in experts if answers_to(each, subject)]
        lines.append(Line(subject, tuple(sum(goes_to(each, street) for each in able) for street in streets)))
    return Coverage(tuple(streets), tuple(lines))


def table() -> Coverage:
    """As it stands today; four queries."""
    experts = corps()
    streets = [each.name for each in organisations(kind=Kind.STREET)]
    return covered(subjects_offered(), streets, experts, profiles_of(experts))


@dataclass(frozen=True)
class Year:
    """An expert's year: minutes given a month, and their load."""

    expert: Expert
    months: tuple[int, ...]
    load: Load

    @property
    def minutes(self) -> int:
        return sum(self.months)

    @property
    def hours(self) -> tuple[int, ...]:
        return tuple(round(each / 60) for each in self.months)

    @property
    def recent(self) -> int:
        return self.load.recent // 60


def year_rows(experts: Iterable[Expert], months: Mapping[int, Sequence[int]], loads: Mapping[int, Load]) -> list[Year]:
    rows = [Year(each, tuple(months.get(each.pk, [0] * 12)), loads.get(each.pk, Load())) for each in experts]
    return sorted(rows, key=lambda row: (-row.minutes, row.expert.name))
