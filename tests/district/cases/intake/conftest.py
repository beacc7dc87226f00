"""`paid`: the small district with subsidies paid by head, the clock at 24 June 2022."""

from __future__ import annotations

import pytest

from tests.district.cases.factories import District
from tests.district.cases.intake.heads import with_heads


@pytest.fixture
def paid(here: District) -> District:
    return with_heads(here)
