"""Somebody else advises in the place of who cannot come."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import lock, write_log
from district.services.advice.models import Adviser, Encounter
from district.services.advice.moving import ROOM
from district.services.advice.permissions import may_record
from district.services.advice.states import PLANNED


def replace_adviser(
    *, encounter: Encounter, old: Expert, new: Expert, by: Person | None, may: Answer | None = None
) -> Adviser:  # fmt: skip
    """`new` in the place of `old`, in the same role, while it is still to come. Their time is the caller's. A second
    time changes nothing. Raises Refused, NotPossible: it took place, or `old` is not in it.
    """
    if may is not None:
        require(may)
    else:
        assert by is not None
        require(may_record(by, encounter))
    with transaction.atomic():
        row = lock(Encounter.objects.all()).get(pk=encounter.pk)
        if known := row.advisers.filter(expert=new).first():
            return known
        part = row.advisers.filter(expert=old).first()
        if row.state != PLANNED or part is None:
            raise NotPossible(_("这次服务已经结束，或者这位专家不在其中。"))
        part.expert = new
        part.save(update_fields=["expert"])
        write_log(room=ROOM, subject=row.reference, verb="replace", by=by,
                  data={"from": old.reference, "to": new.reference})  # fmt: skip
    return part
