"""Absences: what they clash with is listed, and a choice is made for each; nothing vanishes by itself.

An absence whose clashes are not settled yet is *wanted*: the time around them is held already, so that nothing new
comes in, and what stands goes on standing until somebody settles it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Person
from district.ground.record.actions import write_log
from district.ground.slots import booking, overlaps, sessions
from district.ground.slots.holding import check_span, end, locked, put
from district.ground.slots.models import Hold, Resource
from district.ground.slots.permissions import may_book, may_enter_absence
from district.ground.slots.queries import Clash, clashes
from district.ground.slots.refusals import NotPossible, Unsettled
from district.ground.slots.times import Span, here

ROOM = "slots"
CANCEL, MOVE, HAND_OVER = "cancel", "move", "hand_over"


@dataclass(frozen=True)
class Choice:
    """What becomes of one clash: cancelled with a reason, moved to a start, or handed over to another resource."""

    what: str
    why: str = ""
    starts: dt.datetime | None = None
    resource: Resource | None = None


Choices = Mapping[str, Choice]


def enter_absence(
    *, resource: Resource, span: Span, by: Person, request_key: uuid.UUID, why: str = "",
    choices: Choices | None = None, later: bool = False, may: Answer | None = None,
) -> Hold:  # fmt: skip
    """Be away. Each clash needs a choice, by its group; `later`: those without one are settled afterwards.

    Idempotent by key; all or nothing. Raises Refused, Unsettled with what still needs a choice, NotPossible and all
    that cancelling, moving and handing over raise.
    """
    require(may if may is not None else may_enter_absence(by, resource))
    check_span(span)
    if span.ends <= clock.now():
        raise NotPossible(_("这个时间已经过去。"))
    span = Span(here(span.starts), here(span.ends))
    with transaction.atomic():
        _lock_all(resource, span, choices or {})
        if known := Hold.objects.filter(request_key=request_key, kind=overlaps.ABSENCE).first():
            return known
        row = Hold(group=uuid.uuid4(), resource=resource, kind=overlaps.ABSENCE, starts=span.starts, ends=span.ends,
                   title=why.strip()[:80], made_by=by, made_at=clock.now(), changed_at=clock.now(),
                   state=Hold.State.WANTED, request_key=request_key)  # fmt: skip
        _make_room(row, choices or {}, by, later=later)
        write_log(
            room=ROOM,
            subject=str(row.group),
            verb="absence",
            by=by,
            after=row.state,
            reason=why,
            data={"resource": resource.key, "starts": span.starts.isoformat(), "ends": span.ends.isoformat()},
        )
    return row


def settle(*, absence: Hold, choices: Choices, by: Person, later: bool = False, may: Answer | None = None) -> Hold:
    """Choices for clashes that were left for later. Raises as `enter_absence`."""
    require(may if may is not None else may_enter_absence(by, absence.resource))
    with transaction.atomic():
        _lock_all(absence.resource, absence.span, choices)
        row = Hold.objects.select_related("resource").get(pk=absence.pk)
        if row.state != Hold.State.WANTED:
            return row
        end(_pieces(row), Hold.State.CANCELLED)
        _make_room(row, choices, by, later=later)
        write_log(room=ROOM, subject=str(row.group), verb="settle", by=by, before=Hold.State.WANTED, after=row.state)
    absence.refresh_from_db()
    return row


def end_absence(*, absence: Hold, by: Person, may: Answer | None = None) -> Hold:
    """Back earlier, or not away at all: the rest of the time is free again. A second time changes nothing."""
    require(may if may is not None else may_enter_absence(by, absence.resource))
    with transaction.atomic():
        locked([absence.resource])
        row = Hold.objects.get(pk=absence.pk)
        if row.state not in (Hold.State.STANDS, Hold.State.WANTED):
            return row
        for piece in [*_pieces(row), row]:
            begun = piece.starts < clock.now()
            if begun:
                piece.ends = min(piece.ends, clock.now())
                piece.save(update_fields=["ends"])
            end([piece], Hold.State.ENDED if begun else Hold.State.CANCELLED)
        write_log(room=ROOM, subject=str(row.group), verb="end-absence", by=by, after=row.state)
    absence.refresh_from_db()
    return absence


def _lock_all(resource: Resource, span: Span, choices: Choices) -> None:
    """All that the choices may touch, in the one order."""
    groups = [clash.hold.group for clash in clashes(resource, span)]
    others = Resource.objects.filter(holds__group__in=groups).distinct()
    locked([resource, *others, *(each.resource for each in choices.values() if each.resource is not None)])


def _pieces(row: Hold) -> list[Hold]:
    return list(Hold.objects.standing().filter(group=row.group).exclude(pk=row.pk))


def _make_room(row: Hold, choices: Choices, by: Person, *, later: bool) -> None:
    """Do what was chosen, then hold the whole time; or, with clashes left, what lies around them."""
    for clash in clashes(row.resource, row.span):
        if choice := choices.get(clash.group):
            _do(clash, choice, row.resource, by)
    left = clashes(row.resource, row.span)
    if left and not later:
        raise Unsettled(_("这段时间里还有 %(n)d 项安排，请逐项选择怎么办。") % {"n": len(left)}, left)
    if not left:
        row.state = Hold.State.STANDS
        row.changed_at, row.revision = clock.now(), row.revision + bool(row.pk)
        put([row], by)
        return
    row.save()
    taken = Hold.objects.standing().filter(resource=row.resource, ends__gt=row.starts, starts__lt=row.ends)
    taken = taken.exclude(kind=overlaps.ABSENCE)
    put([_piece(row, each) for each in gaps(row.span, [each.span for each in taken])], by)


def gaps(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What of a span is left around others, in order."""
    found, begin = [], span.starts
    for each in sorted(taken):
        if each.starts > begin:
            found.append(Span(begin, min(each.starts, span.ends)))
        begin = max(begin, each.ends)
    return [*found, Span(begin, span.ends)] if begin < span.ends else found


def _piece(row: Hold, span: Span) -> Hold:
    return Hold(group=row.group, resource=row.resource, kind=overlaps.ABSENCE, starts=span.starts, ends=span.ends,
                title=row.title, made_by=row.made_by, made_at=clock.now(), changed_at=clock.now())  # fmt: skip


def _do(clash: Clash, choice: Choice, resource: Resource, by: Person) -> None:
    """By leave of the absence: who may be away may settle what it clashes with."""
    hold, leave = clash.hold, may_enter_absence(by, resource)
    more: dict[str, Any] = {"by": by, "may": leave}
    if choice.what == CANCEL:
        why = choice.why or _("%(name)s不在") % {"name": resource.name}
        if hold.session is not None:
            sessions.cancel_session(session=hold.session, why=why, **more)
        else:
            booking.cancel(group=hold.group, why=why, **more)
    elif choice.what == MOVE and choice.starts is not None:
        if hold.session is not None:
            span = Span(choice.starts, choice.starts + (hold.ends - hold.starts))
            sessions.change_session(session=hold.session, span=span, **more)
        else:
            booking.move(group=hold.group, starts=choice.starts, **more)
    elif choice.what == HAND_OVER and choice.resource is not None:
        require(may_book(by, choice.resource))  # whose time it then takes
        if hold.session is not None:
            sessions.hand_over_session(session=hold.session, old=resource, new=choice.resource, **more)
        else:
            booking.hand_over(group=hold.group, old=resource, new=choice.resource, **more)
    else:
        raise NotPossible(_("请为“%(what)s”选择取消、改期（写明时间）或者移交（选一位）。") % {"what": hold.title})
