from __future__ import annotations

from collections.abc import Iterator

import pytest

from district.ground import clock
from tests.district.services.training.camp.town import NOW, Camp
from tests.district.services.training.camp.town import camp as made


@pytest.fixture
def camp(db: None) -> Iterator[Camp]:
    with clock.at(NOW):
        yield made()
