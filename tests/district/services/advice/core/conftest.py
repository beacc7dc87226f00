from __future__ import annotations

from collections.abc import Iterator

import pytest

from district.ground import clock
from tests.district.services.advice.core.town import NOW, Town
from tests.district.services.advice.core.town import town as made


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    with clock.at(NOW):
        yield made()
