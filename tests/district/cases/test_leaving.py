"""What cases and reminders say to the outbox: the office that speaks, and the kind of notice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from district.enterprises.wallet.actions import remind_expiring
from district.ground.messages.models import Delivery
from district.ground.people.models import Bureau, Person
from tests.district.cases.factories import District
from tests.district.cases.test_constraints import decided
from tests.district.conftest import TODAY
from tests.district.enterprises.wallet.test_wallet import add


def proved(person: Person) -> None:
    EmailAddress.objects.create(user=person, email=f"{person.username}@example.com", verified=True, primary=True)


def office(here: District) -> Bureau:
    return here.officer.duties[0].bureau


@pytest.mark.parametrize("outcome, state", [("refused", "held"), ("granted", "waiting")])
def test_a_refusal_waits_for_a_person_of_the_bureau(here: District, outcome: str, state: str) -> None:
    proved(here.founder)
    decided(here, outcome)
    row = Delivery.objects.get(kind=outcome)
    assert (row.state, row.office, row.person) == (state, office(here), here.founder)


def test_what_officers_are_told_is_their_bureaus(here: District) -> None:
    proved(here.officer)
    here.submitted()
    assert {(row.office, row.person) for row in Delivery.objects.all()} == {(office(here), here.officer)}


def test_reminders_to_many_are_looked_at_first(here: District, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.NOTICE_BULK = tmp_path, 0
    proved(here.founder)
    add(here, valid_until=dt.date(2022, 7, 1))
    assert remind_expiring(day=TODAY) == 1
    row = Delivery.objects.get()
    assert (row.kind, row.state, row.held_for) == ("reminder", "held", "bulk")
