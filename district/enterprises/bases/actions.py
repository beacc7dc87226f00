"""Registering a base, and the organisation it is."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.bases.permissions import may_register
from district.enterprises.models import Enterprise, Membership, Subject
from district.enterprises.values import BadValue, normal
from district.ground import clock
from district.ground.people import memberships, organisations
from district.ground.people.listed import body_named, stewards_of
from district.ground.people.permissions import Answer, require
from district.ground.people.queries import Kind, Organisation, Part, Person
from district.ground.record.actions import official, write_log

ROOM, SHORTEST = "enterprises", 4
NAME = 40  # letters of an organisation's short name
SORTS = {Kind.INCUBATOR: gettext_lazy("创业孵化基地"), Kind.BASE: gettext_lazy("公共实训基地")}


def register_base(*, operator: Enterprise, name: str, by: Person, sort: str = Kind.BASE) -> Membership:
    """A base of an enterprise, waiting for an officer's confirmation; the same name again changes nothing. `sort`: a
    key of SORTS. Raises BadValue, Refused.
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
            subject=Subject.BASE, operator=operator, uscc=f"B-{secrets.token_hex(7)}", name=name,
            kind=sort_said(sort), created_at=now, updated_at=now,
        )  # fmt: skip
        asked = Membership.objects.create(
            person=by, enterprise=base, role=Membership.Role.OWNER, since=now, ground=Membership.Ground.BASE
        )
        write_log(room=ROOM, subject=base.uscc, verb="register-base", by=by, data={"operator": operator.uscc})
    return asked


def sort_said(sort: str) -> str:
    """As the register keeps it, in whichever language it was chosen."""
    with official():
        return str(SORTS[Kind(sort)])


def link_organisation(*, base: Enterprise, owner: Person, by: Person, may: Answer) -> Organisation:
    """The organisation a confirmed base is: the one on record under its name, else a new one. Its owner keeps the
    members, where nobody does yet. Called as the claim is confirmed, in its transaction. Raises BadValue: another body
    has that name.
    """
    if base.organisation is not None:
        return base.organisation
    kind = next((kind for kind in SORTS if sort_said(kind) == base.kind), Kind.BASE)
    name, code = base.name[:NAME], base.operator.uscc if base.operator else ""
    found = body_named(kind, name, base.name)
    if found is not None and (
        found.code not in {"", code} or Enterprise.subjects.filter(organisation=found).exists()
    ):  # fmt: skip
        raise BadValue(_("已有另一家同名的机构，请先在“机构”里核对。"))
    row = found or organisations.add(by=by, kind=kind, name=name, full=base.name, may=may)
    base.organisation = row
    base.save(update_fields=["organisation"])
    if owner != by and not stewards_of(row).exists():
        memberships.enter(person=owner, organisation=row, role=Part.STEWARD, by=by, may=may)
    return row
