"""What came of a programme, for pages that say it in public: the figures of the house, told apart by programme."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Any

from district.cases.core.figures import FIRMS, GRANTED, GRANTED_YUAN
from district.ground import clock
from district.ground.figures.counting import crossed
from district.ground.figures.periods import Period
from district.policies.queries import Outcome, YearOutcome

RECEIVERS = replace(FIRMS, where=GRANTED)  # of a programme for persons or bases: they, not firms


def outcomes(slugs: Collection[str], since: dt.date | None, until: dt.date | None) -> dict[str, Outcome]:
    """Programme slug → what was granted on cases handed in from `since` to `until`, by the year of the decision.

    Three queries. A firm granted twice counts once in its year and once in all.
    """
    where: dict[str, Any] = {"programme": slugs}
    if since is not None or until is not None:
        where["handed_in"] = Period(since, until or max(since or clock.today(), clock.today()))
    every = crossed(RECEIVERS, ("programme",), where=where)
    firms = crossed(RECEIVERS, ("programme", "year"), where=where)
    money = crossed(GRANTED_YUAN, ("programme", "year"), where=where)
    years: dict[str, list[YearOutcome]] = defaultdict(list)
    for (slug, year), (yuan, invented) in sorted(money.items()):
        years[slug].append(YearOutcome(year, int(firms[slug, year][0]), yuan, invented))
    return {
        slug: Outcome(
            int(every[slug,][0]), sum((each.decided for each in found), Decimal(0)),
            sum((each.illustrative for each in found), Decimal(0)), tuple(found),
        )
        for slug, found in years.items()
    }  # fmt: skip
