"""`paid`: the small district with a programme that pays by hours, the clock at 24 June 2022."""

from __future__ import annotations

import pytest

from tests.district.cases.factories import District
from tests.district.services.training.employers.town import with_training


@pytest.fixture
def paid(here: District) -> District:
    return with_training(here)
