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
from district.services.advice.clinic.models import Ticket
from district.services.advice.queries import Mode, Need, Stage, Subject

ROOM = "clinic"
PROGRAMME = "online-clinic"
SPACE = uuid.UUID("0b8f4c1e-92d7-4d53-8f7a-5f6f2f0a7c31")


def record(ticket: Ticket, *, by: Person, say: str = "") -> Ticket:
    """The encounter of whoever was just seen, recorded where the expert says what was said. Of somebody without an
    account nothing, until they take it to one (`claim`). Inside the caller's transaction.
    """
    if ticket.person is None or ticket.expert is None or ticket.encounter_id is not None:
        return ticket
    need = _need_of(ticket, ticket.person, ticket.expert, by)
    if need is None:
        return ticket
    assert ticket.called_at is not None and ticket.ended_at is not None
    span = Span(ticket.called_at, max(ticket.ended_at, ticket.called_at + minutes(1)))
    encounter = advice.plan(
        need=need, mode=Mode.CLINIC, by=by, request_key=uuid.uuid5(SPACE, ticket.token), span=span, may=Yes,
        experts=[advice.Place(ticket.expert)], place=ticket.clinic.where, session=ticket.clinic.session,
        title=f"{ticket.clinic.title} {ticket.label}",
    )  # fmt: skip
    if say.strip():
        long = max(int((span.ends - span.starts).total_seconds() // 60), 1)
        advice.record(encounter=encounter, text=say, minutes=min(long, ticket.clinic.length * 3), by=by, may=Yes)
    ticket.need, ticket.encounter = need, encounter
    ticket.save(update_fields=["need", "encounter"])
    return ticket


def _need_of(ticket: Ticket, person: Person, expert: Expert, by: Person) -> Need | None:
    """The need they came with, an open one of the same group, or a new one; None where they have too many open."""
    mine = needs.my_needs(person).filter(state__in=["taken", "asked", "unplaced"], topic=ticket.clinic.topic)
    chosen = ticket.need if ticket.need is not None and ticket.need.is_open else mine.first()
    if chosen is None:
        chosen = _begun_here(ticket, person, expert)
    return chosen and _taken(chosen, expert, by)


def _begun_here(ticket: Ticket, person: Person, expert: Expert) -> Need | None:
    topic = ticket.clinic.topic
    subject = ticket.subject or needs.subjects_offered().filter(topic=topic).first() or needs.subjects_offered().first()
    if subject is None:
        return None
    text = ticket.about or _("在%(title)s当面咨询") % {"title": ticket.clinic.title}
    stage = Stage.START if ticket.enterprise is not None else Stage.INTENT
    try:
        return advice.ask(
            by=person, subject=subject, text=text, stage=stage, mode=Mode.CLINIC, enterprise=ticket.enterprise,
            wanted=expert, programme=PROGRAMME, request_key=uuid.uuid5(SPACE, f"need {ticket.token}"),
        )  # fmt: skip
    except NotPossible:
        return needs.my_needs(person).filter(state="taken").first()


def _taken(need: Need, expert: Expert, by: Person) -> Need:
    """Whoever saw them takes the need, where nobody has."""
    if need.state == "taken":
        return need
    offer = need.offers.filter(expert=expert, state="waiting").first()
    offer = offer or advice.place(need=need, expert=expert, by=by, may=Yes)
    return advice.accept(offer=offer, by=by, may=Yes)


def claim(*, ticket: Ticket, by: Person, token: str = "") -> Ticket:
    """A number that was taken without an account becomes one's own; what was said there goes on as one's need.

    Raises Refused, NotPossible: it is somebody's already.
    """
    require(Yes if token and token == ticket.token else No(_("请用号的链接来认领。")))
    with transaction.atomic():
        row = lock(Ticket.objects.select_related("clinic__session", "expert")).get(pk=ticket.pk)
        if row.person_id == by.pk:
            return row
        if row.person_id is not None:
            raise NotPossible(_("这个号已经有人认领。"))
        if row.state in states.OPEN and Ticket.objects.filter(clinic=row.clinic, person=by).open().exists():
            raise NotPossible(_("您在这场门诊已经有一个号。"))
        row.person, row.name = by, row.name or by.name[:60]
        row.save(update_fields=["person", "name"])
        write_log(room=ROOM, subject=row.reference, verb="claim", by=by)
        if row.state == states.SERVED:
            record(row, by=by)
    ticket.refresh_from_db()
    return ticket
