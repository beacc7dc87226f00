"""Fixtures of this room's tests: a small district on a day in June 2022."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from district.record import clock
from tests.district.applications.factories import District, district

TODAY = dt.date(2022, 6, 24)


@pytest.fixture
def here(db: None) -> Iterator[District]:
    """The district, with the clock held at 24 June 2022, 10:00."""
    with clock.at(TODAY):
        yield district()
