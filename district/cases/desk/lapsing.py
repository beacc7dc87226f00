"""A correction nobody answers ends: told before its day, told once it has passed, then deemed withdrawn (视为撤回)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from district.cases.core import steps, telling, terms
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.states import MOVES, RETURNED
from district.cases.desk.chasing.actions import warn_soon
from district.cases.desk.chasing.models import Nudge
from district.cases.giving import money
from district.cases.letters import papers
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record import calendar
from district.ground.record.actions import lock, write_log
from district.ground.record.moves import MoveRefused

ROOM = "cases"
BEFORE = 3  # working days before the term to correct ends, from which the enterprise is reminded


def night(*, today: dt.date) -> dict[str, int]:
    """On a working day: remind whose term ends soon, warn whose term has passed, end what was warned in vain.

    One query, then a transaction for each case acted on; run again it does nothing more. Counts by what was done.
    """
    done = {"reminded": 0, "warned": 0, "ended": 0}
    if not calendar.day(today).counted:
        return done
    soon = calendar.add_working_days(today, BEFORE).date
    reminded = Nudge.objects.filter(what=Nudge.What.SOON, about=OuterRef("reference"), since=OuterRef("due_on"))
    rows = Application.objects.filter(state=RETURNED, due_on__lte=soon).filter(
        Q(due_on__gte=today) & ~Exists(reminded) | Q(due_on__lt=today, lapses_on=None) | Q(lapses_on__lt=today)
    )
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        if said := _one(pk, today):
            done[said] += 1
    return done


def _one(pk: int, today: dt.date) -> str:
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=pk)
        if row.state != RETURNED or row.due_on is None:
            return ""
        if row.due_on >= today:
            if not warn_soon(row):
                return ""
            telling.correct_soon(row)
            return "reminded"
        if row.lapses_on is None:
            row.lapses_on = terms.term(row.version.description, "lapse").from_day(today).date
            row.save(update_fields=["lapses_on"])
            telling.lapses(row, row.due_on, row.lapses_on)
            write_log(room=ROOM, subject=row.reference, verb="warn_lapse", by=None, before=row.state, after=row.state,
                      data={"due": row.due_on.isoformat(), "lapses": row.lapses_on.isoformat()})  # fmt: skip
            return "warned"
        if row.lapses_on >= today:
            return ""
        _end(row, "deem_withdrawn", None, _("逾期未补正"))
    return "ended"


def end_correction(*, application: Application, by: Person, reason: str) -> Application:
    """The bureau ends a case that was not corrected in time, with a reason; the enterprise may apply again.

    Raises Refused, MoveRefused, NotPossible: the term has not passed, no reason.
    """
    require(may_work(by, application))
    if not reason.strip():
        raise NotPossible(_("请写明终止办理的理由，企业会看到。"))
    if application.state == RETURNED and (application.due_on is None or application.due_on >= clock.today()):
        raise NotPossible(_("补正期限还没有过，不能终止办理。"))
    _end(application, "end_correction", by, reason.strip())
    return application


def _end(application: Application, verb: str, by: Person | None, reason: str) -> None:
    data = {"due": application.due_on.isoformat() if application.due_on else None}
    with steps.move(application, verb, by, data, reason) as row:
        if row.due_on is None or row.due_on >= clock.today():  # handed in, or given more time, a moment ago
            raise MoveRefused(MOVES[verb], row.stage.staff)
        terms.stop_clock(row)
        money.release(row, by, reason)
        papers.ended(row, reason)
        telling.lapsed(row, reason)
