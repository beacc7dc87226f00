"""How far somebody is in a package: read from what it said of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from district.ground.people.queries import Person
from district.services.training.courses.foreign import verbs
from district.services.training.courses.models import Launch, Lesson, Registration, XapiStatement


@dataclass(frozen=True)
class Unit:
    """A unit as its learner sees it."""

    number: int
    name: str
    said: frozenset[str]
    done: bool
    score: int | None

    @property
    def says(self) -> str:
        if self.done:
            return _("已学完")
        if verbs.FAILED in self.said and verbs.PASSED not in self.said:
            return _("没有通过")
        return _("学过一部分") if self.said else _("还没有学")


def verbs_said(registration: Registration) -> dict[int, frozenset[str]]:
    """Unit → which of cmi5's verbs it said, however often it was opened."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = XapiStatement.objects.filter(launch__registration=registration, defined=True, ours=False)
    for unit, verb in rows.values_list("launch__unit", "verb"):
        found[unit].add(verb)
    return {unit: frozenset(said) for unit, said in found.items()}


def units_of(lesson: Lesson, person: Person | None) -> list[Unit]:
    """The units of a lesson's package, with how one stands in them."""
    if lesson.package is None:
        return []
    registration = registration_of(lesson, person) if person is not None else None
    said = verbs_said(registration) if registration else {}
    scores = _scores(registration) if registration else {}
    return [
        Unit(n, _name(each), said.get(n, frozenset()),
             n in said and verbs.is_satisfied(each["moveOn"], said[n]), scores.get(n))
        for n, each in enumerate(lesson.package.units)
    ]  # fmt: skip


def registration_of(lesson: Lesson, person: Person) -> Registration | None:
    return Registration.objects.filter(lesson=lesson, package=lesson.package_id, person=person).first()


def is_whole(registration: Registration) -> bool:
    """Whether every unit is satisfied."""
    said = verbs_said(registration)
    units = registration.package.units
    return all(verbs.is_satisfied(each["moveOn"], said.get(n, frozenset())) for n, each in enumerate(units))


def launch_shown(lesson: Lesson, person: Person) -> Launch | None:
    """The one that is open before this lesson now."""
    rows = Launch.objects.filter(registration__lesson=lesson, registration__person=person, sitting__ended_at=None,
                                 terminated_at=None, abandoned_at=None)  # fmt: skip
    return rows.select_related("registration__package", "registration__lesson", "sitting").first()


def _name(unit: dict[str, Any]) -> str:
    return str(unit["english"] if unit["english"] and get_language() == "en" else unit["title"])


def _scores(registration: Registration) -> dict[int, int]:
    """Unit → the best score out of a hundred."""
    found: dict[int, int] = {}
    rows = XapiStatement.objects.filter(
        launch__registration=registration, verb__in=verbs.JUDGED, defined=True, ours=False
    )
    for unit, body in rows.values_list("launch__unit", "body"):
        scaled = ((body.get("result") or {}).get("score") or {}).get("scaled")
        if scaled is not None:
            found[unit] = max(found.get(unit, 0), int(scaled * 100))
    return found
