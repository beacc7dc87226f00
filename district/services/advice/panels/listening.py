"""What happens to a panel's appointment in `slots` happens to the panel: cancelled, moved, handed over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from district.ground.acts.refusing import NotPossible
from district.ground.people.experts import expert_changed
from district.ground.people.queries import Expert, Person
from district.ground.slots.queries import Hold, Resource
from district.ground.slots.signals import appointment_changed
from district.services.advice.panels import states
from district.services.advice.panels.actions import call_off, leave, seat_instead
from district.services.advice.panels.models import Panel
from district.services.advice.queries import Profile


@receiver(appointment_changed, dispatch_uid="panels.appointment_changed")
def follow(
    sender: Any, *, group: uuid.UUID, verb: str, rows: Sequence[Hold], why: str, by: Person | None,
    old: Resource | None = None, new: Resource | None = None, **_more: Any,
) -> None:  # fmt: skip
    panel = Panel.objects.filter(group=group, state=states.HELD).select_related("encounter", "need", "office").first()
    if panel is None:
        return
    if verb == "cancel":
        if panel.parts.filter(signed_at__isnull=False).exists():
            raise NotPossible(_("已经有专家签字，不能取消。"))
        call_off(panel, why=why, by=by)
    elif verb == "move" and rows:
        if panel.parts.filter(signed_at__isnull=False).exists():
            raise NotPossible(_("已经有专家签字，不能改时间。"))
        panel.starts, panel.ends = rows[0].starts, rows[0].ends
        panel.save(update_fields=["starts", "ends"])
        panel.encounter.starts, panel.encounter.ends = panel.starts, panel.ends
        panel.encounter.save(update_fields=["starts", "ends"])
    elif old is not None and new is not None:
        found = {row.resource_id: row.expert for row in
                 Profile.objects.filter(resource__in=[old, new]).select_related("expert")}  # fmt: skip
        if old.pk in found and new.pk in found:
            seat_instead(panel, found[old.pk], found[new.pk], by)


@receiver(expert_changed, dispatch_uid="panels.expert_ended")
def expert_leaves(sender: Any, *, expert: Expert, by: Person | None, verb: str, **_more: Any) -> None:
    if verb == "end-expert":
        leave(expert, by=by)
