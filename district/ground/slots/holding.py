"""Writing holds: the database checks, and what it refuses is said to whoever tried."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.queries import Person
from district.ground.record.actions import lock
from district.ground.slots import computing, overlaps
from district.ground.slots.computing import Busy
from district.ground.slots.models import Hold, Resource
from district.ground.slots.queries import ahead_of, limits_of
from district.ground.slots.refusals import CapReached, NotPossible, Taken
from district.ground.slots.times import ONE_DAY, Span, day_of, here, minutes, whole_day, whole_week
from district.ground.slots.triggers import ALONE, UNLIKE
from district.ground.slots.ways import way_of

LONGEST = 366  # days of one hold


def locked(resources: Iterable[Resource]) -> list[Resource]:
    """The resources in one order for everybody, so that nobody waits in a circle. Raises NotPossible: one is closed."""
    keys = sorted(each.pk for each in resources)
    rows = list(lock(Resource.objects.filter(pk__in=keys).order_by("pk")))
    for row in rows:
        if row.closed_at is not None:
            raise NotPossible(_("“%(name)s”已停用。") % {"name": row.name})
    return rows


def put(rows: Sequence[Hold], by: Person | None) -> None:
    """Save new or moved holds. Raises Taken: the database refused, and this is in the way as far as `by` may see."""
    try:
        with transaction.atomic():
            for row in rows:
                row.save()
    except IntegrityError as problem:
        if ALONE not in str(problem) and UNLIKE not in str(problem):
            raise
        raise Taken(*_in_the_way(rows, by)) from None


def _in_the_way(rows: Sequence[Hold], by: Person | None) -> tuple[str, Hold | None]:
    for row in rows:
        others = Hold.objects.standing().exclude(pk=row.pk).exclude(group=row.group).filter(
            resource=row.resource_id, ends__gt=row.starts, starts__lt=row.ends
        )  # fmt: skip
        for other in others.order_by("starts"):
            if not overlaps.may_overlap(row.kind, other.kind):
                return _says(row, other, by)
    return _("这个时间刚刚被别人约走了。"), None


def _says(row: Hold, other: Hold, by: Person | None) -> tuple[str, Hold | None]:
    values = {
        "name": row.resource.name, "from": f"{here(other.starts):%m-%d %H:%M}", "until": f"{here(other.ends):%H:%M}",
        "what": other.title or other.get_kind_display(),
    }  # fmt: skip
    if by is not None and Hold.objects.visible_to(by).filter(pk=other.pk).exists():
        return _("%(name)s %(from)s–%(until)s 已有“%(what)s”。") % values, other
    return _("%(name)s %(from)s–%(until)s 已被占用。") % values, None


def rows_of(resource: Resource, span: Span, **more: Any) -> list[Hold]:
    """The rows that taking a span makes, unsaved: itself and the rest around it."""
    now = clock.now()
    values = {"made_at": now, "changed_at": now, **more}
    made = []
    for each in computing.with_rest(span, limits_of(resource, None), more["kind"]):
        row = Hold(resource=resource, starts=each.starts, ends=each.ends, **values)
        if each.kind != more["kind"]:
            row.kind, row.request_key = each.kind, None
        made.append(row)
    return made


def check_span(span: Span) -> None:
    """Raises NotPossible: no time at all, or more than a year."""
    if span.ends <= span.starts:
        raise NotPossible(_("结束时间要晚于开始时间。"))
    if span.ends - span.starts > ONE_DAY * LONGEST:
        raise NotPossible(_("一次最多占用一年。"))


def check_caps(resource: Resource, span: Span, *, without: uuid.UUID | None = None) -> None:
    """Whether a locked resource takes one more; `without` the group that moves. Raises CapReached."""
    main = Hold.objects.standing().main().filter(resource=resource)
    main = main.exclude(group=without) if without else main
    day = day_of(span.starts)
    week = whole_week(day)
    counted = (
        (resource.per_day, whole_day(day), _("%(name)s这一天已约满（每天最多 %(n)d 次）。")),
        (resource.per_week, week, _("%(name)s这一周已约满（每周最多 %(n)d 次）。")),
    )  # fmt: skip
    for cap, around, says in counted:
        if cap is not None and main.filter(starts__gte=around.starts, starts__lt=around.ends).count() >= cap:
            raise CapReached(says % {"name": resource.name, "n": cap})
    most = resource.open_at_once
    if most is not None and without is None and ahead_of([resource.pk]).get(resource.pk, 0) >= most:
        raise CapReached(_("%(name)s同时最多接 %(n)d 个预约，现在已满。") % {"name": resource.name, "n": most})


def end(rows: Iterable[Hold], state: str, why: str = "") -> None:
    """Cancel or end holds; they stay as rows."""
    for row in rows:
        row.state, row.why, row.changed_at, row.revision = state, why[:200], clock.now(), row.revision + 1
        row.save(update_fields=["state", "why", "changed_at", "revision"])


def take(rows: Sequence[Hold], by: Person | None) -> None:
    """Save what people come for with the rest around it, and lay the ways anew. Raises Taken."""
    resource = rows[0].resource
    days = {day_of(rows[0].starts), *_lift_ways(resource, rows)}
    put(rows, by)
    for day in sorted(days):
        lay_ways(resource, whole_day(day).starts, by)


def _lift_ways(resource: Resource, rows: Sequence[Hold]) -> set[dt.date]:
    """Ways are laid around what people come for, so they give way to it; the days whose ways are to be laid anew."""
    if not resource.travels:
        return set()
    begin, finish = min(row.starts for row in rows), max(row.ends for row in rows)
    ways = Hold.objects.standing().filter(resource=resource, kind=overlaps.TRAVEL, ends__gt=begin, starts__lt=finish)
    groups = {row.group for row in ways}
    end(ways, Hold.State.CANCELLED)
    main = Hold.objects.standing().main().filter(resource=resource, group__in=groups)
    return {day_of(row.starts) for row in main}


def lay_ways(resource: Resource, moment: dt.datetime, by: Person | None) -> None:
    """Hold a travelling resource's ways of one day as its places now stand. Raises Taken: a way is too long."""
    way = way_of(resource)
    if way is None:
        return
    day = whole_day(day_of(moment))
    main = list(Hold.objects.main().filter(resource=resource, starts__gte=day.starts, starts__lt=day.ends)
                .order_by("starts"))  # fmt: skip
    stops = [row for row in main if row.stands and row.place]
    limits = limits_of(resource, way)
    busy = [Busy(here(row.starts), here(row.ends), row.kind, row.place) for row in stops]
    wanted = {(each.starts, each.ends): each.place for each in computing.ways_of_a_day(busy, limits)}
    laid = Hold.objects.standing().filter(
        resource=resource, kind=overlaps.TRAVEL, group__in={row.group for row in main}
    )  # fmt: skip
    gone = [row for row in laid if wanted.get((here(row.starts), here(row.ends))) != row.place]
    end(gone, Hold.State.CANCELLED)
    kept = {(here(row.starts), here(row.ends)) for row in laid if row not in gone}
    now, made = clock.now(), []
    for (starts, ends), place in wanted.items():
        if (starts, ends) in kept:
            continue
        owner = next((row for row in stops if here(row.starts) - minutes(resource.before) == ends), stops[-1])
        made.append(Hold(group=owner.group, resource=resource, kind=overlaps.TRAVEL, starts=starts, ends=ends,
                         place=place, title=_("去%(place)s") % {"place": place}, made_at=now, changed_at=now,
                         made_by=by))  # fmt: skip
    if made:
        put(made, by)
