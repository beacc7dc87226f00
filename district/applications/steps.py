"""The steps between acceptance and decision: which is next, what has been passed, what a decision must wait for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.applications import today
from district.applications.after import comparing
from district.applications.assigning.acting import instead_of
from district.applications.checks import NotPossible
from district.applications.events import actions as happening
from district.applications.handling import JOINT, NOTICE, SCORE, Handling, handling_of
from district.applications.intake.owing import owed
from district.applications.intake.queries import list_differs
from district.applications.models import Application
from district.applications.places import standings
from district.applications.places.listed import check_listed
from district.applications.places.running import below, why_out
from district.applications.states import MOVES, STATES, WAITING
from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.actions import moving

ROOM = "applications"
WORDS = {JOINT: gettext_lazy("联审"), SCORE: gettext_lazy("专家评审"), NOTICE: gettext_lazy("公示")}


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
        standings.tell_moved(application.programme)


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


def check_ready(row: Application, outcome: str, note: str) -> None:
    """Raises NotPossible where the register of today says otherwise than the case, or a grant would come too early, or
    against what bureaus and the public have said.
    """
    happening.check(row, outcome)
    today.check(row)
    if outcome != "granted":
        return
    if why := why_out(row) or below(row):
        raise NotPossible(why)
    if following := handling(row).next_step(row.passed):
        raise NotPossible(_("还没有%(step)s，不能同意。") % {"step": WORDS[following]})
    _check_notice(row)
    if found := comparing.standing(row):
        raise NotPossible(comparing.why_not(found))
    if late := owed(row):
        raise NotPossible(_("容缺的材料还没有补交：%(names)s。") % {"names": "、".join(each.name for each in late)})
    _check_list(row, note)
    opinions = row.opinions.select_related("office") if JOINT in handling(row).steps else ()
    if (names := [each.office.name for each in opinions if each.objects_]) and not note.strip():
        words = {"names": "、".join(names)}
        raise NotPossible(_("%(names)s不同意；如仍要同意，请在说明里写明理由。") % words)
    check_listed(row)


def _check_list(row: Application, note: str) -> None:
    """An amount by head for more or other heads than the list names wants a reason."""
    if not note.strip() and (found := list_differs(row)):
        first = found[0]
        words = {"name": first["name"], "listed": f"{first['listed']:f}", "known": first["known"]}
        raise NotPossible(
            _("“%(name)s”名单是 %(listed)s，判定用的是 %(known)s；如仍要同意，请在说明里写明理由。") % words
        )


def _check_notice(row: Application) -> None:
    line = row.notice_lines.filter(outcome="").select_related("notice").last()
    if line is None:
        return
    if line.notice.until >= clock.today():
        raise NotPossible(_("公示还没有结束，到期后才能同意。"))
    if line.objections.filter(state="filed").exists():
        raise NotPossible(_("对这一家还有异议没有处理，处理之后才能同意。"))
