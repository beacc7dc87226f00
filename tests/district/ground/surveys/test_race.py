"""Many at once: one response begun, handed in once, and no text lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from district.ground.people.models import Person
from district.ground.record.models import LogEntry
from district.ground.surveys import actions, handing_in
from district.ground.surveys.actions import Invitee
from district.ground.surveys.models import Response
from district.ground.surveys.models import ResponseAnswer as Answer
from tests import racing
from tests.district.ground.surveys.conftest import TODAY, Made
from tests.district.ground.surveys.test_answering import FILLED

pytestmark = [pytest.mark.usefixtures("keeping_triggers"), pytest.mark.database]
THREADS = 6


def at_once(act: Callable[[int], Any]) -> tuple[list[Any], list[BaseException]]:
    """What each of the threads got, and what went wrong."""
    came = racing.rush([partial(act, number) for number in range(THREADS)], at=TODAY, wait=20, join=60)
    wrong = [each for each in came if isinstance(each, BaseException)]
    return [each for each in came if not isinstance(each, BaseException)], wrong


def test_many_at_once_begin_one_and_hand_in_one(made: Made, officer: Person, founder: Person) -> None:
    row = made()
    [invitation] = actions.invite(questionnaire=row, by=officer, people=[Invitee("示例企业", founder, "91310000")])
    begun, wrong = at_once(
        lambda _n: handing_in.start(questionnaire=row, person=founder, invitation=invitation).reference
    )
    assert not wrong and len(set(begun)) == 1 and Response.objects.count() == 1
    response = Response.objects.get()
    handing_in.save(response=response, given=FILLED, seen=0, request_key=uuid.uuid4())
    handed, wrong = at_once(lambda _n: handing_in.hand_in(response=response, seen=1, person=founder).state)
    assert not wrong and handed == ["handed-in"] * THREADS
    assert Answer.objects.count() == 5 and LogEntry.objects.filter(verb="hand-in").count() == 1


def test_many_devices_at_once_lose_nothing(made: Made, officer: Person, founder: Person) -> None:
    row = made()
    [invitation] = actions.invite(questionnaire=row, by=officer, people=[Invitee("示例企业", founder)])
    response = handing_in.start(questionnaire=row, person=founder, invitation=invitation)
    _kept, wrong = at_once(lambda n: handing_in.save(
        response=response, given={"remarks": f"第{n}台"}, seen=0, request_key=uuid.uuid4(), device=str(n),
    ))  # fmt: skip
    response.refresh_from_db()
    said = {response.typed["remarks"], *response.aside["remarks"].values()}
    assert not wrong and said == {f"第{n}台" for n in range(THREADS)} and len(response.aside["remarks"]) == THREADS - 1
