"""A demonstration's clock may go ahead; a held clock does not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from district.ground import clock


def test_ahead_by_the_days_it_is_told(settings: Any) -> None:
    settings.CLOCK_AHEAD = dt.timedelta(days=12)
    apart = clock.now() - timezone.now()
    assert dt.timedelta(days=12) - apart < dt.timedelta(seconds=5)
    with clock.at(dt.date(2022, 6, 24)):
        assert clock.today() == dt.date(2022, 6, 24)


def test_only_a_demonstration_has_it() -> None:
    from django.conf import settings

    assert settings.DEMO is False
    assert dt.timedelta(0) == settings.CLOCK_AHEAD
