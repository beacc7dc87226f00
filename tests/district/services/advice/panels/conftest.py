"""For tests of panels."""

from __future__ import annotations

import pytest

from tests.district.services.advice.panels.town import Corps, corps_of
from tests.district.services.advice.town import Place


@pytest.fixture
def corps(house: Place) -> Corps:
    return corps_of(house)
