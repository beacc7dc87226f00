"""Writes of encounters: arranged, turned into another mode, recorded, signed, missed, cancelled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import Answer, Yes, require
from district.ground.people.queries import Bureau, Expert, Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.slots.queries import Resource, Session, Span, free, is_open
from district.ground.slots.times import day_of, whole_day
from district.services.advice import numbers, telling
from district.services.advice.models import Adviser, Encounter, Hearing, Mode, Need, Profile
from district.services.advice.models.choices import MANY, TIMED
from district.services.advice.moving import REASON, ROOM, move_encounter
from district.services.advice.permissions import keeps, may_cancel, may_plan, may_record, may_serve
from district.services.advice.states import PLANNED, TAKEN

LONGEST = 8000  # characters of a record
MOST_MINUTES = 600  # of one encounter


@dataclass(frozen=True)
class Place:
    """An expert's place in an encounter, and in which role."""

    expert: Expert
    role: str = ""


def plan(
    *, need: Need, mode: str, by: Person | None, request_key: uuid.UUID, experts: Sequence[Place] = (),
    span: Span | None = None, place: str = "", title: str = "", hold: uuid.UUID | None = None,
    session: Session | None = None, came_of: Encounter | None = None, may: Answer | None = None,
) -> Encounter:  # fmt: skip
    """Arrange an encounter of a need somebody took: without `experts` with the one who did. With `span` their time is
    booked in `slots`, all of it or nothing, the way to a visit included; `hold` names an appointment that another room
    booked. Idempotent by key. `may`: the answer of the room that arranges.

    Raises Refused, NotPossible: nobody took the need, no mode of two; what `slots.book` raises.
    """
    if mode not in Mode.values or mode in MANY:
        raise NotPossible(_("请选一种方式。"))
    with transaction.atomic():
        row = lock(Need.objects.all()).get(pk=need.pk)
        require(may if may is not None else may_plan(by, row) if by is not None else Yes)
        if known := Encounter.objects.filter(request_key=request_key, need=row).first():
            return known
        if row.state != TAKEN:
            raise NotPossible(_("还没有专家接单，或者已经结束，不能安排。"))
        places = list(experts) or [Place(row.expert)] if row.expert is not None else list(experts)
        made = Encounter.objects.create(
            reference=numbers.new_reference(numbers.ENCOUNTER), need=row, office_id=row.office_id, mode=mode,
            topic=row.topic, title=(title or row.subject.name)[:80], starts=span.starts if span else None,
            ends=span.ends if span else None, place=place[:80], street=row.street, session=session, hold=hold,
            came_of=came_of, made_by=by, made_at=clock.now(), request_key=request_key,
        )  # fmt: skip
        _seat(made, places)
        if span is not None and hold is None and session is None and by is not None:
            _book(made, [each.expert for each in places], span, by)
        names = [each.expert.reference for each in places]
        data = {"encounter": made.reference, "mode": mode, "experts": names}
        write_log(room=ROOM, subject=row.reference, verb="plan", by=by, data=data)
        telling.planned(made, by)
    return made


def _seat(encounter: Encounter, places: Iterable[Place]) -> None:
    Adviser.objects.bulk_create(
        Adviser(encounter=encounter, expert=each.expert, role=each.role[:20],
                reference=numbers.new_reference(numbers.PART))
        for each in places
    )  # fmt: skip


def _book(
    encounter: Encounter, experts: Sequence[Expert], span: Span, by: Person, *, beyond: bool = False, before: str = ""
) -> None:
    """Their time in `slots`, in the place of what was held `before`. A visit is held where who asked is: the ways there
    and back are held too.
    """
    assert encounter.need is not None
    resources = [resource_of(each, by) for each in experts]
    place = encounter.street if encounter.mode == Mode.VISIT else encounter.place
    if not beyond:
        _must_be_free(resources, span, place if encounter.mode == Mode.VISIT else None)
    key = uuid.uuid5(encounter.request_key, f"{span.starts.isoformat()} {span.ends.isoformat()} {before}")
    held = slots.book(
        resources=resources, span=span, by=by, request_key=key, person=encounter.need.asker,
        title=f"{encounter.get_mode_display()}·{encounter.title}", whom=encounter.need.whom, place=place, room=ROOM,
        subject=encounter.reference, may=Yes, beyond=True,
    )  # fmt: skip
    encounter.hold = held[0].group
    encounter.place = encounter.place or held[0].place
    encounter.save(update_fields=["hold", "place"])


def _must_be_free(resources: Sequence[Resource], span: Span, place: str | None) -> None:
    """Each can be had just then, the way to where they go counted. Raises NotOpen."""
    length = int((span.ends - span.starts).total_seconds() // 60)
    around = whole_day(day_of(span.starts))
    for key, found in free(resources, around, length=length, at=place).items():
        if not any((each.starts, each.ends) == (span.starts, span.ends) for each in found):
            name = next(each.name for each in resources if each.pk == key)
            raise slots.NotOpen(_("“%(name)s”这个时间不能预约，请另选时段。") % {"name": name})


def resource_of(expert: Expert, by: Person | None) -> Resource:
    """The expert's time in `slots`, made when it is first needed."""
    profile, _made = Profile.objects.get_or_create(expert=expert)
    if profile.resource is None:
        profile.resource = slots.add_resource(
            key=f"expert-{expert.reference}", kind="expert", name=expert.name, by=by, office=expert.office,
            person=expert.person, owner=expert.office.name, may=Yes,
        )  # fmt: skip
        profile.save(update_fields=["resource"])
    return profile.resource


def turn(
    *, encounter: Encounter, mode: str, by: Person, request_key: uuid.UUID, span: Span | None = None, place: str = "",
    experts: Sequence[Place] = (), may: Answer | None = None,
) -> Encounter:  # fmt: skip
    """The same need in another mode, with the same experts: one that is still to come is replaced and its time freed;
    one that took place stays, and this follows it. Raises as `plan` does.
    """
    require(may if may is not None else may_cancel(by, encounter))
    if encounter.need is None:
        raise NotPossible(_("讲座和主题活动不能换成别的方式。"))
    with transaction.atomic():
        if known := Encounter.objects.filter(request_key=request_key, need=encounter.need).first():
            return known
        places = list(experts) or [Place(each.expert, each.role) for each in
                                   encounter.advisers.select_related("expert__office")]  # fmt: skip
        if encounter.state == PLANNED:
            if encounter.mode == mode:
                raise NotPossible(_("已经是这种方式。"))
            _must_not_run_elsewhere(encounter)
            with move_encounter(encounter, "turn", by) as row:
                _free(row, by, str(_("换一种方式")))
        return plan(need=encounter.need, mode=mode, by=by, request_key=request_key, experts=places, span=span,
                    place=place, came_of=encounter, may=Yes)  # fmt: skip


def schedule(
    *, encounter: Encounter, span: Span, by: Person, place: str = "", opens: bool = False, may: Answer | None = None,
) -> Encounter:  # fmt: skip
    """Give what is arranged a time, or another one: the experts' time is booked, the old one freed. `opens`: as agreed
    by phone, outside their usual hours, which those who serve may do. Raises Refused, NotPossible, what `slots` does.
    """
    require(may if may is not None else may_cancel(by, encounter))
    with transaction.atomic():
        row = lock(Encounter.objects.all()).get(pk=encounter.pk)
        if row.state != PLANNED or row.need is None or row.mode not in TIMED:
            raise NotPossible(_("这一次不用约时间，或者已经结束。"))
        if row.hold is not None and (row.starts, row.ends) == (span.starts, span.ends):
            return row
        experts = [each.expert for each in row.advisers.select_related("expert__office", "expert__person")]
        if opens:
            require(may_serve(by, row.need))
        if row.elsewhere:  # a panel would be over if its appointment were cancelled
            if not opens:
                _must_be_open([resource_of(each, by) for each in experts], span)
            _move_there(row, span, by)
            return _read_again(encounter)
        before = str(row.hold or "")
        _free(row, by, str(_("改时间")))
        row.starts, row.ends, row.place, row.hold = span.starts, span.ends, place[:80] or row.place, None
        row.save(update_fields=["starts", "ends", "place", "hold"])
        _book(row, experts, span, by, beyond=opens, before=before)
        write_log(room=ROOM, subject=row.reference, verb="schedule", by=by, data={"starts": span.starts.isoformat()})
    return _read_again(encounter)


def _read_again(encounter: Encounter) -> Encounter:
    encounter.refresh_from_db()
    return encounter


def _must_be_open(resources: Sequence[Resource], span: Span) -> None:
    """Within their hours; what else they are held for is found by the move. Raises NotOpen."""
    for each in resources:
        if not is_open(each, span):
            raise slots.NotOpen(_("“%(name)s”这个时间不能预约，请另选时段。") % {"name": each.name})


def _move_there(row: Encounter, span: Span, by: Person) -> None:
    """The appointment itself is moved; the room that booked it follows, and with it this row."""
    assert row.hold is not None and row.starts is not None and row.ends is not None, "booked"
    if span.ends - span.starts != row.ends - row.starts:
        long = int((row.ends - row.starts).total_seconds() // 60)
        raise NotPossible(_("这一次约的是 %(n)d 分钟，只能整个挪到别的时间；要改长短请取消后重新安排。") % {"n": long})
    slots.move(group=row.hold, starts=span.starts, by=by, may=Yes, beyond=True)


def _free(encounter: Encounter, by: Person | None, why: str) -> None:
    """The time booked for it, as far as it is still to come. The row lets go of it first: what `slots` then tells is no
    news of this encounter.
    """
    group = encounter.hold
    if group is None:
        return
    Encounter.objects.filter(pk=encounter.pk).update(hold=None)
    encounter.hold = None
    if encounter.ends is None or encounter.ends > clock.now():
        slots.cancel(group=group, why=why, by=by, may=Yes)


def drop(encounter: Encounter, *, by: Person | None, why: str, freed: bool = False) -> Encounter:
    """Cancel what is still to come; whoever calls has asked. `freed`: its time is free already."""
    with move_encounter(encounter, "cancel", by, why) as row:
        row.why = why.strip()[:200]
        if not freed:
            _free(row, by, row.why)
            _close_session(row, by)
        telling.cancelled(row, by)
    return encounter


def _close_session(row: Encounter, by: Person | None) -> None:
    """A lecture that does not take place takes no sign-ups: who signed up is told there."""
    session = row.session if row.need_id is None else None
    if session is not None and session.is_planned and by is not None and session.starts > clock.now():
        Encounter.objects.filter(pk=row.pk).update(session=None)  # what `slots` then tells is no news of it
        slots.cancel_session(session=session, why=row.why, by=by, may=Yes)


def cancel(*, encounter: Encounter, by: Person, why: str) -> Encounter:
    """Either side cancels; the need goes on. Raises Refused, MoveRefused, NotPossible: no reason."""
    require(may_cancel(by, encounter))
    if not why.strip():
        raise NotPossible(_("请写明为什么取消，对方会看到。"))
    _must_not_run_elsewhere(encounter)
    return drop(encounter, by=by, why=why)


def record(
    *, encounter: Encounter, text: str, minutes: int, by: Person | None, day: dt.date | None = None,
    heads: int | None = None, came: Sequence[Expert] | None = None, may: Answer | None = None, room: str = ROOM,
) -> Encounter:  # fmt: skip
    """It took place: what was said, how long, how many came. Of several experts `came` says who did; each signs their
    own part. The need goes on. `room`: the one that records, which is the one that booked its time. Raises Refused,
    MoveRefused, NotPossible: no words, too long, not yet, booked by another room.
    """
    require(may if may is not None else may_record(by, encounter) if by is not None else Yes)
    day = day or (day_of(encounter.starts) if encounter.starts else clock.today())
    if not text.strip():
        raise NotPossible(_("请写下谈了什么、建议怎么做。"))
    if not 1 <= minutes <= MOST_MINUTES:
        raise NotPossible(_("用时请填 1 到 %(n)d 分钟。") % {"n": MOST_MINUTES})
    if day > clock.today() or (encounter.starts is not None and encounter.starts > clock.now()):
        raise NotPossible(_("还没有开始，开始以后再记录。"))
    with move_encounter(encounter, "record", by) as row:
        _must_be_of(room, row)
        row.record, row.happened_on, row.recorded_at = text.strip()[:LONGEST], day, clock.now()
        row.heads = row.heads if heads is None else max(1, heads)
        there = None if came is None else {each.pk for each in came}
        for part in row.advisers.all():
            here = there is None or part.expert_id in there
            part.state, part.minutes = (Hearing.CAME, minutes) if here else (Hearing.AWAY, 0)
            if here and by is not None and part.expert.person_id == by.pk:
                part.signed_at = clock.now()
            part.save(update_fields=["state", "minutes", "signed_at"])
        mark_done(room=ROOM, subject=row.reference)
        telling.recorded(row)
    return encounter


def not_here(encounter: Encounter) -> str:
    """Why what took place is not recorded in this room; "" where it is."""
    return _("这一次由几位专家在会诊里各自写意见、签字，签齐后自动成为记录。") if encounter.elsewhere else ""


def runs_elsewhere(encounter: Encounter) -> bool:
    """Whether another room booked it and it has begun: what came of it is said there, and belongs to this row."""
    return encounter.starts is not None and encounter.starts <= clock.now() and encounter.elsewhere


def _must_not_run_elsewhere(encounter: Encounter) -> None:
    """Raises NotPossible."""
    if runs_elsewhere(encounter):
        raise NotPossible(not_here(encounter))


def _must_be_of(room: str, row: Encounter) -> None:
    """Raises NotPossible: it is recorded elsewhere; whoever wrote first would keep the others' parts out."""
    if room == ROOM and (why := not_here(row)):
        raise NotPossible(why)


def sign(*, adviser: Adviser, by: Person | None, say: str = "", may: Answer | None = None) -> Adviser:
    """An expert stands for their part of the one record. A second time changes nothing. Raises Refused, NotPossible."""
    with transaction.atomic():
        row = lock(Adviser.objects.all()).select_related("encounter", "expert").get(pk=adviser.pk)
        if may is None:
            assert by is not None
            require(Yes if row.expert.person_id == by.pk else may_record(by, row.encounter))
        else:
            require(may)
        if row.state != Hearing.CAME:
            raise NotPossible(_("当时不在场，不用签。"))
        if row.signed_at is None:
            row.signed_at, row.say = clock.now(), say.strip()[:LONGEST]
            row.save(update_fields=["signed_at", "say"])
            write_log(room=ROOM, subject=row.encounter.reference, verb="sign", by=by,
                      data={"expert": row.expert.reference})  # fmt: skip
    adviser.refresh_from_db()
    return adviser


def miss(*, encounter: Encounter, by: Person, why: str = "") -> Encounter:
    """Whoever asked did not come: no hours are counted, the need goes on. Raises Refused, MoveRefused, NotPossible."""
    require(may_record(by, encounter))
    if encounter.starts is not None and encounter.starts > clock.now():
        raise NotPossible(_("还没有开始，开始以后再记录。"))
    with move_encounter(encounter, "miss", by, why) as row:
        _must_be_of(ROOM, row)
        row.why = why.strip()[:200]
        row.advisers.update(state=Hearing.AWAY)
        telling.missed(row)
    return encounter


def hold_many(
    *, mode: str, topic: str, title: str, office: Bureau, experts: Sequence[Place], by: Person, request_key: uuid.UUID,
    span: Span, place: str, session: Session | None = None, may: Answer | None = None,
) -> Encounter:  # fmt: skip
    """A lecture or a themed event: of no single need, for as many as come. Raises Refused, NotPossible."""
    if may is not None:
        require(may)
    elif not keeps(by, office.pk):
        raise NotPossible(_("只有本部门的经办人和负责人可以安排。"))
    if mode not in MANY:
        raise NotPossible(_("请选讲座或者主题活动。"))
    with transaction.atomic():
        if known := Encounter.objects.filter(request_key=request_key).first():
            return known
        values: dict[str, Any] = {"mode": mode, "topic": topic, "title": title.strip()[:80], "place": place[:80]}
        made = Encounter.objects.create(
            reference=numbers.new_reference(numbers.ENCOUNTER), office=office, starts=span.starts, ends=span.ends,
            session=session, made_by=by, made_at=clock.now(), request_key=request_key, **values,
        )  # fmt: skip
        _seat(made, experts)
        write_log(room=ROOM, subject=made.reference, verb="plan", by=by, data={"mode": mode, "title": made.title})
    return made


__all__ = [
    "REASON", "Place", "cancel", "drop", "hold_many", "miss", "plan", "record", "resource_of", "schedule", "sign",
    "turn",
]  # fmt: skip
