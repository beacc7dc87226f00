"""Writes about organisations: on record, changed; none is ever deleted. Bureaus and streets come from the catalogue."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from stdnum.cn import uscc

from district.ground.people.memberships import NotPossible
from district.ground.people.models import OFFICES, Organisation, Person
from district.ground.people.permissions import Answer, may_add_organisation, may_edit_organisation, require

organisation_changed = Signal()  # organisation, by, verb, data; record writes it down, which this room cannot import
NAMED = ("kind", "name", "full", "english", "code", "parent", "since", "until")  # what administrators say
REACHED = ("phone", "address", "email", "public")  # what a steward says too


def add(*, by: Person, kind: str, name: str, may: Answer | None = None, **said: Any) -> Organisation:
    """Put an organisation on record. `said`: columns of NAMED and REACHED; `may` is the answer of the room above that
    knows it, in place of this room's own. Raises Refused, NotPossible."""
    require(may if may is not None else may_add_organisation(by))
    row = Organisation()
    with transaction.atomic():
        _say(row, {"kind": kind, "name": name, **said})
        _tell(row, by, "add-organisation", {"kind": row.kind, "name": row.name})
    return row


def change(*, organisation: Organisation, by: Person, **said: Any) -> Organisation:
    """Say anew what is known of it; a steward may say how it is reached and whether it is listed, and nothing else.

    Raises Refused, NotPossible.
    """
    require(may_edit_organisation(by, organisation))
    if set(said) - set(REACHED):
        require(may_add_organisation(by))
    with transaction.atomic():
        row = Organisation.objects.get(pk=organisation.pk)
        changed = [name for name, value in said.items() if getattr(row, name) != value]
        if changed:
            _say(row, said)
            _tell(row, by, "change-organisation", {"changed": changed})
    return row


def _say(row: Organisation, said: dict[str, Any]) -> None:
    for name, value in said.items():
        if name not in (*NAMED, *REACHED):
            raise TypeError(name)
        setattr(row, name, " ".join(value.split()) if isinstance(value, str) else value)
    _check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise NotPossible(_("已有同类同名、或者同一代码的机构。")) from None


def _check(row: Organisation) -> None:
    row.full = row.full or row.name
    if row.kind in OFFICES:
        raise NotPossible(_("委办局和街道来自政策目录，不在这里登记。"))
    if not row.name:
        raise NotPossible(_("请写简称。"))
    if len(row.code) == 18 and not uscc.is_valid(row.code):
        raise NotPossible(_("统一社会信用代码不对，请核对。"))
    if row.since and row.until and row.until <= row.since:
        raise NotPossible(_("最后一天应在第一天之后。"))
    above, seen = row.parent, {row.pk}
    while above is not None:
        if above.pk in seen:
            raise NotPossible(_("上级机构不能是它自己或它的下级。"))
        seen.add(above.pk)
        above = above.parent


def _tell(row: Organisation, by: Person, verb: str, data: dict[str, Any]) -> None:
    organisation_changed.send(sender=Organisation, organisation=row, by=by, verb=verb, data=data)
