"""Clinics themselves: planned for one day or every week, cancelled, an expert replaced, days entered from paper."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Bureau, Expert, Person, Topic
from district.ground.record.actions import lock, official, write_log
from district.ground.slots import actions as slots
from district.ground.slots.computing import is_holiday
from district.ground.slots.times import Span, at, minutes
from district.services.advice import actions as advice
from district.services.advice.clinic import queries, states, telling
from district.services.advice.clinic.calling import moved
from district.services.advice.clinic.models import Clinic, ClinicExpert, Visitor, new_reference
from district.services.advice.clinic.permissions import may_keep, may_plan

ROOM = "clinic"
MOST_WEEKS = 26
MOST_PAST = 200  # people of one past day


@dataclass(frozen=True)
class Day:
    """When a clinic is held: from `begins` to `ends` on a day."""

    on: dt.date
    begins: dt.time
    ends: dt.time

    @property
    def span(self) -> Span:
        return Span(at(self.on, self.begins), at(self.on, self.ends))

    def later(self, weeks: int) -> Day:
        return Day(self.on + dt.timedelta(weeks=weeks), self.begins, self.ends)


def plan(
    *, topic: str, day: Day, experts: Sequence[Expert], office: Bureau, by: Person, request_key: uuid.UUID,
    weeks: int = 1, length: int = 20, online: bool = True, place: str = "", text: str = "", walk_share: int = 30,
    strangers: bool = True,
) -> list[Clinic]:  # fmt: skip
    """A clinic, or one a week for so many weeks; public holidays are left out. The experts' time is held; all
    are planned or none. Idempotent by key. Raises Refused, NotPossible, Taken, CapReached.
    """
    require(may_plan(by, office.pk))
    if not experts:
        raise NotPossible(_("请至少选一位坐诊专家。"))
    if day.span.ends - day.span.starts < minutes(length):
        raise NotPossible(_("时间太短，一个人也看不完。"))
    if not online and not place.strip():
        raise NotPossible(_("现场门诊请写地点。"))
    values = {"topic": topic, "length": length, "online": online, "place": place.strip()[:80],
              "text": text.strip()[:2000], "walk_share": walk_share, "strangers": strangers}  # fmt: skip
    made = []
    with transaction.atomic():
        for week in range(max(1, min(weeks, MOST_WEEKS))):
            this = day.later(week)
            if week and is_holiday(this.on):
                continue
            made.append(_plan(this, experts, office, by, uuid.uuid5(request_key, str(week)), values))
    return made


def _plan(
    day: Day, experts: Sequence[Expert], office: Bureau, by: Person, key: uuid.UUID, values: dict[str, object]
) -> Clinic:
    if known := Clinic.objects.filter(request_key=key).first():
        return known
    span = day.span
    row = Clinic(
        reference=new_reference(span.starts.year), starts=span.starts, ends=span.ends, office=office, made_by=by,
        made_at=clock.now(), request_key=key, **values,
    )  # fmt: skip
    places = sum(len(each.lanes) for each in queries.bookable_times(row, len(experts)))
    with official():
        title, where = row.title, row.where
    row.session = slots.plan_session(
        title=title, place=where, span=span, capacity=places, by=by, office=office, may=Yes, public=False,
        waits=False, notice_join=0, calendar="clinics", room=ROOM, subject=row.reference,
        resources=[advice.resource_of(each, by) for each in experts], request_key=uuid.uuid5(key, "session"),
    )  # fmt: skip
    row.save()
    ClinicExpert.objects.bulk_create(ClinicExpert(clinic=row, expert=each) for each in experts)
    write_log(room=ROOM, subject=row.reference, verb="plan", by=by,
              data={"topic": row.topic, "starts": row.starts.isoformat(),
                    "experts": [each.reference for each in experts]})  # fmt: skip
    return row


def cancel(*, clinic: Clinic, why: str, by: Person) -> Clinic:
    """It is not held: everybody with a number is told, the experts' time is free. A second time changes nothing.

    Raises Refused, NotPossible: no reason, or it is over.
    """
    require(may_keep(by, clinic))
    if not why.strip():
        raise NotPossible(_("请写明取消的原因，约了号的人会看到。"))
    with transaction.atomic():
        row = lock(Clinic.objects.all()).get(pk=clinic.pk)
        if row.cancelled_at is None:
            if row.closed_at is not None or row.session is None:
                raise NotPossible(_("这场门诊已经散场。"))
            call_off(row, why=why, by=by)
            slots.cancel_session(session=row.session, why=why, by=by, may=Yes)
    clinic.refresh_from_db()
    return clinic


def call_off(clinic: Clinic, *, why: str, by: Person | None) -> None:
    """The numbers of a clinic that is not held; inside the caller's transaction."""
    clinic.cancelled_at, clinic.why = clock.now(), why.strip()[:200]
    clinic.save(update_fields=["cancelled_at", "why"])
    for visitor in clinic.visitors.filter(state__in=states.OPEN).select_related("clinic__office", "person"):
        moved(visitor, "drop", by=by, why=clinic.why)
        if visitor.seat_id is None:  # who has a seat is told by slots
            telling.dropped(visitor, clinic.why)
    write_log(room=ROOM, subject=clinic.reference, verb="cancel", by=by, reason=clinic.why)


def replace_expert(*, clinic: Clinic, old: Expert, new: Expert, by: Person) -> Clinic:
    """Another expert in the place of one who cannot come; their time is held instead. Raises Refused, NotPossible,
    Taken, CapReached."""
    require(may_keep(by, clinic))
    with transaction.atomic():
        row = lock(Clinic.objects.all()).get(pk=clinic.pk)
        if not row.is_on or row.session is None:
            raise NotPossible(_("这场门诊已经结束或者取消。"))
        slots.hand_over_session(
            session=row.session, old=advice.resource_of(old, by), new=advice.resource_of(new, by), by=by, beyond=True
        )  # its signal seats the other (listening.py)
    return row


def seat_instead(clinic: Clinic, old: Expert, new: Expert, by: Person | None) -> None:
    ClinicExpert.objects.filter(clinic=clinic, expert=old, ended_at=None).update(ended_at=clock.now())
    ClinicExpert.objects.update_or_create(clinic=clinic, expert=new, defaults={"ended_at": None})
    write_log(room=ROOM, subject=clinic.reference, verb="replace", by=by,
              data={"from": old.reference, "to": new.reference})  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """How many came on a past day: of those who booked, of those who walked in; minutes they waited on average."""

    booked_served: int = 0
    booked_missed: int = 0
    walked_served: int = 0
    walked_unseen: int = 0
    waited: int = 0


def enter_past(
    *, topic: str, day: Day, experts: Sequence[Expert], counted: Counted, office: Bureau, by: Person,
    request_key: uuid.UUID, length: int = 20, place: str = "",
) -> Clinic:  # fmt: skip
    """A clinic held before the system was there, as it stands on paper: how many came, without names. Idempotent by
    key. Raises Refused, NotPossible: not past, nobody sat there, more people than one day has.
    """
    require(may_plan(by, office.pk))
    if day.span.ends > clock.now():
        raise NotPossible(_("补录的门诊要是已经办过的。"))
    if topic not in Topic.values or not experts or day.span.ends <= day.span.starts:
        raise NotPossible(_("请写明分组、专家和时间。"))
    total = counted.booked_served + counted.booked_missed + counted.walked_served + counted.walked_unseen
    if not 0 < total <= MOST_PAST:
        raise NotPossible(_("人次请填 1 到 %(n)d。") % {"n": MOST_PAST})
    span = day.span
    with transaction.atomic():
        if known := Clinic.objects.filter(request_key=request_key).first():
            return known
        row = Clinic.objects.create(
            reference=new_reference(span.starts.year), topic=topic, starts=span.starts, ends=span.ends, length=length,
            online=not place, place=place[:80], office=office, closed_at=span.ends, made_by=by, made_at=clock.now(),
            booked_given=counted.booked_served + counted.booked_missed,
            walked_given=counted.walked_served + counted.walked_unseen, request_key=request_key,
        )  # fmt: skip
        ClinicExpert.objects.bulk_create(ClinicExpert(clinic=row, expert=each) for each in experts)
        Visitor.objects.bulk_create(_past_visitors(row, experts, counted))
        write_log(room=ROOM, subject=row.reference, verb="enter-past", by=by, data={"people": total})
    return row


def _past_visitors(row: Clinic, experts: Sequence[Expert], counted: Counted) -> list[Visitor]:
    booked, walked = Visitor.Kind.BOOKED, Visitor.Kind.WALK
    sorts = [
        *[(booked, states.SERVED)] * counted.booked_served, *[(booked, states.MISSED)] * counted.booked_missed,
        *[(walked, states.SERVED)] * counted.walked_served, *[(walked, states.UNSEEN)] * counted.walked_unseen,
    ]  # fmt: skip
    made, size = [], (row.ends - row.starts) / len(sorts)
    for place, (kind, state) in enumerate(sorts):
        begun = row.starts + place * size
        seen = state == states.SERVED
        number = place + 1 if kind == booked else place + 1 - row.booked_given
        made.append(Visitor(
            clinic=row, kind=kind, number=number, state=state, taken_at=row.starts, ended_at=begun + size,
            arrived_at=None if state == states.MISSED else begun - minutes(counted.waited),
            called_at=begun if seen else None, waited=counted.waited if seen else None, calls=int(seen),
            expert=experts[place % len(experts)] if seen else None,
        ))  # fmt: skip
    return made
