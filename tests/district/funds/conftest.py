"""Fixtures of this room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from district.ground import clock
from tests.district.funds.town import Town, town

DAY = dt.date(2022, 6, 24)


@pytest.fixture
def here(db: None) -> Iterator[Town]:
    """A small district with a million yuan on one line, on 24 June 2022."""
    with clock.at(DAY):
        yield town()


@pytest.fixture
def committed(keeping_triggers: None) -> Iterator[Town]:
    """The same in a database whose transactions really commit."""
    with clock.at(DAY):
        yield town()
