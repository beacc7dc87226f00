"""Who was seen at a clinic: an encounter of the need they came with, or of one that begins there."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import No, Yes, require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import lock, write_log
from district.ground.slots.times import Span, minutes
from district.services.advice import actions as advice
from district.services.advice import queries as needs
from district.services.advice.clinic import states
from district.services.advice.clinic.models import Visitor
from district.services.advice.queries import Mode, Need, Stage
from district.services.advice.states import OPEN, TAKEN

ROOM = "clinic"
PROGRAMME = "online-clinic"
SPACE = uuid.UUID("0b8f4c1e-92d7-4d53-8f7a-5f6f2f0a7c31")


def record(visitor: Visitor, *, by: Person | None, say: str = "") -> Visitor:
    """The encounter of whoever was just seen, recorded where the expert says what was said. Of somebody without an
    account nothing, until they take it to one (`claim`). Inside the caller's transaction.
    """
    if visitor.person is None or visitor.expert is None or visitor.encounter_id is not None:
        return visitor
    need = _need_of(visitor, visitor.person, visitor.expert, by)
    if need is None:
        return visitor
    assert visitor.called_at is not None and visitor.ended_at is not None
    span = Span(visitor.called_at, max(visitor.ended_at, visitor.called_at + minutes(1)))
    encounter = advice.plan(
        need=need, mode=Mode.CLINIC, by=by, request_key=uuid.uuid5(SPACE, visitor.token), span=span, may=Yes,
        experts=[advice.Place(visitor.expert)], place=visitor.clinic.where, session=visitor.clinic.session,
        title=f"{visitor.clinic.title} {visitor.label}",
    )  # fmt: skip
    if say.strip():
        long = max(int((span.ends - span.starts).total_seconds() // 60), 1)
        advice.record(encounter=encounter, text=say, minutes=min(long, visitor.clinic.length * 3), by=by, may=Yes)
    visitor.need, visitor.encounter = need, encounter
    visitor.save(update_fields=["need", "encounter"])
    return visitor


def _need_of(visitor: Visitor, person: Person, expert: Expert, by: Person | None) -> Need | None:
    """The need they came with, an open one of the same group, or a new one; None where they have too many open."""
    mine = needs.my_needs(person).filter(state__in=OPEN, topic=visitor.clinic.topic)
    chosen = visitor.need if visitor.need is not None and visitor.need.is_open else mine.first()
    if chosen is None:
        chosen = _begun_here(visitor, person, expert)
    return chosen and _taken(chosen, expert, by)


def _begun_here(visitor: Visitor, person: Person, expert: Expert) -> Need | None:
    topic = visitor.clinic.topic
    subject = (
        visitor.subject or needs.subjects_offered().filter(topic=topic).first() or needs.subjects_offered().first()
    )
    if subject is None:
        return None
    text = visitor.about or _("在%(title)s当面咨询") % {"title": visitor.clinic.title}
    stage = Stage.START if visitor.enterprise is not None else Stage.INTENT
    try:
        return advice.ask(
            by=person, subject=subject, text=text, stage=stage, mode=Mode.CLINIC, enterprise=visitor.enterprise,
            wanted=expert, programme=PROGRAMME, request_key=uuid.uuid5(SPACE, f"need {visitor.token}"),
        )  # fmt: skip
    except NotPossible:
        return needs.my_needs(person).filter(state=TAKEN).first()


def _taken(need: Need, expert: Expert, by: Person | None) -> Need:
    """Whoever saw them takes the need, where nobody has."""
    if need.state == TAKEN:
        return need
    offer = need.offers.filter(expert=expert, state="waiting").first()
    offer = offer or advice.place(need=need, expert=expert, by=by, may=Yes)
    return advice.accept(offer=offer, by=by, may=Yes)


def claim(*, visitor: Visitor, by: Person, token: str = "") -> Visitor:
    """A number that was taken without an account becomes one's own; what was said there goes on as one's need.

    Raises Refused, NotPossible: it is somebody's already.
    """
    require(Yes if token and token == visitor.token else No(_("请用号的链接来认领。")))
    with transaction.atomic():
        row = lock(Visitor.objects.all()).get(pk=visitor.pk)
        if row.person_id == by.pk:
            return row
        if row.person_id is not None:
            raise NotPossible(_("这个号已经有人认领。"))
        if row.state in states.OPEN and Visitor.objects.filter(clinic=row.clinic, person=by).open().exists():
            raise NotPossible(_("您在这场门诊已经有一个号。"))
        row.person, row.name = by, row.name or by.name[:60]
        row.save(update_fields=["person", "name"])
        write_log(room=ROOM, subject=row.reference, verb="claim", by=by)
        if row.state == states.SERVED:
            record(row, by=by)
    visitor.refresh_from_db()
    return visitor
