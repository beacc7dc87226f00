"""Who asks the API, and with which key."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from district.ground import clock
from district.ground.people.models import Person
from district.ground.tokens import actions, scopes
from district.ground.tokens.models import Token

ALL = ("*:read", "*:act")


def key_of(person: Person, *wanted: str, **more: Any) -> tuple[Token, str]:
    """A key of somebody and its secret."""
    return actions.issue(
        account=person, name="test", scopes=wanted or ALL, known=[each for each, _ in scopes.choices()],
        expires_on=clock.today() + dt.timedelta(days=30), by=more.pop("by", person), request_key=uuid.uuid4(), **more,
    )  # fmt: skip


@pytest.fixture
def by_key() -> Callable[..., Client]:
    """`by_key(person, *scopes)`: a program with a key of that person."""

    def program(person: Person, *wanted: str, **more: Any) -> Client:
        return Client(headers={"authorization": f"Bearer {key_of(person, *wanted, **more)[1]}"})

    return program
