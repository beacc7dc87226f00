"""Needed papers that come after handing in (容缺受理): which are still to come, and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from district.cases.core import terms
from district.cases.core.evidence import later_of
from district.cases.core.models import Application
from district.cases.intake.papers import asked
from district.ground import clock

ANY = terms.Term(10)  # where a term cannot be read; the catalogue's check lets none such through


@dataclass(frozen=True)
class Owed:
    """A needed paper to come: why it was not there, and the last day."""

    name: str
    why: str
    until: dt.date

    @property
    def late(self) -> bool:
        return self.until < clock.today()


def until(defer: str, day: dt.date) -> dt.date:
    """By when a paper that is deferred on a day has to be there."""
    return terms.read_term(defer, ANY).from_day(day).date


def owed(application: Application) -> list[Owed]:
    """The papers of a case that was handed in without them; the days run from the first time it was."""
    waiting = [each for each in asked(application.version) if later_of(application.evidence.get(each["name"]))]
    if not waiting:
        return []
    handed_in = list(application.submissions.order_by("serial").values_list("at", "evidence"))
    found = []
    for each in waiting:
        name = each["name"]
        first = next((at for at, evidence in handed_in if later_of(evidence.get(name))), None)
        if first is not None:
            why = later_of(application.evidence[name])
            found.append(Owed(name, why, until(each["defer"], timezone.localdate(first))))
    return found
