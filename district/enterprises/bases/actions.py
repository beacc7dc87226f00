"""Registering a base."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.bases.permissions import may_register
from district.enterprises.models import Enterprise, Membership, Subject
from district.enterprises.values import BadValue, normal
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import write_log

ROOM, SHORTEST = "enterprises", 4


def register_base(*, operator: Enterprise, name: str, by: Person) -> Membership:
    """A base of an enterprise, waiting for an officer's confirmation; the same name again changes nothing.

    Raises BadValue, Refused.
    """
    require(may_register(by, operator))
    name = normal(name)
    if len(name) < SHORTEST:
        raise BadValue(_("请写基地的全称。"))
    with transaction.atomic():
        known = Membership.objects.filter(person=by, enterprise__operator=operator, enterprise__name=name).first()
        if known is not None:
            return known
        now = clock.now()
        base = Enterprise.subjects.create(
            subject=Subject.BASE, operator=operator, uscc=f"B-{secrets.token_hex(7)}", name=name, created_at=now,
            updated_at=now,
        )  # fmt: skip
        asked = Membership.objects.create(
            person=by, enterprise=base, role=Membership.Role.OWNER, since=now, ground=Membership.Ground.BASE
        )
        write_log(room=ROOM, subject=base.uscc, verb="register-base", by=by, data={"operator": operator.uscc})
    return asked
