"""What the room below tells: people imports no one, so duties given and taken away come here as a signal."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.ground.people.absences import absence_changed
from district.ground.people.actions import account_changed
from district.ground.people.experts import expert_changed
from district.ground.people.memberships import membership_changed
from district.ground.people.organisations import organisation_changed
from district.ground.people.queries import Absence, Expert, Organisation, OrganisationMembership, Person
from district.ground.record.actions import write_log


@receiver(membership_changed, dispatch_uid="record.memberships")
def memberships_are_logged(
    sender: Any, *, membership: OrganisationMembership, by: Person | None, verb: str, **_: Any
) -> None:
    data = {"duty": str(membership), "organisation": membership.organisation.name, "role": membership.role}
    data |= {name: day.isoformat() for name in ("since", "until") if (day := getattr(membership, name))}
    write_log(
        room="people", subject=membership.person.username, verb=verb, by=by, reason=membership.why_ended, data=data
    )


@receiver(expert_changed, dispatch_uid="record.experts")
def experts_are_logged(
    sender: Any, *, expert: Expert, by: Person | None, verb: str, data: dict[str, Any], **_: Any
) -> None:
    write_log(room="people", subject=expert.reference, verb=verb, by=by, data={"expert": expert.name, **data})


@receiver(organisation_changed, dispatch_uid="record.organisations")
def organisations_are_logged(
    sender: Any, *, organisation: Organisation, by: Person, verb: str, data: dict[str, Any], **_: Any
) -> None:
    write_log(room="people", subject=f"JG{organisation.pk}", verb=verb, by=by, data=data)


@receiver(absence_changed, dispatch_uid="record.absences")
def absences_are_logged(sender: Any, *, absence: Absence, by: Person, verb: str, **_: Any) -> None:
    data = {"first": absence.first.isoformat(), "last": absence.last.isoformat(),
            "substitute": absence.substitute.username}  # fmt: skip
    write_log(room="people", subject=absence.person.username, verb=verb, by=by, reason=absence.note, data=data)


@receiver(account_changed, dispatch_uid="record.accounts")
def accounts_are_logged(
    sender: Any, *, person: Person, verb: str, by: Person | None = None, reason: str = "", **_: Any
) -> None:
    """What is not anybody's doing is the person's own; the night alone empties an account."""
    by = by or (None if verb == "anonymise" else person)
    write_log(room="people", subject=person.username, verb=verb, by=by, reason=reason)
