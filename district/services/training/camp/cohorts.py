"""Cohorts: made, called, changed, ended; marks, and who gets a seat by them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, moving, write_log
from district.ground.slots import actions as slots
from district.ground.slots.times import Span, at, minutes, whole_day
from district.services.training.camp import joining, states, telling
from district.services.training.camp.models import CampSignUp, Cohort
from district.services.training.camp.models.cohorts import new_reference
from district.services.training.camp.permissions import may_make, may_run, may_select

ROOM = "camp"
BEGINS, RECEPTION, NOTICE = dt.time(9), 30, 60  # of the first day; minutes; until when one moves up
OFFER_HOURS = 24
SAID = ("title", "text", "place", "opens_at", "closes_at", "first", "last")


def make(
    *, by: Person, office: Bureau, title: str, seats: int, opens_at: dt.datetime, closes_at: dt.datetime,
    first: dt.date, last: dt.date, request_key: uuid.UUID, text: str = "", place: str = "", chosen: bool = False,
    questions: Sequence[Any] = (),
) -> Cohort:  # fmt: skip
    """A cohort nobody sees yet, with its seats. Idempotent by key. Raises Refused, NotPossible."""
    require(may_make(by))
    require(may_run(by, Cohort(office=office)))
    _check(opens_at, closes_at, first, last)
    with transaction.atomic():
        if known := Cohort.objects.filter(request_key=request_key).first():
            return known
        reference, now = new_reference("YL"), clock.now()
        session = slots.plan_session(
            title=_opening(title), place=place or office.name, span=_opens(first), capacity=seats, by=by,
            request_key=uuid.uuid5(request_key, "seats"), office=office, may=Yes, public=False, waits=True,
            notice_join=NOTICE, offer_hours=OFFER_HOURS, calendar="camp", room=ROOM, subject=reference,
        )  # fmt: skip
        try:
            with transaction.atomic():
                row = Cohort.objects.create(
                    reference=reference, office=office, title=title.strip()[:80], text=text.strip(), place=place,
                    session=session, opens_at=opens_at, closes_at=closes_at, first=first, last=last, chosen=chosen,
                    questions=list(questions), made_by=by, made_at=now, changed_at=now, request_key=request_key,
                )  # fmt: skip
        except IntegrityError:
            raise NotPossible(_("已有叫“%(title)s”的一期，请换一个名称。") % {"title": title}) from None
        write_log(room=ROOM, subject=row.reference, verb="make", by=by, after=row.state, data={"seats": seats})
    return row


def _opening(title: str) -> str:
    return _("%(title)s 开营报到") % {"title": title.strip()[:70]}


def _opens(first: dt.date) -> Span:
    starts = at(first, BEGINS)
    return Span(starts, starts + minutes(RECEPTION))


def _check(opens_at: dt.datetime, closes_at: dt.datetime, first: dt.date, last: dt.date) -> None:
    if closes_at <= opens_at:
        raise NotPossible(_("报名截止要晚于报名开始。"))
    if last < first:
        raise NotPossible(_("结营要晚于开营。"))
    if closes_at > at(first, BEGINS) - minutes(NOTICE):
        raise NotPossible(_("报名要在开营前一小时以前截止。"))


def change(*, cohort: Cohort, by: Person, seats: int, **said: Any) -> Cohort:
    """Another title, term, place, number of seats; more seats go to who waits. What was asked stays once called.

    Raises Refused, NotPossible: fewer seats than are taken.
    """
    require(may_run(by, cohort))
    unknown = said.keys() - {*SAID, "chosen", "questions"}
    assert not unknown, unknown
    with transaction.atomic():
        row = lock(Cohort.objects.all()).get(pk=cohort.pk)
        if row.past or row.state not in {states.DRAFT, states.CALLED}:
            raise NotPossible(_("已经结束的一期不能再改。"))
        if row.state == states.CALLED:
            said = {name: value for name, value in said.items() if name in SAID}  # it was promised
        for name, value in said.items():
            setattr(row, name, value)
        _check(row.opens_at, row.closes_at, row.first, row.last)
        row.changed_at = clock.now()
        row.save()
        assert row.session is not None
        slots.change_session(session=row.session, by=by, may=Yes, capacity=seats, title=_opening(row.title),
                             place=row.place or row.office.name, span=_opens(row.first))  # fmt: skip
        if has_begun(row):
            offer_free(row)
        write_log(room=ROOM, subject=row.reference, verb="change", by=by)
    cohort.refresh_from_db()
    return cohort


def _moved(cohort: Cohort, verb: str, by: Person, why: str = "", **values: Any) -> Cohort:
    with moving(cohort, verb, states=states.COHORTS, moves=states.COHORT_MOVES, room=ROOM, by=by, reason=why) as row:
        row.changed_at, row.why = clock.now(), why[:200]
        for name, value in values.items():
            setattr(row, name, value)
    return cohort


def call(*, cohort: Cohort, by: Person) -> Cohort:
    """Call for sign-ups. Raises Refused, MoveRefused."""
    require(may_run(by, cohort))
    return _moved(cohort, "call", by, called_at=clock.now())


def end(*, cohort: Cohort, by: Person) -> Cohort:
    """It is over: who is in finishes. Raises Refused, MoveRefused, NotPossible: before its last day."""
    require(may_run(by, cohort))
    if clock.today() < cohort.last:
        raise NotPossible(_("要到结营那天（%(day)s）才能结营。") % {"day": clock.said(cohort.last)})
    with transaction.atomic():
        _moved(cohort, "end", by)
        rows = list(cohort.sign_ups.in_camp().select_related("person"))
        for row in rows:
            joining.moved(row, "finish", by=by, ended_on=cohort.last)
        telling.finished(cohort, rows)
    return cohort


def cancel(*, cohort: Cohort, by: Person, why: str) -> Cohort:
    """Cancel it with all its lessons; everybody is told why. Raises Refused, MoveRefused, NotPossible: no reason."""
    require(may_run(by, cohort))
    if not why.strip():
        raise NotPossible(_("请写明取消的原因，报名的人会看到。"))
    with transaction.atomic():
        _moved(cohort, "cancel", by, why.strip())
        for lesson in cohort.lessons.filter(session__state="planned", session__starts__gt=clock.now()):
            slots.cancel_session(session=lesson.session, why=why, by=by, may=Yes)
        assert cohort.session is not None
        if clock.now() < cohort.session.starts:
            slots.cancel_session(session=cohort.session, why=why, by=by, may=Yes)
        telling.cancelled(cohort, cohort.sign_ups.filter(state=states.SIGNED).select_related("person"))
    return cohort


def mark(*, rows: Iterable[tuple[CampSignUp, Decimal | None, str]], by: Person) -> int:
    """Marks of a hundred, and what is to be said of them; None takes a mark away. How many were marked.

    Raises Refused, NotPossible: of one who was selected already.
    """
    said = list(rows)
    for row, _mark, _note in said:
        require(may_select(by, row))
    with transaction.atomic():
        for row, given, note in said:
            fresh = lock(CampSignUp.objects.all()).get(pk=row.pk)
            if fresh.state != states.SIGNED:
                raise NotPossible(_("“%(name)s”已经选拔过，不能再改分。") % {"name": fresh.name})
            fresh.mark, fresh.note, fresh.marked_by, fresh.changed_at = given, note.strip()[:200], by, clock.now()
            fresh.save(update_fields=["mark", "note", "marked_by", "changed_at"])
            write_log(room=ROOM, subject=fresh.reference, verb="mark", by=by, data={"mark": str(given)})
    return len(said)


def refuse(*, rows: Iterable[CampSignUp], by: Person, why: str) -> int:
    """Not taken, and why, which each of them reads; a seat they had goes to who waits. How many.

    Raises Refused, MoveRefused, NotPossible: without a reason.
    """
    if not why.strip():
        raise NotPossible(_("请写明不录取的原因，学员会看到。"))
    said = list(rows)
    for each in said:
        require(may_select(by, each))
    return turn_down(rows=said, by=by, why=why)


def turn_down(*, rows: Iterable[CampSignUp], by: Person | None, why: str, told: bool = True) -> int:
    """As `refuse`, for whoever has asked already whether that may be; without `told` nobody hears of it."""
    count = 0
    with transaction.atomic():
        for each in rows:
            row = CampSignUp.objects.select_related("cohort__office", "seat__session", "person").get(pk=each.pk)
            joining.give_back(row, by=None, why=why)
            joining.moved(row, "refuse", by=by, why=why.strip())
            if told:
                telling.refused(row)
            count += 1
    return count


def has_begun(cohort: Cohort) -> bool:
    """Whether it is so near its opening, or so long after it, that the waiting list of its seats stands still."""
    return cohort.session is not None and clock.now() > cohort.session.closes_at


def runs_until(cohort: Cohort) -> dt.datetime:
    """The end of its last day."""
    return whole_day(cohort.last).ends


def is_past(cohort: Cohort) -> bool:
    """Whether nobody comes in any more: it is ended, cancelled, or its last day is over."""
    return cohort.state != states.CALLED or clock.now() > runs_until(cohort)


def offer_free(cohort: Cohort) -> None:
    """Offer free seats of a camp that has begun to who waits in line."""
    assert cohort.session is not None
    slots.call_next(cohort.session, runs_until(cohort))


def free_of(cohort: Cohort) -> int:
    """How many seats are free now for who waits in no line."""
    session = cohort.session
    assert session is not None
    session.refresh_from_db()
    return 0 if session.seats.in_line().exists() else session.left
