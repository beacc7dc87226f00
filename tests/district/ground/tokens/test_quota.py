"""One quota for all processes."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.tokens.actions import count_call
from district.ground.tokens.models import Token
from tests.district.api.conftest import key_of

MOMENT = dt.datetime(2022, 6, 24, 2, 0, 30, tzinfo=dt.UTC)


@pytest.mark.database
@pytest.mark.usefixtures("keeping_triggers")
def test_several_at_once_share_one_quota() -> None:
    """Counted in the database: of forty calls by eight threads as many pass as may."""
    person = create_person(username="many", name="示例多", password=None)
    with clock.at(MOMENT):
        token, _secret = key_of(person, per_minute=25)
    passed: list[int] = []

    def call() -> None:
        with clock.at(MOMENT):
            passed.extend(count_call(Token.objects.get(pk=token.pk)) for _n in range(5))
        connection.close()

    threads = [threading.Thread(target=call) for _n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(passed) == 40 and passed.count(0) == 25
