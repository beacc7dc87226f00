"""Numbers given out: a time booked, a number taken on the day. The clinic is locked first, for they are counted."""

from __future__ import annotations

import datetime as dt
import hmac
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.services.advice.clinic import queries, states, telling
from district.services.advice.clinic.models import Clinic, Visitor
from district.services.advice.clinic.permissions import may_book, may_keep, may_take_number
from district.services.advice.permissions import may_ask
from district.services.advice.queries import Need, Subject

ROOM = "clinic"
PER_HOUR = 20  # numbers taken without an account from one address: a hall has one line to the net


def locked(clinic: Clinic) -> Clinic:
    """The clinic to the end of the transaction. Raises NotPossible: it is over."""
    row = lock(Clinic.objects.all()).get(pk=clinic.pk)
    if row.cancelled_at is not None:
        raise NotPossible(_("这场门诊已经取消。"))
    if row.closed_at is not None:
        raise NotPossible(_("这场门诊已经散场。"))
    return row


def book(
    *, clinic: Clinic, at: dt.datetime, by: Person, request_key: uuid.UUID, name: str = "", phone: str = "",
    about: str = "", subject: Subject | None = None, need: Need | None = None, enterprise: Enterprise | None = None,
) -> Visitor:  # fmt: skip
    """A time of one's own. Who has a number there already is given that. Idempotent by key.

    Who missed two in 90 days is to be confirmed by phone, and keeps the time meanwhile. Raises Refused, NotPossible.
    """
    require(may_book(by, clinic))
    if enterprise is not None:
        require(may_ask(by, enterprise))
    with transaction.atomic():
        row = locked(clinic)
        if known := _known(row, by, request_key):
            return known
        if clock.now() >= row.starts:
            raise NotPossible(_("门诊已经开始，不能再预约，可以现场取号。"))
        found = next((each for each in queries.open_times(row) if each.at == at), None)
        if found is None:
            raise NotPossible(_("这个时间刚被约走，请另选一个。"))
        confirm = queries.missed_lately(by) >= queries.MISSES
        if confirm and not phone.strip():
            raise NotPossible(_("近 90 天有两次约了没有来，这次请留一个电话，我们打电话和您确认。"))
        assert row.session is not None
        seat = slots.join(session=row.session, by=by, person=by, may=Yes, quiet=True,
                          request_key=uuid.uuid5(request_key, "seat"))  # fmt: skip
        visitor = _give(row, Visitor.Kind.BOOKED, by, request_key, at=at, lane=found.lanes[0], seat=seat,
                       state=states.BOOKED, name=name, phone=phone, about=about, confirm=confirm, subject=subject,
                       need=need, enterprise=enterprise)  # fmt: skip
        telling.booked(visitor)
    return visitor


def take_number(
    *, clinic: Clinic, by: Person | None, request_key: uuid.UUID, name: str = "", phone: str = "", about: str = "",
    address: str = "", at_desk: Person | None = None,
) -> Visitor:  # fmt: skip
    """A number of today, with an account or without: as many as the hours that are left have time for. `at_desk` is who
    keeps the clinic and takes it for somebody who stands there.

    Raises Refused, NotPossible: not yet, no more, too many from one address.
    """
    require(may_take_number(by, clinic) if at_desk is None else may_keep(at_desk, clinic))
    sender = "" if by else hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()
    with transaction.atomic():
        row = locked(clinic)
        if known := _known(row, by, request_key):
            return known
        if why := queries.line_of(row).no_number():
            raise NotPossible(why)
        if at_desk is None:
            _not_too_many(sender)
        return _give(row, Visitor.Kind.WALK, by, request_key, state=states.WAITING, arrived_at=clock.now(), name=name,
                     phone=phone, about=about, sender=sender)  # fmt: skip


def _not_too_many(sender: str) -> None:
    since = clock.now() - dt.timedelta(hours=1)
    if sender and Visitor.objects.filter(sender=sender, taken_at__gt=since).count() >= PER_HOUR:
        raise NotPossible(_("这个网络一小时内取的号太多了，请在现场请工作人员取号。"))


def _known(row: Clinic, by: Person | None, request_key: uuid.UUID) -> Visitor | None:
    rows = Visitor.objects.select_related("clinic", "person")
    if found := rows.filter(request_key=request_key).first():
        return found
    return rows.filter(clinic=row, person=by).open().first() if by is not None else None


def _give(row: Clinic, kind: str, by: Person | None, request_key: uuid.UUID, **values: Any) -> Visitor:
    counter = "booked_given" if kind == Visitor.Kind.BOOKED else "walked_given"
    number = getattr(row, counter) + 1
    Clinic.objects.filter(pk=row.pk).update(**{counter: number})
    for field, most in (("name", 60), ("phone", 20), ("about", 200)):
        values[field] = values[field].strip()[:most]
    values["name"] = values["name"] or (by.name[:60] if by is not None else "")
    visitor = Visitor.objects.create(
        clinic=row, kind=kind, number=number, person=by, taken_at=clock.now(), request_key=request_key, **values
    )
    write_log(room=ROOM, subject=visitor.reference, verb="number", by=by, after=visitor.state,
              data={"at": values["at"].isoformat()} if "at" in values else {})  # fmt: skip
    return visitor
