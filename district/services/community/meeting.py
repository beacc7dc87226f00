"""Activities: planned on a session, changed, signed up for."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.enterprises.trades.queries import find
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.marked.html import plain
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import lock, write_log
from district.ground.slots import actions as slots
from district.ground.slots.queries import Span
from district.services.community.models import Activity, Series, SignUp
from district.services.community.permissions import may_plan, may_run, may_show

ROOM = CALENDAR = "community"
OWN = ("kind", "mark", "topics", "chain", "text", "programme", "series")
CUT = 500  # characters of the introduction that calendars take along


def add_series(*, by: Person, slug: str, name: str, office: Bureau, text: str = "", programme: str = "") -> Series:
    """Activities that belong together. The same again changes nothing. Raises Refused, NotPossible: the address is
    another's.
    """
    require(may_plan(by, office.pk))
    with transaction.atomic():
        row, made = Series.objects.get_or_create(
            slug=slug, defaults={"name": name.strip(), "text": text, "programme": programme, "office": office,
                                 "made_at": clock.now()},
        )  # fmt: skip
        if made:
            write_log(room=ROOM, subject=slug, verb="add-series", by=by, data={"name": row.name})
        elif (row.name, row.office_id) != (name.strip(), office.pk):
            words = {"slug": slug, "name": row.name}
            raise NotPossible(_("网址“%(slug)s”已经是“%(name)s”的，请换一个。") % words)
    return row


def plan(
    *, by: Person, office: Bureau | None, title: str, place: str, span: Span, capacity: int, request_key: uuid.UUID,
    kind: str, text: str = "", resources: Any = (), **more: Any,
) -> Activity:  # fmt: skip
    """An activity with seats. Idempotent by key. `more`: what the activity itself says (OWN) and how its session takes
    seats (waits, public, notice_join, offer_hours). Raises Refused, NotPossible of slots.
    """
    require(may_plan(by, office.pk if office else None))
    own = {name: more.pop(name) for name in OWN if name in more}
    with transaction.atomic():
        session = slots.plan_session(
            by=by, office=office, title=title, place=place, span=span, capacity=capacity, request_key=request_key,
            resources=resources, text=plain(text, CUT), calendar=CALENDAR, room=ROOM, **more,
        )  # fmt: skip
        row, _new = Activity.objects.get_or_create(
            session=session, defaults={"reference": session.reference, "kind": kind, "text": text, **own}
        )
    return row


def change(*, activity: Activity, by: Person, **said: Any) -> Activity:
    """Its own words, and its session's time, place and seats; who signed up is told of another time or place.

    Raises Refused, NotPossible of slots.
    """
    own = {name: said.pop(name) for name in OWN if name in said}
    with transaction.atomic():
        row = lock(Activity.objects.all()).get(pk=activity.pk)
        require(may_run(by, row))
        slots.change_session(session=row.session, by=by, text=plain(own.get("text", row.text), CUT), **said)
        for name, value in own.items():
            setattr(row, name, value)
        row.save(update_fields=list(own))
        write_log(room=ROOM, subject=row.reference, verb="change", by=by)
    activity.refresh_from_db()
    return activity


def cancel(*, activity: Activity, by: Person, why: str) -> Activity:
    """Raises Refused, NotPossible of slots: without a reason."""
    slots.cancel_session(session=activity.session, why=why, by=by, may=may_run(by, activity))
    return activity


def sign_up(
    *, activity: Activity, by: Person, enterprise: Enterprise | None = None, offers: str = "", wants: str = "",
    shared: bool = False, request_key: uuid.UUID | None = None,
) -> SignUp:  # fmt: skip
    """A seat or a place in the line, with what is said beside it; who has one already changes what they said.

    Raises Refused, Full, TooLate.
    """
    require(may_show(by, enterprise))
    said = {"offers": offers.strip()[:40], "wants": wants.strip()[:40]}
    with transaction.atomic():
        seat = slots.join(session=activity.session, by=by, request_key=request_key)
        if seat.person_id != by.pk:
            raise NotPossible(_("这次报名已经用过，请刷新后再试。"))
        row, _new = SignUp.objects.update_or_create(
            seat=seat,
            defaults={"activity": activity, "enterprise": enterprise, "shared": shared, **said,
                      **{f"{name}_code": trade_code(words) for name, words in said.items()}},
        )  # fmt: skip
    return row


def trade_code(words: str) -> str:
    """The trade that words mean, at most four digits; "" where none is found."""
    found = find(words, most=1) if words else []
    return found[0].code if found else ""
