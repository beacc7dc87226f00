"""The steps between acceptance and decision: which is next, what has been passed, what a decision must wait for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core.acting import instead_of
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import JOINT, NOTICE, SCORE, Handling, handling_of
from district.cases.core.states import MOVES, STATES, WAITING
from district.ground.bringing.registry import Registry
from district.ground.people.queries import Person
from district.ground.record.actions import moving
from district.policies.queries import Programme

ROOM = "cases"
WORDS = {JOINT: gettext_lazy("联审"), SCORE: gettext_lazy("专家评审"), NOTICE: gettext_lazy("公示")}

# Told, in the transaction, when a case leaves the waiting list of a programme.
left_waiting: Registry[Callable[[Programme], None]] = Registry("who hears that a case left the waiting list")


@contextmanager
def move(
    application: Application, verb: str, by: Person | None, data: dict[str, Any] | None = None, reason: str = ""
) -> Iterator[Application]:
    """Make a move by the room's table; see `record.actions.moving`. Whom `by` stands in for is logged with it; when one
    leaves the waiting list, those behind hear of their new places."""
    data = {} if data is None else data
    data.update(instead_of(application, by))
    moved = moving(application, verb, states=STATES, moves=MOVES, room=ROOM, by=by, reason=reason, data=data)
    if application.state != WAITING:
        with moved as row:
            yield row
        return
    with transaction.atomic():
        with moved as row:
            yield row
        for tell in left_waiting:
            tell(application.programme)


def handling(application: Application) -> Handling:
    """How this case is handled, by the version it was handed in under."""
    return handling_of(application.version.description)


def require_next(row: Application, step: str) -> Handling:
    """The case's handling, if `step` is what it waits for; else NotPossible with what is."""
    found = handling(row)
    following = found.next_step(row.passed)
    if following != step:
        now = _("作出决定") if following is None else WORDS[following]
        raise NotPossible(_("下一步是%(now)s，不是%(asked)s。") % {"now": now, "asked": WORDS[step]})
    return found


def pass_step(row: Application, step: str) -> None:
    """Note that a step is behind the case; the caller saves."""
    row.passed = [*row.passed, step]
