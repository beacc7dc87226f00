"""What happens in `slots` to an appointment that an encounter booked, happens to the encounter."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from district.ground.people.experts import expert_changed
from district.ground.people.permissions import Yes
from district.ground.people.queries import Expert, Person
from district.ground.slots.queries import Hold, Resource, Session
from district.ground.slots.signals import appointment_changed, session_cancelled
from district.services.advice.leaving import leave
from district.services.advice.meeting import drop
from district.services.advice.models import Encounter, Profile
from district.services.advice.moving import ROOM
from district.services.advice.replacing import replace_adviser
from district.services.advice.states import PLANNED


@receiver(appointment_changed, dispatch_uid="advice.appointment_changed")
def encounter_follows(
    sender: Any, *, group: uuid.UUID, verb: str, rows: Sequence[Hold], why: str, by: Person | None,
    old: Resource | None = None, new: Resource | None = None, **_more: Any,
) -> None:  # fmt: skip
    """Moved, handed over or cancelled at its page there, by an absence or by whoever took the expert's place."""
    if rows[0].room != ROOM:
        return
    row = Encounter.objects.filter(hold=group, state=PLANNED).first()
    if row is None:
        return
    if verb == "cancel":
        drop(row, by=by, why=why, freed=True)
    elif verb == "move":
        row.starts, row.ends = rows[0].starts, rows[0].ends
        row.save(update_fields=["starts", "ends"])
    elif old is not None and new is not None:
        experts = {each.resource_id: each.expert for each in
                   Profile.objects.filter(resource__in=[old, new]).select_related("expert")}  # fmt: skip
        if old.pk in experts and new.pk in experts:
            replace_adviser(encounter=row, old=experts[old.pk], new=experts[new.pk], by=by, may=Yes)


@receiver(expert_changed, dispatch_uid="advice.expert_ended")
def expert_leaves(sender: Any, *, expert: Expert, by: Person | None, verb: str, **_more: Any) -> None:
    """What was with who is in the corps no longer goes back to the desk."""
    if verb == "end-expert":
        leave(expert, by=by)


@receiver(session_cancelled, dispatch_uid="advice.session_cancelled")
def lecture_follows(sender: Any, *, session: Session, why: str, by: Person | None, **_more: Any) -> None:
    """A lecture's session cancelled at its page there: the lecture does not take place."""
    for row in Encounter.objects.filter(session=session, need=None, state=PLANNED):
        drop(row, by=by, why=why, freed=True)
