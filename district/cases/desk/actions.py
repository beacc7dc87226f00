"""What an officer does to the list of cases."""

from __future__ import annotations

from django.db import connection, transaction

from district.cases.core.models import Application
from district.cases.core.states import TO_TAKE
from district.cases.decisions.actions import ROOM
from district.enterprises.queries import ties
from district.ground.people.queries import Person, Role
from district.ground.record.actions import write_log
from district.policies.queries import Programme


def take_next(*, by: Person) -> Application | None:
    """Give the officer the most urgent case nobody has; None when there is none."""
    bureaus = by.bureau_ids(Role.OFFICER)
    with transaction.atomic():
        free = Application.objects.filter(
            programme__in=Programme.objects.filter(office__in=bureaus).values("pk"),
            state__in=TO_TAKE, officer=None,
        ).exclude(ties(by))  # fmt: skip
        if connection.features.has_select_for_update_skip_locked:  # on SQLite the transaction is the lock already
            free = free.select_for_update(skip_locked=True)
        row = free.order_by("due_on", "submitted_at", "pk").first()
        if row is not None:
            row.officer = by
            row.save(update_fields=["officer"])
            write_log(room=ROOM, subject=row.reference, verb="take", by=by, before=row.state, after=row.state)
    return row
