"""What may still be given of one programme beside what was given: the package's arithmetic for a single claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from rulebook.catalogue.catalogue import Catalogue
from rulebook.catalogue.model import Version
from rulebook.judging.bench import bench
from rulebook.packaging.best import Claim, Paid, Shared, best
from rulebook.packaging.lawful import Before, barred, capped, fen, pairs, shared_limits
from rulebook.plan.types import Facts


def room(
    catalogue: Catalogue,
    version: Version,
    due: Decimal,
    facts: Facts,
    as_of: dt.date,
    before: Mapping[str, Before],
    beside: Catalogue,
) -> Paid:
    """Of `due` yuan of a year, what `version` may still give, in fen, with a reason for all it may not.

    `catalogue` is the one the version was published in, `beside` the one in force: what excludes or shares may be
    said by either side. `before` is what the subject was given, of all levels.
    """
    claim = capped(version, fen(due), before.get(version.slug, Before()))
    claim = barred(claim, _ties(version, as_of, beside), before, beside)
    limits = [*_own(catalogue, version, facts, as_of, before), *_of_others(beside, version, facts, as_of, before)]
    return best([claim], frozenset(), limits)[0]


def excluded_by(version: Version, as_of: dt.date, before: Mapping[str, Before], beside: Catalogue) -> str:
    """Why nothing of it may be given this year, money or none: what excludes it was given. Empty where nothing was."""
    found = barred(Claim(version.slug, 1, 1), _ties(version, as_of, beside), before, beside)
    return "" if found.room else found.why_room


def _ties(version: Version, as_of: dt.date, beside: Catalogue) -> frozenset[frozenset[str]]:
    own = (str(other) for other in version.rest.get("excludes") or [] if other != version.slug)
    return pairs(beside, as_of) | frozenset(frozenset((version.slug, other)) for other in own)


def _own(
    catalogue: Catalogue, version: Version, facts: Facts, as_of: dt.date, before: Mapping[str, Before]
) -> list[Shared]:
    if not version.together:
        return []
    env = bench(catalogue).environment(facts, as_of)
    return list(shared_limits(catalogue, {version.slug: version}, env, before))


def _of_others(
    beside: Catalogue, version: Version, facts: Facts, as_of: dt.date, before: Mapping[str, Before]
) -> list[Shared]:
    """Limits that programmes given this year set over theirs and this one's money."""
    given = {
        programme.slug: other
        for programme, other in beside.in_force(as_of)
        if programme.slug != version.slug
        and before.get(programme.slug, Before()).year > 0
        and any(version.slug in each.slugs for each in other.together)
    }
    if not given:
        return []
    env = bench(beside).environment(facts, as_of)
    return [each for each in shared_limits(beside, given, env, before) if version.slug in each.slugs]
