"""What a case may still get, whichever door it comes by: the rule's amount, less what limits of one enterprise take.

`policies.giving` reckons; here stands what our own decisions gave, and what is asked for a case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core import standing
from district.cases.core.checks import NotPossible
from district.cases.core.cuts import in_words
from district.cases.core.models import Application, Decision
from district.cases.core.states import GRANTED
from district.cases.places.shares import share_of, to_give
from district.enterprises.queries import Enterprise
from district.funds import queries as funds
from district.funds.queries import Promise
from district.ground import clock
from district.policies.giving import Asked, Given, Room, given_to, look, queue_for

ZERO = Decimal(0)


@dataclass(frozen=True)
class Due:
    """What a case gets: one payment's `amount`, the promise of all less what `room` takes; None without money."""

    amount: Decimal | None
    promise: Promise | None
    room: Room

    @property
    def columns(self) -> dict[str, Any]:
        """What a decision keeps of it."""
        if self.promise is None:
            return {"amount": self.amount, "total": self.amount}
        return {
            "amount": self.amount, "per": self.promise.per, "times": self.promise.times, "cut": self.promise.cut,
            "cuts": [each.as_json() for each in self.room.cuts], "total": self.promise.total,
        }  # fmt: skip

    @property
    def logged(self) -> dict[str, Any]:
        """What the log says beside one payment's amount, where there is more to say."""
        said: dict[str, Any] = {}
        if self.promise is not None and (self.promise.runs or self.promise.cuts):
            said["total"] = f"{self.promise.total:.2f}"
        return said | ({"cuts": [each.as_json() for each in self.room.cuts]} if self.room.cuts else {})

    @property
    def told(self) -> list[str]:
        """In sentences: what a limit takes, in yuan, and why."""
        return told(self.room)


def told(room: Room) -> list[str]:
    if room.barred and not room.cuts:
        return [room.barred]
    return [in_words(each.as_json()) for each in room.cuts]


def due(
    row: Application, verdict: standing.VerdictJson, share: Decimal | None = None, *,
    facts: standing.Frozen | None = None, start: dt.date | None = None,
) -> Due:  # fmt: skip
    """What a case gets by a verdict, beside what its enterprise was given. `start`: the day its payments began."""
    day = start or clock.today()
    amount = to_give(verdict, share)
    promise = Promise.of(row.version.description, amount) if amount else None
    by_year = funds.planned_by_year(row.version, promise, day) if promise else {}
    known = standing.thaw(row.facts if facts is None else facts)
    found = look(Asked(row.version, by_year, known, _days(row, day)), given_to(row.enterprise, besides=row.reference))
    if promise is not None:
        promise = replace(promise, cuts=found.by_year)
    return Due(amount, promise, found)


def seen(row: Application, verdict: standing.VerdictJson, facts: standing.Frozen | None = None) -> Due | None:
    """The same for a page, before it binds; None where the rule gives nothing."""
    if verdict["eligible"] is False:
        return None
    try:
        share = share_of(row)
    except NotPossible:
        share = None
    return due(row, verdict, share, facts=facts)


def take(
    row: Application, verdict: standing.VerdictJson, share: Decimal | None, *, start: dt.date | None = None
) -> Due:
    """The same inside a decision's transaction, with nobody else giving to the enterprise at once.

    Raises NotPossible where nothing at all may be given.
    """
    queue_for(row.enterprise)
    found = due(row, verdict, share, start=start)
    if found.room.barred:
        raise NotPossible(found.room.barred)
    return found


def more(decision: Decision, amount: Decimal) -> None:
    """Raises NotPossible where `amount` yuan beside a decision would break a limit; in the caller's transaction."""
    row = decision.application
    queue_for(row.enterprise)
    day, year = began(row), clock.today().year
    by_year = dict(_by_year(row, decision))
    by_year[year] = by_year.get(year, ZERO) + amount
    asked = Asked(row.version, by_year, standing.thaw(row.facts), _days(row, day))
    found = look(asked, given_to(row.enterprise, besides=row.reference))
    if found.barred or found.cuts:
        words = {"left": f"{max(ZERO, amount - found.cut) if not found.barred else ZERO:,.2f}",
                 "why": found.barred or "；".join(told(found))}  # fmt: skip
        raise NotPossible(_("最多还能补发 %(left)s 元。%(why)s") % words)


def began(row: Application) -> dt.date:
    """The day from which a granted case is paid: of the first grant no refusal ended; today before there is one."""
    first = None
    for outcome, at in row.decisions.order_by("at", "pk").values_list("outcome", "at"):
        first = None if outcome != "granted" else first or at
    return timezone.localdate(first) if first else clock.today()


def grants_of(enterprise: Enterprise) -> Iterator[Given]:
    """What our own decisions gave an enterprise, findings approved since taken into account."""
    rows = Application.objects.filter(enterprise=enterprise, state=GRANTED).select_related("programme", "version")
    for row in rows.order_by("decided_at", "pk"):
        decision = row.decisions.in_force().latest("pk")
        days = _days(row, timezone.localdate(row.decided_at))
        yield Given(row.programme.slug, row.programme.name, row.reference, _by_year(row, decision), days)


def _by_year(row: Application, decision: Decision) -> dict[int, Decimal]:
    """By the payments there are; where the money is not paid from here, by those there would be."""
    from district.cases.giving import money

    if paid := funds.given_by_year(row.reference):
        return paid
    promise = money.promise_of(decision)
    if not promise or not promise.total:
        return {}
    day = began(row)
    found = dict(funds.planned_by_year(row.version, promise, day))
    found[day.year] = found.get(day.year, ZERO) + money.owed(decision) - promise.total
    return found


def _days(row: Application, decided: dt.date) -> dict[str, dt.date]:
    """The days by which a rule may count a case's year."""
    applied = timezone.localdate(row.submitted_at) if row.submitted_at else clock.today()
    return {"as-of": row.as_of, "application": applied, "decision": decided}
