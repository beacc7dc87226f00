"""Members: they ask, are admitted for a year, go on, leave; what runs out ends by itself."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Yes, require
from district.ground.people.queries import Bureau, Person, bureau_named
from district.ground.record.actions import lock, moving, official, write_log
from district.ground.slots import actions as slots
from district.services.community.alliance import states, telling
from district.services.community.alliance.models import Member, new_reference
from district.services.community.alliance.permissions import RENEWABLE, may_act_for, may_ask, may_decide, may_leave

ROOM = "alliance"


def home_office() -> Bureau:
    """Who keeps the alliance. Raises NotPossible: there is none."""
    office = bureau_named(settings.LEAD_BUREAU)
    if office is None:
        raise NotPossible(_("还没有部门负责创联公社，请稍后再来。"))
    return office


def a_year_from(day: dt.date) -> dt.date:
    """The last day of a year that begins on a day."""
    try:
        return day.replace(year=day.year + 1) - dt.timedelta(days=1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)


def ask(*, by: Person, enterprise: Enterprise, about: str, request_key: uuid.UUID) -> Member:
    """Ask to join. Who is a member, or asked already, is given that. Raises Refused, NotPossible."""
    require(may_ask(by, enterprise))
    with transaction.atomic():
        lock(type(enterprise).subjects.filter(pk=enterprise.pk)).get()
        known = Member.objects.filter(enterprise=enterprise, state__in=sorted(states.OPEN)).first()
        if known := known or Member.objects.filter(request_key=request_key).first():
            return known
        now = clock.now()
        member = Member.objects.create(
            reference=new_reference("CL", now.year), enterprise=enterprise, office=home_office(), about=about.strip(),
            asked_by=by, asked_at=now, request_key=request_key,
        )  # fmt: skip
        write_log(room=ROOM, subject=member.reference, verb="ask", by=by, after=member.state)
        telling.asked(member)
    return member


def _moved(member: Member, verb: str, by: Person | None, why: str = "", **values: object) -> Member:
    with moving(member, verb, states=states.STATES, moves=states.MOVES, room=ROOM, by=by, reason=why) as row:
        row.why = why[:300]
        for name, value in values.items():
            setattr(row, name, value)
    return member


def admit(*, member: Member, by: Person) -> Member:
    """For a year from today. Raises Refused, MoveRefused."""
    require(may_decide(by, member))
    with transaction.atomic():
        today = clock.today()
        _moved(member, "admit", by, since=today, until=a_year_from(today), decided_by=by, decided_at=clock.now())
        telling.decided(member)
    return member


def refuse(*, member: Member, by: Person, why: str) -> Member:
    """Raises Refused, NotPossible: without a reason; MoveRefused."""
    require(may_decide(by, member))
    if not why.strip():
        raise NotPossible(_("请写明原因，申请人会看到。"))
    with transaction.atomic():
        _moved(member, "refuse", by, why.strip(), decided_by=by, decided_at=clock.now())
        telling.decided(member)
    return member


def not_yet(member: Member) -> str:
    """Why a term cannot be asked to go on at present; "" where it can."""
    if member.state != states.STANDING or member.until is None:
        return _("现在不是成员。")
    if member.renewal_asked_at is not None:
        return _("已经申请续期，等主办部门确认。")
    if member.until - RENEWABLE > clock.today():
        return _("期满前六十天起可以申请续期。")
    return ""


def ask_to_go_on(*, member: Member, by: Person) -> Member:
    """Raises Refused, NotPossible: too early, or asked already."""
    require(may_act_for(by, member))
    with transaction.atomic():
        row = lock(Member.objects.all()).get(pk=member.pk)
        if why := not_yet(row):
            raise NotPossible(why)
        row.renewal_asked_at = clock.now()
        row.save(update_fields=["renewal_asked_at"])
        write_log(room=ROOM, subject=row.reference, verb="ask-to-go-on", by=by)
        telling.asked(row)
    member.refresh_from_db()
    return member


def renew(*, member: Member, by: Person) -> Member:
    """Another year after the last day. Raises Refused, NotPossible: nobody asked."""
    require(may_decide(by, member))
    with transaction.atomic():
        row = lock(Member.objects.all()).get(pk=member.pk)
        if row.state != states.STANDING or row.until is None or row.renewal_asked_at is None:
            raise NotPossible(_("没有等待确认的续期。"))
        before = row.until
        row.until, row.renewal_asked_at = a_year_from(before + dt.timedelta(days=1)), None
        row.decided_by, row.decided_at = by, clock.now()
        row.save(update_fields=["until", "renewal_asked_at", "decided_by", "decided_at"])
        write_log(room=ROOM, subject=row.reference, verb="renew", by=by,
                  data={"from": before.isoformat(), "until": row.until.isoformat()})  # fmt: skip
        telling.decided(row)
    member.refresh_from_db()
    return member


def leave(*, member: Member, by: Person, why: str = "") -> Member:
    """Out; what it lends is given out no more, what is booked stands. Raises Refused, NotPossible: the office says no
    reason; MoveRefused.
    """
    require(may_leave(by, member))
    own = bool(may_act_for(by, member))
    if not (own or why.strip()):
        raise NotPossible(_("请写明原因，成员会看到。"))
    with transaction.atomic():
        before = lock(Member.objects.all()).get(pk=member.pk).state
        _moved(member, "leave", by, why.strip(), ended_at=clock.now())
        _lends_no_more(member, by)
        telling.left(member, by, own=own, was_in=before == states.STANDING)
    return member


def _lends_no_more(member: Member, by: Person | None) -> None:
    for shared in member.lends.filter(closed_at=None).select_related("resource"):
        slots.close_resource(resource=shared.resource, by=by, may=Yes)
        shared.closed_at = clock.now()
        shared.save(update_fields=["closed_at"])


def lapse(today: dt.date) -> int:
    """End terms whose last day is past; how many."""
    ended = 0
    over = Member.objects.filter(state=states.STANDING, until__lt=today)
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic(), official():
            member = lock(over).filter(pk=pk).first()  # renewed this moment, it goes on
            if member is None:
                continue
            _moved(member, "lapse", None, ended_at=clock.now())
            _lends_no_more(member, None)
            telling.over(member)
        ended += 1
    return ended
