"""The night's climb of the ladder, and the enterprise's own word to a bureau that is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import lru_cache

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.appeals.models import Appeal
from district.cases.core import promising
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_edit
from district.cases.core.states import RETURNED
from district.cases.desk.chasing import notices
from district.cases.desk.chasing.finding import (
    Late,
    again,
    everything,
    late_appeals,
    late_cases,
    late_opinions,
    late_rounds,
)
from district.cases.desk.chasing.ladder import LADDER, rung_of
from district.cases.desk.chasing.models import Nudge
from district.cases.review.joint.models import Opinion
from district.cases.review.scoring.models import Round
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record import calendar
from district.ground.record.actions import lock, write_log

ROOM = "cases"
PIECE = 500  # subjects a question


def climb(*, today: dt.date) -> int:
    """Tell of everything late whoever its rung says, each rung once; returns how many. Nobody on a day off.

    A few queries to find what is late and what was told; then a transaction for each that has reached a new rung.
    """
    if not calendar.day(today).counted:
        return 0
    days = lru_cache(maxsize=None)(lambda since: calendar.working_days_between(since, today))
    found = [(each, rung_of(each.what, days(each.since))) for each in everything(today)]
    told = _told([each for each, rung in found if rung])
    before = [told.get((each.what, each.about, each.since), 0) for each, _rung in found]
    rising = [(each, last, rung) for (each, rung), last in zip(found, before, strict=True) if rung > last]
    return sum(_tell(each, last, rung, today) for each, last, rung in rising)


def _told(found: Collection[Late]) -> dict[tuple[str, str, dt.date], int]:
    """The highest rung told of each thing since its day; one query."""
    if not found:
        return {}
    rows = Nudge.objects.filter(since__gte=min(each.since for each in found), what__in=list(LADDER))
    return {(what, about, since): rung for what, about, since, rung in rows.order_by("rung").values_list(
        "what", "about", "since", "rung")}  # fmt: skip


def _tell(each: Late, last: int, rung: int, today: dt.date) -> bool:
    """Tell of one, as it is at this moment, all people of the rungs above `last`, which are several where nights were
    missed; False where it was done meanwhile, or another process told."""
    to = tuple(dict.fromkeys(role for step in LADDER[each.what][last:rung] for role in step.to))
    try:
        with transaction.atomic():
            _lock(each)
            now = again(each, today)
            if now is None:
                return False
            people = notices.late(now, to, calendar.working_days_between(now.since, today))
            _keep(now.what, now.about, now.since, rung, people)
            data = {"what": now.what, "since": now.since.isoformat(), "rung": rung, "people": people}
            if now.asked_name:
                data["office"] = now.asked_name
            write_log(room=ROOM, subject=now.reference, verb="nudge", by=None, before=now.state, after=now.state,
                      data=data)  # fmt: skip
    except IntegrityError:
        return False
    return True


def _lock(each: Late) -> None:
    if each.what == Nudge.What.SHEETS:
        lock(Round.objects.filter(pk=each.key)).first()
    elif each.what == Nudge.What.APPEAL:
        lock(Appeal.objects.filter(pk=each.key)).first()
    else:
        lock(Application.objects.filter(reference=each.reference)).first()


def _keep(what: str, about: str, since: dt.date, rung: int, people: int) -> None:
    Nudge.objects.create(what=what, about=about, since=since, rung=rung, people=people, at=clock.now())


def hurry(*, application: Application, by: Person) -> None:
    """The enterprise asks a bureau that is late to get on: its officer and its leaders hear of it, once a day.

    Raises Refused, NotPossible: nothing is late, or it was asked today.
    """
    require(may_edit(by, application))
    today = clock.today()
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        if not (days := promising.broken(row, today)):
            raise NotPossible(_("这件没有超期，不用催办。"))
        assert row.due_on is not None
        if Nudge.objects.filter(about=row.reference, what=Nudge.What.HURRY, since=today).exists():
            raise NotPossible(_("今天已经催办过，部门已收到。"))
        people = notices.hurried(row, days)
        _keep(Nudge.What.HURRY, row.reference, today, 1, people)
        write_log(room=ROOM, subject=row.reference, verb="hurry", by=by, before=row.state, after=row.state,
                  data={"since": row.due_on.isoformat(), "people": people})  # fmt: skip


def warn_soon(row: Application) -> bool:
    """Note that the enterprise was told that its term to correct ends soon; False where it was told before."""
    assert row.due_on is not None
    values = {"rung": 1, "people": 0, "at": clock.now()}
    _row, made = Nudge.objects.get_or_create(
        about=row.reference, what=Nudge.What.SOON, since=row.due_on, defaults=values
    )
    return made


def still_late(subjects: Collection[str]) -> set[str]:
    """Of cases, rounds and opinions (as `Late.about`), those that are late at this moment, or have to correct."""
    today, found = clock.today(), set()
    asked = sorted(subjects)
    for start in range(0, len(asked), PIECE):
        some = asked[start : start + PIECE]
        cases = Application.objects.filter(reference__in=some)
        found |= set(cases.filter(state=RETURNED).values_list("reference", flat=True))
        found |= {each.about for each in late_cases(cases, today)}
        found |= {each.about for each in late_rounds(Round.objects.filter(reference__in=some), today)}
        found |= {each.about for each in late_appeals(Appeal.objects.filter(reference__in=some), today)}
        keys = [int(each.removeprefix("opinion-")) for each in some if each.startswith("opinion-")]
        found |= {each.about for each in late_opinions(Opinion.objects.filter(pk__in=keys), today)}
    return found
