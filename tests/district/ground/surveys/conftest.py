"""A published questionnaire and people to answer it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person, Role
from district.ground.surveys import actions
from district.ground.surveys.models import Questionnaire
from district.ground.surveys.questions import Content
from district.ground.surveys.samples import HIRING

TODAY = dt.date(2022, 6, 24)


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with clock.at(TODAY):
        yield


@pytest.fixture
def leader(bureau: Bureau) -> Person:
    return create_person(username="leader", name="示例负责人", password="long enough 1", duties=[(bureau, Role.LEADER)])


@pytest.fixture
def stranger(db: None) -> Person:
    """An officer of another bureau."""
    other = Bureau.objects.create(name="区商务委", full="示例区商务委员会")
    return create_person(username="stranger", name="示例外人", password="long enough 1", duties=[(other, Role.OFFICER)])


def settings(**said: Any) -> dict[str, Any]:
    return {
        "key": "hiring", "title": "示例用工调查", "title_en": "", "purpose": "示例：了解用工。", "audience": "企业",
        "access": "invited", "anonymous": False, "opens_on": TODAY, "closes_on": TODAY + dt.timedelta(days=10),
        "population": None, **said,
    }  # fmt: skip


Made = Callable[..., Questionnaire]


@pytest.fixture
def made(bureau: Bureau, officer: Person) -> Made:
    """`made(content, key=…, anonymous=…)`: a published questionnaire."""

    def make(content: Content = HIRING, **said: Any) -> Questionnaire:
        row = actions.make(office=bureau, by=officer, settings=settings(**said), request_key=uuid.uuid4())
        actions.sketch(questionnaire=row, by=officer, content=content)
        actions.publish(questionnaire=row, by=officer)
        return row

    return make
