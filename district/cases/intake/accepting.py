"""Taking a case up: by an officer's hand, or at once where the process has no acceptance and nothing is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from district.cases.core import checks, promising, steps, telling, today
from district.cases.core.models import Application
from district.cases.events import actions as happening
from district.cases.giving import limits, money
from district.cases.letters import papers
from district.cases.places.shares import offered_to
from district.ground import clock
from district.ground.people.queries import Person

BY_HAND = "accept"


def take_up(application: Application, *, by: Person | None, data: Mapping[str, Any] | None = None) -> Application:
    """The term to decide begins today, the money is held. `by` becomes the officer in charge; None: nobody's hand, the
    officers learn that it is to be decided. The caller has asked whether `by` may.
    """
    said: dict[str, Any] = dict(data or {})
    with steps.move(application, "accept", by, said) as row:
        checks.check_applied_for(row.version)
        happening.check(row, "accepted")
        today.check(row)
        row.officer, row.accepted_at = by or row.officer, clock.now()
        promising.begin_decision(row, clock.today())
        due = limits.due(row, row.verdict, offered_to(row))
        said.update(money.hold(row, due.promise, by))
        if due.told:  # limits of one enterprise that stand in the way are told before they bind
            said["limits"] = due.told
        if by is None:
            telling.taken_up(row)
        else:
            papers.accepted(row)
            telling.accepted(row)
    return application


def goes_straight(row: Application) -> bool:
    """Whether a case handed in needs nobody to accept it: the rule's process has no acceptance (免申即享), the verdict
    is yes and nothing is in dispute."""
    process = row.version.description.get("process") or []
    return bool(process) and BY_HAND not in process and row.verdict.get("eligible") is True and not row.contested
