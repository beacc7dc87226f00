from __future__ import annotations

from collections.abc import Iterator

import pytest

from district.ground import clock
from tests.district.services.advice.town import NOW, Place, place


@pytest.fixture
def house(db: None) -> Iterator[Place]:
    with clock.at(NOW):
        yield place()
