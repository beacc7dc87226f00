from __future__ import annotations

from collections.abc import Iterator

import pytest

from district.ground import clock
from tests.district.services.community.square import NOW, Square
from tests.district.services.community.square import square as made


@pytest.fixture
def square(db: None) -> Iterator[Square]:
    with clock.at(NOW):
        yield made()
