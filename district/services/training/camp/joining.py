"""A learner's way in: signing up, which is a seat or a place in line at once, or waits for marks; leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Organisation, Person
from district.ground.record.actions import lock, moving, write_log
from district.ground.slots import actions as seats
from district.ground.slots import states as of_seats
from district.services.training.camp import states, telling
from district.services.training.camp.models import CampSignUp, Cohort
from district.services.training.camp.models.cohorts import new_reference
from district.services.training.camp.permissions import gone, may_sign_up, may_withdraw
from district.services.training.camp.teams import out

ROOM = "camp"
KEPT = dt.timedelta(days=730)  # answers, after the camp is over


def until_of(cohort: Cohort) -> dt.date:
    """How long answers of a cohort are kept."""
    return cohort.last + KEPT


def words_of(cohort: Cohort) -> str:
    """What somebody agrees to by signing up: what they read is what is kept, word for word, beside their name."""
    until = until_of(cohort)
    return _(
        "我还没有自己的企业。我同意%(office)s为“%(title)s”的选拔、上课和实习保存我填写的内容，到%(y)d年%(m)d月%(d)d日为止；"
        "我可以随时退出，退出以后我的回答会删除，签到和学时的记录依法留存。"
    ) % {"office": cohort.office.full, "title": cohort.title, "y": until.year, "m": until.month, "d": until.day}


def sign_up(
    *, cohort: Cohort, by: Person, name: str = "", school: Organisation | None = None, school_name: str = "",
    answers: Mapping[str, Any] | None = None,
) -> CampSignUp:  # fmt: skip
    """A student signs up. Where seats go to who comes first, a seat, or a place behind all who wait; else it waits for
    marks. Who signed up already is given that. Raises Refused, NotPossible, Full, TooLate.
    """
    require(may_sign_up(by, cohort))
    said = (name or by.name).strip()[:60]
    if not (school or school_name.strip()):
        raise NotPossible(_("请选学校，或者写明学校。"))
    with transaction.atomic():
        lock(Cohort.objects.all()).get(pk=cohort.pk)  # one line, in which everybody stands where they came
        if known := _known(cohort, by):
            return known
        seat = None
        if not cohort.chosen:
            assert cohort.session is not None
            seat = seats.join(session=cohort.session, by=by, may=Yes)
        now = clock.now()
        row = CampSignUp.objects.create(
            reference=new_reference("XY", 8), cohort=cohort, person=by, name=said, school=school,
            school_name=school_name.strip()[:80], answers=dict(answers or {}), consent=words_of(cohort),
            until=until_of(cohort), state=states.PLACED if seat else states.SIGNED, seat=seat, signed_at=now,
            changed_at=now,
        )  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="sign-up", by=by, after=row.state)
        if seat is None:
            telling.signed(row)
    return row


def _known(cohort: Cohort, person: Person) -> CampSignUp | None:
    row = CampSignUp.objects.filter(cohort=cohort, person=person).exclude(state=states.WITHDRAWN).first()
    if row is None or not gone(row):
        return row
    moved(row, "withdraw", by=person)  # the seat was given back by its own page: they come anew, at the end
    return None


def moved(row: CampSignUp, verb: str, *, by: Person | None, why: str = "", **values: Any) -> CampSignUp:
    with moving(row, verb, states=states.SIGN_UPS, moves=states.SIGN_UP_MOVES, room=ROOM, by=by, reason=why) as fresh:
        fresh.changed_at, fresh.why = clock.now(), why[:200]
        for name, value in values.items():
            setattr(fresh, name, value)
    return row


def give_back(row: CampSignUp, *, by: Person | None, why: str) -> None:
    """Whatever it takes for the seat to be free, or for the person to wait no longer."""
    if row.seat is None:
        return
    seat = row.seat
    seat.refresh_from_db()
    if seat.state == of_seats.WAITING:
        seats.leave(seat=seat, by=by, may=Yes)
    elif seat.state == of_seats.OFFERED:
        seats.decline(seat=seat, by=by, may=Yes)
    elif seat.state in of_seats.OPEN:
        seats.cancel_seat(seat=seat, by=by, token=seat.token, why=why, may=Yes)


def withdraw(*, row: CampSignUp, by: Person) -> CampSignUp:
    """Give it up before the camp begins; after that it is leaving for good (`quit`), and what was learnt stays.

    Answers are deleted either way. Raises Refused, MoveRefused.
    """
    require(may_withdraw(by, row))
    began = row.cohort.session is not None and clock.now() >= row.cohort.session.starts
    with transaction.atomic():
        row = lock(CampSignUp.objects.all()).get(pk=row.pk)
        if began and row.is_in:
            out(row)
            return moved(row, "quit", by=by, ended_on=clock.today(), answers={})
        if row.state == states.PLACED:
            give_back(row, by=by, why=_("本人退出"))
        return moved(row, "withdraw", by=by, answers={})
