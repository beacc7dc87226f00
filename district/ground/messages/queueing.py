"""From a notice in the site to the rows that leave the house, in the same transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.ground import clock
from district.ground.messages import channels, hours, kinds, tasks
from district.ground.messages.hooks.queries import Hook, hooks_of
from district.ground.messages.models import Channel, Choice, Delivery, Pace, State, new_reference
from district.ground.messages.recipients import Recipient, recipients
from district.ground.messages.rendering import inside
from district.ground.people.queries import Bureau

if TYPE_CHECKING:
    from district.ground.messages.models import Message


def queue(messages: Sequence[Message], *, kind: str, urgent: bool, office: Bureau | None) -> int:
    """Rows for those who want to be told outside the site; sent after commit. Returns how many. KeyError: the kind."""
    closed = kinds.kinds[kind].closed
    open_ways = channels.configured()
    if not messages:
        return 0
    people = {message.to_id for message in messages}
    found = recipients(people, open_ways, closed=people if closed else ()) if open_ways else {}
    hooks = hooks_of(people, kind)
    held = kinds.held_for(kind, len(people))
    together = _together.get()
    held = held or ("bulk" if together is not None else "")
    rows = [
        _row(message, channel, address, kind=kind, pace=_pace(message, found[message.to_id], urgent), office=office,
             held=held)
        for message in messages if message.to_id in found
        for channel, address in found[message.to_id].addresses.items()
    ]  # fmt: skip
    rows += [
        _row(message, Channel.HOOK, hook.address, kind=kind, pace=Pace.URGENT, office=office, held=held, hook=hook)
        for message in messages
        for hook in hooks.get(message.to_id, ())
    ]
    Delivery.objects.bulk_create(rows)
    if together is not None:
        together.extend(row.reference for row in rows if row.held_for == "bulk")
    if rows and not held:
        transaction.on_commit(tasks.wake)
    return len(rows)


_together: ContextVar[list[str] | None] = ContextVar("together", default=None)
SOME = 500  # references a question


@contextmanager
def posting_many(*, before: int = 0) -> Iterator[None]:
    """Around a job that tells many people one by one: whether a person looks first is decided over all of them.

    `before`: how many it may have told already, where it is done in several goes.

    Until the end they are held, also when the job breaks off or its process dies: then a person sees them.
    """
    references: list[str] = []
    token = _together.set(references)
    try:
        yield
    finally:
        _together.reset(token)
    _let_go(references, before)


def _let_go(references: list[str], before: int) -> None:
    """Those of a job that told few people leave as if they had been posted alone."""
    with transaction.atomic():
        written: dict[str, int] = {}
        for start in range(0, len(references), SOME):
            rows = Delivery.objects.filter(reference__in=references[start : start + SOME], state=State.HELD)
            written |= dict(rows.values_list("reference", "person_id"))
        if not written or kinds.held_for("notice", before + len(set(written.values()))) == "bulk":
            return
        Delivery.objects.filter(reference__in=list(written)).update(state=State.WAITING, held_for="")
        transaction.on_commit(tasks.wake)


def _pace(message: Message, to: Recipient, urgent: bool) -> Pace:
    if urgent:
        return Pace.URGENT
    alone = to.bundle == Choice.Bundle.NONE or (to.bundle == Choice.Bundle.PLAIN and message.needs_action)
    return Pace.SINGLE if alone else Pace.DIGEST


def due(pace: str, now: dt.datetime) -> dt.datetime:
    """When a delivery of this pace may leave at the earliest."""
    if pace == Pace.URGENT:
        return now
    return hours.digest_at(now) if pace == Pace.DIGEST else hours.leaves_at(now)


def _row(
    message: Message, channel: str, address: str, *, kind: str, pace: Pace, office: Bureau | None, held: str,
    hook: Hook | None = None,
) -> Delivery:  # fmt: skip
    now = clock.now()
    body = message.body
    if channel == Channel.SMS:
        with override(settings.LANGUAGE_CODE):
            body = _("%(title)s。详情请登录平台，在“消息”里查看。") % {"title": message.title}
    row = Delivery(
        reference=new_reference(clock.today().year), key=uuid.uuid4(), message=message, person_id=message.to_id,
        office=office, channel=channel, hook=hook, kind=kind, pace=pace, subject=message.title, body=body,
        link=inside(message.link), state=State.HELD if held else State.WAITING, held_for=held,
        next_try=due(pace, now), at=now,
    )  # fmt: skip
    row.address = address
    return row
