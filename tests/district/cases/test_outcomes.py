"""What came of a programme is counted from decisions in force, by the day they were made."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from district.policies.queries import outcomes
from tests.district.cases.factories import District
from tests.district.cases.test_constraints import decided


def test_granted_counts_refused_does_not_and_days_bound(here: District) -> None:
    granted = decided(here)
    slug, day = granted.application.programme.slug, timezone.localdate(granted.at)
    found = outcomes([slug, "no-such"], None, None)
    assert set(found) == {slug}
    assert (found[slug].enterprises, found[slug].decided) == (1, granted.amount)
    assert outcomes([slug], day, day) == found
    assert outcomes([slug], day + dt.timedelta(days=1), None) == {}
    assert outcomes([slug], None, day - dt.timedelta(days=1)) == {}
    assert outcomes([], None, None) == {}


def test_a_refusal_helps_nobody(here: District) -> None:
    refused = decided(here, "refused")
    assert outcomes([refused.application.programme.slug], None, None) == {}
