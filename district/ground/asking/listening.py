"""Somebody left: what waits for a reply of their bureau is told to whoever takes over."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground.asking.actions import ROOM, NotAsked
from district.ground.asking.models import AskedQuestion
from district.ground.asking.permissions import may_reply
from district.ground.messages.posting import post
from district.ground.people.actions import account_left
from district.ground.people.queries import Person, Role, duties_in
from district.ground.record.actions import official, write_log

REPLIERS = (Role.OFFICER, Role.LEADER)


@receiver(account_left, dispatch_uid="asking.let_go")
def questions_are_handed_over(sender: Any, *, person: Person, heir: Person | None, by: Person, **_more: Any) -> str:
    """Raises NotAsked: nobody would be left in the bureau who may reply."""
    offices = {duty.bureau_id for duty in person.own_duties if duty.role in REPLIERS}
    rows = AskedQuestion.objects.filter(office__in=offices, state=AskedQuestion.State.OPEN)
    taken = 0
    for row in rows.select_related("office"):
        if heir is not None and may_reply(heir, row.office_id):
            _give(row, person, heir, by)
            taken += 1
        elif not duties_in([row.office_id], *REPLIERS).exclude(person=person).exists():
            raise NotAsked(_("%(office)s还有提问待答复，请选能答复的同事接手。") % {"office": row.office})
    return _("待答复的提问 %(n)d 个") % {"n": taken} if taken else ""


def _give(row: AskedQuestion, person: Person, heir: Person, by: Person) -> None:
    data = {"from": person.username, "to": heir.username}
    write_log(room=ROOM, subject=row.reference, verb="hand-over", by=by, before=row.state, after=row.state, data=data)
    with official():
        post(to=[heir], room=ROOM, subject=row.reference, needs_action=True, office=row.office,
             title=_("请答复：“%(title)s”") % {"title": row.title[:80]},
             link=reverse("policies:desk_question", args=[row.reference]))  # fmt: skip
