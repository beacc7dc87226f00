"""The timetable: lessons by a recurrence, holding rooms and trainers; changed or cancelled, one or all that follow."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.slots import computing, recurring
from district.ground.slots.computing import Open
from district.ground.slots.queries import Resource, Session
from district.ground.slots.times import Span, at, day_of, here, minutes
from district.services.training.camp import states, telling
from district.services.training.camp.models import CampLesson, Cohort
from district.services.training.camp.models.cohorts import new_reference
from district.services.training.camp.permissions import may_run

ROOM = "camp"
MOST = 120  # lessons made at once
THIS, FOLLOWING = "this", "following"


def spans_of(
    cohort: Cohort, *, first: dt.date, begins: dt.time, length: int, rule: str = "", holidays: str = "off"
) -> list[Span]:
    """When the lessons of a recurrence are, within the cohort's days; `length` in minutes. Raises BadRule."""
    if rule:
        rule, first = recurring.full(rule, first)
    made = Open(pk=0, first=first, begins=begins, minutes=length, rule=rule, holidays=holidays, length=length)
    return computing.windows(made, max(first, cohort.first), cohort.last)


def plan(
    *, cohort: Cohort, by: Person, title: str, first: dt.date, begins: dt.time, length: int, request_key: uuid.UUID,
    rule: str = "", holidays: str = "off", kind: str = CampLesson.Kind.THEORY, place: str = "", text: str = "",
    trainer: Person | None = None, trainer_name: str = "", resources: Sequence[Resource] = (),
) -> list[CampLesson]:  # fmt: skip
    """Lessons by a recurrence (RFC 5545, days alone), all or none; public holidays as `holidays` says. Learners are
    told. Idempotent by key. Raises Refused, NotPossible, BadRule, Taken, CapReached.
    """
    require(may_run(by, cohort))
    if cohort.past or cohort.state not in {states.DRAFT, states.CALLED}:
        raise NotPossible(_("已经结束的一期不能再排课。"))
    spans = spans_of(cohort, first=first, begins=begins, length=length, rule=rule, holidays=holidays)
    if not spans:
        raise NotPossible(_("按这样排，开营到结营之间一次课也没有。"))
    if len(spans) > MOST:
        raise NotPossible(_("一次最多排 %(n)d 次课。") % {"n": MOST})
    with transaction.atomic():
        lock(Cohort.objects.all()).get(pk=cohort.pk)
        if known := list(CampLesson.objects.filter(series=request_key)):
            return known
        made = []
        for n, span in enumerate(spans):
            session = slots.plan_session(
                title=title, text=text, place=place or cohort.place or cohort.office.name, span=span, capacity=0, by=by,
                request_key=uuid.uuid5(request_key, str(n)), office=cohort.office, resources=resources, may=Yes,
                public=False, waits=False, calendar="camp", room=ROOM, subject=cohort.reference,
            )  # fmt: skip
            made.append(CampLesson.objects.create(
                reference=new_reference("KC"), cohort=cohort, session=session, series=request_key, rule=rule, kind=kind,
                trainer=trainer, trainer_name=trainer_name.strip()[:60],
            ))  # fmt: skip
        write_log(room=ROOM, subject=cohort.reference, verb="plan", by=by, data={"title": title, "lessons": len(made)})
        telling.planned(cohort, made)
    return made


def coming(lesson: CampLesson, scope: str) -> QuerySet[CampLesson]:
    """A lesson alone, or with those of its series that come after it; of cancelled ones none."""
    rows = CampLesson.objects.filter(session__state=Session.State.PLANNED).select_related("session", "cohort__office")
    if scope == THIS:
        return rows.filter(pk=lesson.pk)
    return rows.filter(series=lesson.series, session__starts__gte=lesson.session.starts)


def change(
    *, lesson: CampLesson, by: Person, on: dt.date, begins: dt.time, length: int, place: str, scope: str = THIS,
    title: str = "", trainer: Person | None = None, trainer_name: str = "",
) -> list[CampLesson]:  # fmt: skip
    """A lesson at another time, place or by somebody else; `following`: those after it too, moved by as many days, at
    the same hour. Everybody is told. Raises Refused, NotPossible, Taken, CapReached.
    """
    require(may_run(by, lesson.cohort))
    moved = on - day_of(lesson.session.starts)
    with transaction.atomic():
        rows = list(lock(coming(lesson, scope)))
        _not_over(rows)
        # outward first, so that a lesson does not meet the old place of the next one
        for row in sorted(rows, key=lambda row: row.session.starts, reverse=moved.days > 0):
            starts = at(day_of(row.session.starts) + moved, begins)
            slots.change_session(
                session=row.session, by=by, may=Yes, span=Span(starts, starts + minutes(length)),
                place=place.strip()[:80] or row.session.place, title=title.strip()[:80] or row.session.title,
            )  # fmt: skip
            row.trainer, row.trainer_name = trainer, trainer_name.strip()[:60]
            row.save(update_fields=["trainer", "trainer_name"])
        write_log(room=ROOM, subject=lesson.reference, verb="change", by=by, data={"lessons": len(rows)})
    lesson.refresh_from_db()
    return rows


def cancel(*, lesson: CampLesson, by: Person, why: str, scope: str = THIS) -> int:
    """Cancel a lesson, or it and those after it; everybody is told why. How many.

    Raises Refused, NotPossible: without a reason, or it is over.
    """
    require(may_run(by, lesson.cohort))
    with transaction.atomic():
        rows = list(lock(coming(lesson, scope)))
        _not_over(rows)
        for row in rows:
            slots.cancel_session(session=row.session, why=why, by=by, may=Yes)
        write_log(room=ROOM, subject=lesson.reference, verb="cancel", by=by, reason=why, data={"lessons": len(rows)})
    return len(rows)


def _not_over(rows: Sequence[CampLesson]) -> None:
    if not rows:
        raise NotPossible(_("这节课已经取消。"))
    if any(row.session.starts <= clock.now() for row in rows):
        raise NotPossible(_("已经开始的课不能再改。"))


def told(lesson: CampLesson) -> dict[str, Any]:
    """A lesson as the form that changes it begins."""
    starts, ends = here(lesson.session.starts), here(lesson.session.ends)
    return {
        "on": starts.date(), "begins": starts.time(), "ends": ends.time(), "place": lesson.session.place,
        "title": lesson.session.title, "trainer_name": lesson.trainer_name,
        "trainer": lesson.trainer.username if lesson.trainer else "",
    }  # fmt: skip
