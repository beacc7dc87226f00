"""What happens to a clinic's session or seats in `slots` happens to the clinic and its numbers."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.ground.people.queries import Person
from district.ground.slots import states as seats
from district.ground.slots.queries import Resource, Seat, Session
from district.ground.slots.signals import seat_moved, session_cancelled, session_handed_over
from district.services.advice.clinic import states
from district.services.advice.clinic.calling import moved
from district.services.advice.clinic.models import Clinic, Visitor
from district.services.advice.clinic.planning import call_off, seat_instead
from district.services.advice.queries import Profile

ROOM = "clinic"


@receiver(seat_moved, dispatch_uid="clinic.seat_given_back")
def seat_given_back(sender: Any, *, seat: Seat, by: Person | None, **_more: Any) -> None:
    """Who cancels the seat gives the number back."""
    if seat.session.room != ROOM or seat.state != seats.CANCELLED:
        return
    visitor = Visitor.objects.filter(seat=seat, state__in=states.OPEN).select_related("clinic").first()
    if visitor is not None:
        moved(visitor, "leave", by=by, why=seat.why)


@receiver(session_cancelled, dispatch_uid="clinic.session_cancelled")
def not_held(sender: Any, *, session: Session, why: str, by: Person | None, **_more: Any) -> None:
    """An absence or the desk of `slots` cancelled it."""
    clinic = Clinic.objects.filter(session=session, cancelled_at=None, closed_at=None).first()
    if clinic is not None:
        call_off(clinic, why=why, by=by)


@receiver(session_handed_over, dispatch_uid="clinic.expert_replaced")
def somebody_else_sits(
    sender: Any, *, session: Session, old: Resource, new: Resource, by: Person | None, **_more: Any
) -> None:
    clinic = Clinic.objects.filter(session=session).first()
    if clinic is None:
        return
    found = {row.resource_id: row.expert for row in
             Profile.objects.filter(resource__in=[old, new]).select_related("expert")}  # fmt: skip
    if old.pk in found and new.pk in found:
        seat_instead(clinic, found[old.pk], found[new.pk], by)
