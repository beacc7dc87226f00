"""`after`: the small district with obligations in its catalogue, the clock at 24 June 2022."""

from __future__ import annotations

import pytest

from tests.district.cases.aftercare.factories import with_obligations
from tests.district.cases.factories import District


@pytest.fixture
def after(here: District) -> District:
    return with_obligations(here)
