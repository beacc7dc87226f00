"""People and a few notices for this room's tests."""

from __future__ import annotations

import pytest

from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person, Role


@pytest.fixture
def bureau(db: None) -> Bureau:
    return Bureau.objects.create(name="区财政局", full="示例区财政局")


@pytest.fixture
def auditor(bureau: Bureau) -> Person:
    return create_person(
        username="auditor", name="示例审计员", password="long enough 1", duties=[(bureau, Role.AUDITOR)]
    )


@pytest.fixture
def officer(bureau: Bureau) -> Person:
    return create_person(
        username="officer", name="示例经办员", password="long enough 1", duties=[(bureau, Role.OFFICER)]
    )


@pytest.fixture
def founder(db: None) -> Person:
    return create_person(username="founder", name="示例创业者", password="long enough 1")
