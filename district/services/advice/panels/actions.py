"""Every write of panels: booked all or none, briefed, somebody steps in, each signs, sealed, cancelled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Answer, Yes, require
from district.ground.people.queries import Expert, Field, Person
from district.ground.record.actions import lock, moving, official, sm3, write_log
from district.ground.slots import actions as slots
from district.ground.slots.queries import Resource
from district.ground.slots.times import Span, day_of, here, minutes, when
from district.services.advice import actions as advice
from district.services.advice.panels import queries, states, telling
from district.services.advice.panels.models import Panel, Part, new_reference
from district.services.advice.panels.permissions import may_arrange, may_keep, may_sign
from district.services.advice.panels.planning import MOST_ROLES
from district.services.advice.queries import Mode, Need

ROOM = "panels"
LONGEST = 4000  # characters of a brief, of a part


@dataclass(frozen=True)
class Chair:
    """A role, who takes it, who would step in."""

    role: str
    expert: Expert
    standby: Expert | None = None


def book(
    *, need: Need, kind: str, chairs: Sequence[Chair], starts: dt.datetime, length: int, brief: str, by: Person,
    request_key: uuid.UUID, place: str = "",
) -> Panel:  # fmt: skip
    """Hold everybody's time, all or none; the panel is an encounter of the need. Idempotent by key.

    Raises Refused, NotPossible: nobody took the need, no brief, somebody does not fit or is free no more; Taken,
    CapReached.
    """
    require(may_arrange(by, need))
    _check(kind, chairs, length, brief)
    span = Span(here(starts), here(starts) + minutes(length))
    if kind == Panel.Kind.VISIT:
        place = place or need.street
        if not place:
            raise NotPossible(_("上门指导要知道去哪个街道，请先在需求里补上。"))
    with transaction.atomic():
        if known := Panel.objects.filter(request_key=request_key).first():
            return known
        if span.starts <= clock.now():
            raise NotPossible(_("这个时间已经过去。"))
        resources = [advice.resource_of(each.expert, by) for each in chairs]
        _all_free(resources, span, place)
        with official():
            title = f"{Panel.Kind(kind).label}·{need.subject}"[:80]
        held = slots.book(
            resources=resources, span=span, title=title, by=by, request_key=request_key, person=need.asker,
            whom=need.whom, place=place, room=ROOM, subject=need.reference, may=Yes, beyond=True,
        )  # fmt: skip
        encounter = advice.plan(
            need=need, mode=Mode.VISIT if kind == Panel.Kind.VISIT else Mode.PANEL, by=by, span=span, place=place,
            experts=[advice.Place(each.expert, str(Field(each.role).label)) for each in chairs], title=title,
            hold=held[0].group, request_key=uuid.uuid5(request_key, "encounter"), may=Yes,
        )  # fmt: skip
        panel = Panel.objects.create(
            reference=new_reference(span.starts.year), kind=kind, need=need, encounter=encounter, title=title,
            brief=brief.strip()[:LONGEST], starts=span.starts, ends=span.ends, place=place, group=held[0].group,
            office=need.office, made_by=by, made_at=clock.now(), request_key=request_key,
        )  # fmt: skip
        _seat(panel, chairs)
        write_log(room=ROOM, subject=panel.reference, verb="book", by=by, after=panel.state,
                  data={"roles": [each.role for each in chairs], "experts": [row.expert.reference for row in chairs],
                        "starts": span.starts.isoformat()})  # fmt: skip
        telling.asked(panel, by)
    return panel


def _check(kind: str, chairs: Sequence[Chair], length: int, brief: str) -> None:
    if kind not in Panel.Kind.values or length not in queries.LENGTHS:
        raise NotPossible(_("请选方式和时长。"))
    if not brief.strip():
        raise NotPossible(_("请写一份共同简报，专家来之前都会看。"))
    if not 0 < len(chairs) <= MOST_ROLES or len({each.expert.pk for each in chairs}) < len(chairs):
        raise NotPossible(_("请选 1 到 %(n)d 个角色，每个角色一位不同的专家。") % {"n": MOST_ROLES})
    for each in chairs:
        if each.role not in each.expert.fields or not each.expert.stands():
            values = {"name": each.expert.name, "role": Field(each.role).label if each.role in Field.values else "?"}
            raise NotPossible(_("%(name)s不能担任“%(role)s”，请重新查找。") % values)


def _all_free(resources: Sequence[Resource], span: Span, place: str) -> None:
    """Whether all have this time open and can be there; two who ask at once are told apart by what they hold. Raises
    NotPossible."""
    able = queries.free_at(resources, span, place)
    for each in resources:
        if each.pk not in able:
            values = {"name": each.name, "when": when(span)}
            raise NotPossible(_("%(name)s在%(when)s没有空，请重新查找。") % values)


def _seat(panel: Panel, chairs: Sequence[Chair]) -> None:
    sitting = [(each.role, each.expert, False, place) for place, each in enumerate(chairs)]
    ready = [(each.role, each.standby, True, place) for place, each in enumerate(chairs) if each.standby]
    known = {expert.pk for _role, expert, _standby, _place in sitting}
    Part.objects.bulk_create(
        Part(
            panel=panel, reference=f"{panel.reference}/{n + 1}", place=place, role=role, expert=expert, standby=standby
        )
        for n, (role, expert, standby, place) in enumerate(
            [*sitting, *{row[1].pk: row for row in ready if row[1].pk not in known}.values()]
        )
    )


def _held(panel: Panel) -> Panel:
    """The panel to the end of the transaction. Raises NotPossible: it is over."""
    row = lock(Panel.objects.all()).select_related("need", "encounter", "office").get(pk=panel.pk)
    if row.state != states.HELD:
        raise NotPossible(_("这次安排已经%(state)s。") % {"state": row.shown.public})
    return row


def edit_brief(*, panel: Panel, brief: str, by: Person) -> Panel:
    """Say anew what all of them read. Raises Refused, NotPossible: empty, or somebody signed what they had read."""
    require(may_keep(by, panel))
    if not brief.strip():
        raise NotPossible(_("请写一份共同简报，专家来之前都会看。"))
    with transaction.atomic():
        row = _held(panel)
        if row.parts.filter(signed_at__isnull=False).exists():
            raise NotPossible(_("已经有专家签字，简报不能再改。"))
        row.brief = brief.strip()[:LONGEST]
        row.save(update_fields=["brief"])
        write_log(room=ROOM, subject=row.reference, verb="brief", by=by)
    return row


def sign(*, part: Part, text: str, by: Person | None, link: str = "", may: Answer | None = None) -> Part:
    """An expert stands for their part, with an account or by a link. The last one seals the record. A second time
    changes nothing. Raises Refused, NotPossible: no words, not yet, cannot come.
    """
    require(may if may is not None else may_sign(by, part))
    with transaction.atomic():
        panel = lock(Panel.objects.all()).select_related("encounter").get(pk=part.panel_id)
        row = lock(Part.objects.all()).select_related("expert").get(pk=part.pk)
        if row.signed_at is None:
            _held(panel)
            _check_part(panel, row, text)
            row.text, row.signed_at, row.signed_by, row.link = text.strip()[:LONGEST], clock.now(), by, link
            row.digest = sm3("\n".join([row.reference, row.expert.reference, panel.brief, row.text,
                                        row.signed_at.isoformat()]).encode())  # fmt: skip
            row.save()
            write_log(
                room=ROOM,
                subject=panel.reference,
                verb="sign",
                by=by,
                data={"part": row.reference, "expert": row.expert.reference, "digest": row.digest, "link": link},
            )
            _seal(panel, by)
    part.refresh_from_db()
    return part


def _check_part(panel: Panel, row: Part, text: str) -> None:
    if not row.sits or row.withdrew_at is not None:
        raise NotPossible(_("这一部分已经由别的专家接手，不用签。"))
    if clock.now() < panel.starts:
        raise NotPossible(_("还没有开始，开始以后再写意见并签字。"))
    if not text.strip():
        raise NotPossible(_("请写下您这一部分的意见。"))


def _seal(panel: Panel, by: Person | None) -> None:
    """Once all who came have signed: the record is the encounter's, each part with its hours. Who said beforehand that
    they cannot come has no part in it, whether somebody stepped in or not.
    """
    parts = list(panel.parts.filter(queries.SIGNS).select_related("expert").order_by("place"))
    if not parts or any(each.signed_at is None for each in parts):
        return
    with moving(panel, "seal", states=states.STATES, moves=states.MOVES, room=ROOM, by=by) as row:
        row.sealed_at = clock.now()
        row.digest = sm3("\n".join([row.reference, row.brief, *(each.digest for each in parts)]).encode())
    with official():
        record = "\n\n".join(f"【{each.get_role_display()}·{each.expert.name}】{each.text}" for each in parts)
    encounter = panel.encounter
    if encounter.state == "planned":
        long = int((panel.ends - panel.starts).total_seconds() // 60)
        advice.record(encounter=encounter, text=record, minutes=long, by=by, day=day_of(panel.starts),
                      came=[each.expert for each in parts], may=Yes, room=ROOM)  # fmt: skip
    for part in encounter.advisers.select_related("expert", "encounter"):
        mine = next((each for each in parts if each.expert_id == part.expert_id), None)
        if mine is not None and part.state == "came":
            advice.sign(adviser=part, by=by, say=mine.text, may=Yes)
    telling.sealed(panel)


def withdraw(*, part: Part, by: Person | None, why: str, may: Answer | None = None) -> Part:
    """An expert cannot come; their time is kept until somebody steps in. Raises Refused, NotPossible: no reason, or
    it is over."""
    require(may if may is not None else may_sign(by, part))
    if not why.strip():
        raise NotPossible(_("请写一句为什么不能来，协调员据此请人接替。"))
    with transaction.atomic():
        panel = _held(part.panel)
        row = lock(Part.objects.all()).get(pk=part.pk)
        if row.withdrew_at is None:
            if clock.now() >= panel.starts or not row.sits:
                raise NotPossible(_("已经开始，不能再退出。"))
            row.withdrew_at, row.why = clock.now(), why.strip()[:200]
            row.save(update_fields=["withdrew_at", "why"])
            write_log(room=ROOM, subject=panel.reference, verb="withdraw", by=by, reason=row.why,
                      data={"part": row.reference})  # fmt: skip
            telling.withdrew(row, nobody=not panel.parts.filter(queries.SIGNS).exists())
    part.refresh_from_db()
    return part


def step_in(*, part: Part, by: Person, expert: Expert | None = None) -> Part:
    """Somebody takes a part over: `expert`, or whoever stands by and is still free. Raises Refused, NotPossible: nobody
    can; Taken, CapReached.
    """
    require(may_keep(by, part.panel))
    with transaction.atomic():
        panel = _held(part.panel)
        row = lock(Part.objects.all()).select_related("expert__office", "panel__need").get(pk=part.pk)
        if not row.sits or row.signed_at is not None or clock.now() >= panel.starts:
            raise NotPossible(_("这一部分现在不能换人。"))
        able = queries.stand_ins(row)
        new = next((each for each in able if expert is None or each.pk == expert.pk), None)
        if new is None:
            raise NotPossible(_("现在没有能接替的专家，请另选时间，或者取消这次安排。"))
        slots.hand_over(
            group=panel.group,
            old=advice.resource_of(row.expert, by),
            new=advice.resource_of(new, by),
            by=by,
            may=Yes,
            beyond=True,
        )  # its signal seats the other (listening.py)
        return panel.parts.select_related("expert", "panel").get(place=row.place, standby=False, ended_at=None)


def seat_instead(panel: Panel, old: Expert, new: Expert, by: Person | None) -> None:
    """The part of one expert as another's; what `slots` holds is theirs already."""
    row = panel.parts.filter(expert=old, standby=False, ended_at=None).first()
    if row is None:
        return
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    panel.parts.filter(expert=new, standby=True, ended_at=None).update(ended_at=clock.now())
    made = Part.objects.create(
        panel=panel,
        reference=f"{panel.reference}/{panel.parts.count() + 1}",
        place=row.place,
        role=row.role,
        expert=new,
    )
    advice.replace_adviser(encounter=panel.encounter, old=old, new=new, by=by, may=Yes)
    write_log(room=ROOM, subject=panel.reference, verb="step-in", by=by,
              data={"from": old.reference, "to": new.reference, "part": made.reference})  # fmt: skip
    telling.steps_in(made, by)


def cancel(*, panel: Panel, why: str, by: Person) -> Panel:
    """It does not take place; everybody's time is free, all are told. A second time changes nothing. Raises Refused,
    NotPossible: no reason, or somebody signed.
    """
    require(may_keep(by, panel))
    if not why.strip():
        raise NotPossible(_("请写明取消的原因，各位专家和企业会看到。"))
    with transaction.atomic():
        if Panel.objects.filter(pk=panel.pk, state=states.CANCELLED).exists():
            panel.refresh_from_db()
            return panel
        row = _held(panel)
        if row.parts.filter(signed_at__isnull=False).exists():
            raise NotPossible(_("已经有专家签字，不能取消。"))
        _take_back(row, why=why, by=by)
    panel.refresh_from_db()
    return panel


def _take_back(panel: Panel, *, why: str, by: Person | None) -> None:
    if panel.ends > clock.now():
        slots.cancel(group=panel.group, why=why, by=by, may=Yes)  # its signal does the rest (listening.py)
    call_off(panel, why=why, by=by)


def call_off_deserted(panel: Panel) -> bool:
    """A panel that began with nobody there did not take place: it is called off and all are told. Whether it was."""
    with transaction.atomic():
        row = lock(Panel.objects.all()).select_related("need", "encounter", "office").get(pk=panel.pk)
        if not queries.deserted().filter(pk=row.pk).exists():
            return False
        with official():
            why = _("没有专家能来")
        _take_back(row, why=why, by=None)
    return True


def leave(expert: Expert, *, by: Person | None) -> None:
    """Who is in the corps no longer comes to no panel: the seats they had are to be filled, they stand by for none."""
    with official():
        why = _("专家的聘期结束")
    mine = Part.objects.filter(expert=expert, ended_at=None, panel__state=states.HELD, panel__starts__gt=clock.now())
    mine.filter(standby=True).update(ended_at=clock.now())
    for part in mine.filter(standby=False, withdrew_at=None).select_related("panel").order_by("pk"):
        withdraw(part=part, by=by, why=why, may=Yes)


def call_off(panel: Panel, *, why: str, by: Person | None) -> None:
    """A panel whose time is free again; inside the caller's transaction."""
    panel.refresh_from_db()
    if panel.state != states.HELD:
        return
    with moving(panel, "cancel", states=states.STATES, moves=states.MOVES, room=ROOM, by=by, reason=why) as row:
        row.why = why.strip()[:200] or str(_("未说明"))
    panel.encounter.refresh_from_db()
    if panel.encounter.state == "planned" and panel.encounter.hold == panel.group:  # else it let go of it by itself
        advice.drop(panel.encounter, by=by, why=panel.why, freed=True)
    telling.cancelled(panel, by)
