"""Resources and their openings: added, changed for this day, this and the following, or all, and ended."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Bureau, Person
from district.ground.record.actions import write_log
from district.ground.slots import recurring
from district.ground.slots.holding import locked
from district.ground.slots.models import Change, Opening, Resource, Travel
from district.ground.slots.permissions import may_add, may_manage
from district.ground.slots.refusals import NotPossible

ROOM = "slots"
THIS, FOLLOWING, ALL = "this", "following", "all"
FIELDS = (
    "title", "place", "begins", "minutes", "rule", "holidays", "length", "capacity", "notice_open", "notice_join",
)  # fmt: skip
LIMITS = ("name", "owner", "place", "before", "after", "per_day", "per_week", "open_at_once", "bookable")


@dataclass(frozen=True)
class Day:
    """One day of a recurrence as it is to be instead; None: left out."""

    on: dt.date
    begins: dt.time
    minutes: int


def add_resource(
    *, key: str, kind: str, name: str, by: Person | None, office: Bureau | None = None, person: Person | None = None,
    may: Answer | None = None, **limits: Any,
) -> Resource:  # fmt: skip
    """Somebody or something whose time is given out; the same `key` again gives the same. `limits`: as LIMITS says.

    Raises Refused.
    """
    if may is not None:
        require(may)
    elif by is not None:
        require(may_add(by, office.pk if office else None))
    assert limits.keys() <= set(LIMITS), limits
    with transaction.atomic():
        row, made = Resource.objects.get_or_create(
            key=key, defaults={"kind": kind, "name": name[:80], "office": office, "person": person, **limits}
        )
        if made:
            write_log(room=ROOM, subject=key, verb="add", by=by, data={"name": row.name, "kind": kind})
    return row


def set_limits(*, resource: Resource, by: Person, may: Answer | None = None, **limits: Any) -> Resource:
    """Rest, caps, place, and whether anybody may book it. What is booked stays as it is. Raises Refused."""
    require(may if may is not None else may_manage(by, resource))
    assert limits.keys() <= set(LIMITS), limits
    with transaction.atomic():
        [row] = locked([resource])
        for name, value in limits.items():
            setattr(row, name, value)
        row.save(update_fields=list(limits))
        write_log(room=ROOM, subject=row.key, verb="limits", by=by, data={k: str(v) for k, v in limits.items()})
    resource.refresh_from_db()
    return row


def close_resource(*, resource: Resource, by: Person | None, may: Answer | None = None) -> None:
    """Give it out no more (`by` None: its time has come). What is booked stands until somebody cancels it.

    Raises Refused.
    """
    if may is not None:
        require(may)
    elif by is not None:
        require(may_manage(by, resource))
    with transaction.atomic():
        if Resource.objects.filter(pk=resource.pk, closed_at=None).update(closed_at=clock.now()):
            write_log(room=ROOM, subject=resource.key, verb="close", by=by)
    resource.refresh_from_db()


def say_way(*, one: str, other: str, minutes: int, source: str = "") -> None:
    """How long it takes between two places; said again the later word counts. For rooms that know their places."""
    low, high = sorted((one, other))
    Travel.objects.update_or_create(one=low, other=high, defaults={"minutes": minutes, "source": source})


def add_opening(
    *, resource: Resource, first: dt.date, begins: dt.time, minutes: int, by: Person, request_key: uuid.UUID,
    rule: str = "", may: Answer | None = None, **more: Any,
) -> Opening:  # fmt: skip
    """Open it once, or by a rule. `more`: title, place, holidays, length, capacity, notice_open, notice_join (minutes).

    Idempotent by key. Raises Refused, BadRule, NotPossible.
    """
    require(may if may is not None else may_manage(by, resource))
    assert more.keys() <= set(FIELDS), more
    with transaction.atomic():
        locked([resource])
        if known := Opening.objects.filter(request_key=request_key).first():
            return known
        row = Opening(resource=resource, first=first, begins=begins, minutes=minutes, rule=rule,
                      request_key=request_key, **more)  # fmt: skip
        _checked(row).save()
        _log(row, "open", by)
    return row


def _checked(row: Opening) -> Opening:
    """With its rule in full and its first day one of the rule's. Raises BadRule, NotPossible."""
    if row.minutes < row.length or row.length < 5 or row.minutes > 1440:
        raise NotPossible(_("开放时间要容得下一个时段，一个时段至少 5 分钟。"))
    if row.capacity < 1:
        raise NotPossible(_("每段至少一人。"))
    row.notice_join = min(row.notice_join, row.notice_open)
    if row.rule:
        row.rule, row.first = recurring.full(row.rule, row.first)
    return row


def change_opening(
    *, opening: Opening, scope: str, by: Person, day: dt.date | None = None, to: Day | None = None, why: str = "",
    may: Answer | None = None, **changes: Any,
) -> Opening:  # fmt: skip
    """Change this day (`to` another time, or None: left out), this and the following, or all.

    `following` cuts the series in two at `day`; exceptions stay with the days they are of. What is booked stays as it
    is. `changes`: of FIELDS, and for all `first`. Gives the opening that holds afterwards.

    Raises Refused, BadRule, NotPossible.
    """
    require(may if may is not None else may_manage(by, opening.resource))
    assert changes.keys() <= {*FIELDS, "first"} and scope in {THIS, FOLLOWING, ALL}
    with transaction.atomic():
        locked([opening.resource])
        row = Opening.objects.select_related("resource").get(pk=opening.pk)
        if row.ended_at is not None:
            raise NotPossible(_("这条开放时间已经停用。"))
        if scope == THIS:
            _except(row, _day_of(row, day), to, why)
        elif scope == FOLLOWING and (at := _day_of(row, day)) > row.first:
            row = _cut(row, at, changes)
        else:
            row = _all(row, changes)
        _log(row, f"change-{scope}", by, day)
    return row


def _all(row: Opening, changes: dict[str, Any]) -> Opening:
    for name, value in changes.items():
        setattr(row, name, value)
    _checked(row).save()
    return row


def _day_of(row: Opening, day: dt.date | None) -> dt.date:
    """A day the recurrence has by its rule. Raises NotPossible."""
    if day is None or not recurring.days(row.rule, row.first, day, day):
        raise NotPossible(_("这一天不在这条开放时间里。"))
    return day


def _except(row: Opening, day: dt.date, to: Day | None, why: str) -> None:
    if to is not None and not 5 <= to.minutes <= 1440:
        raise NotPossible(_("开放时间要容得下一个时段，一个时段至少 5 分钟。"))
    values = {"on": to and to.on, "begins": to and to.begins, "minutes": to and to.minutes, "why": why[:100]}
    Change.objects.update_or_create(opening=row, day=day, defaults=values)


def _cut(row: Opening, at: dt.date, changes: dict[str, Any]) -> Opening:
    """Two openings of one series: the old up to the day before, a new one from `at` on."""
    before, after = recurring.cut(row.rule, row.first, at)
    values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS}
    new = Opening(resource=row.resource, series=row.series, **{**values, "rule": after, **changes, "first": at})
    _checked(new).save()
    row.rule = before
    row.save(update_fields=["rule"])
    row.changes.filter(day__gte=at).update(opening=new)
    return new


def end_opening(
    *, opening: Opening, by: Person, day: dt.date | None = None, may: Answer | None = None
) -> Opening:  # fmt: skip
    """Open it no more from `day` on, or not at all any more. What is booked stands. Raises Refused, NotPossible."""
    require(may if may is not None else may_manage(by, opening.resource))
    with transaction.atomic():
        locked([opening.resource])
        row = Opening.objects.select_related("resource").get(pk=opening.pk)
        if row.ended_at is not None:
            return row
        if day is not None and row.rule and day > row.first:
            last = recurring.last_day(row.rule, row.first)
            if last is None or last >= day:
                row.rule, _rest = recurring.cut(row.rule, row.first, day)
        else:
            row.ended_at = clock.now()
        row.save(update_fields=["rule", "ended_at"])
        _log(row, "end-opening", by, day)
    return row


def _log(row: Opening, verb: str, by: Person | None, day: dt.date | None = None) -> None:
    data = {"opening": row.pk, "first": row.first.isoformat(), "begins": row.begins.isoformat("minutes"),
            "rule": row.rule, **({"day": day.isoformat()} if day else {})}  # fmt: skip
    write_log(room=ROOM, subject=row.resource.key, verb=verb, by=by, data=data)
