"""What the site says of itself: how offices are reached, what the accessibility run found, where everything is."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from district.ground import clock
from district.ground.bringing.menu import HALL
from district.policies import library
from district.policies import queries as policies
from district.policies.plain_text import answer_title
from district.web import navigation

RUN = Path(__file__).parent / "accessibility.json"  # rewritten by tests/browser/test_pages.py when asked to


@dataclass(frozen=True)
class Run:
    """One run of axe over the pages: how many, in which languages and widths (CSS pixels), and what it found."""

    day: dt.date
    version: str
    pages: int
    languages: int
    widths: tuple[int, ...]
    found: int

    @property
    def views(self) -> int:
        return self.pages * self.languages * len(self.widths)


def last_run() -> Run:
    """The run whose figures the accessibility statement says."""
    kept = json.loads(RUN.read_text(encoding="utf-8"))
    return Run(**{**kept, "day": dt.date.fromisoformat(kept["day"]), "widths": tuple(kept["widths"])})


def offices() -> list[policies.Reach]:
    """The offices of the district, those with a telephone first, each as the catalogue says it is reached."""
    try:
        layer = policies.catalogue().layers[-1]
    except policies.NothingPublished:
        return []
    found = [policies.reach(name) for name, _full in layer.offices]
    return sorted(found, key=lambda each: not each.phone)


def everything(request: HttpRequest) -> dict[str, Any]:
    """The site map: rooms as this person has them, every programme, answer, package and ladder."""
    try:
        catalogue = policies.catalogue()
    except policies.NothingPublished:
        return {"parts": navigation.menu(HALL, request)}
    return {
        "parts": navigation.menu(HALL, request),
        "cards": library.cards(clock.today()),
        "answers": [(slug, answer_title(text, slug)) for slug, text in catalogue.answers.items()],
        "packages": [(slug, package["name"]) for slug, package in catalogue.packages.items()],
        "ladders": [(slug, ladder.name) for slug, ladder in catalogue.ladders.items()],
    }
