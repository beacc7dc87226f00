"""What the room below tells: people imports no one, so duties given and taken away come here as a signal."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from district.ground.people.absences import absence_changed
from district.ground.people.actions import account_changed, duties_changed
from district.ground.people.queries import Absence, Person
from district.ground.record.actions import write_log


@receiver(duties_changed, dispatch_uid="record.duties")
def duties_are_logged(sender: Any, *, person: Person, by: Person, verb: str, duty: str, **_: Any) -> None:
    write_log(room="people", subject=person.username, verb=verb, by=by, data={"duty": duty})


@receiver(absence_changed, dispatch_uid="record.absences")
def absences_are_logged(sender: Any, *, absence: Absence, by: Person, verb: str, **_: Any) -> None:
    data = {"first": absence.first.isoformat(), "last": absence.last.isoformat(),
            "substitute": absence.substitute.username}  # fmt: skip
    write_log(room="people", subject=absence.person.username, verb=verb, by=by, reason=absence.note, data=data)


@receiver(account_changed, dispatch_uid="record.accounts")
def accounts_are_logged(sender: Any, *, person: Person, verb: str, **_: Any) -> None:
    write_log(room="people", subject=person.username, verb=verb, by=person)
