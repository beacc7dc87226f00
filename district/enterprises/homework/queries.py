"""What bureaus have to verify anew: facts no enterprise is asked for, of which the register knows nothing fresh."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery

from district.enterprises.models import Enterprise, Fact, FactKind, Subject
from district.enterprises.queries import fact_kinds
from district.enterprises.values import first_fresh


@dataclass(frozen=True)
class Homework:
    """One fact to refresh: of how many enterprises the value has run out, of how many there never was one, and the day
    of the oldest value that has run out.
    """

    kind: FactKind
    stale: int
    never: int
    oldest: dt.date | None

    @property
    def firms(self) -> int:
        return self.stale + self.never


def homework(today: dt.date) -> list[Homework]:
    """Facts to refresh, those with the oldest value first, then those never known; three queries, whatever the size."""
    kinds = {name: kind for name, kind in fact_kinds(Subject.ENTERPRISE).items() if not kind.asked}
    if not kinds:
        return []
    fresh, total = _fresh(kinds, today), Enterprise.objects.count()
    known = _proof(kinds)
    rows = known.order_by().values("kind").annotate(
        firms=Count("enterprise", distinct=True), good=Count("enterprise", distinct=True, filter=fresh),
        oldest=Min("valid_from", filter=~fresh),
    )  # fmt: skip
    found = []
    counted = {row["kind"]: (int(row["firms"]), int(row["good"]), row["oldest"]) for row in rows}
    for name, kind in kinds.items():
        firms, good, oldest = counted.get(name, (0, 0, None))
        stale, never = firms - good, total - firms
        if stale or never:
            found.append(Homework(kind, stale, never, oldest if stale else None))
    return sorted(found, key=lambda each: (each.oldest or dt.date.max, -each.firms, each.kind.position))


def firms_to_refresh(kind: FactKind, today: dt.date) -> QuerySet[Enterprise]:
    """Enterprises of which nothing fresh is known of a fact, with `last_value` and `last_on`; the oldest first."""
    known = _proof({kind.name: kind}).filter(enterprise=OuterRef("pk"))
    last = known.order_by("-valid_from", "-pk")
    rows = Enterprise.objects.exclude(Exists(known.filter(_fresh({kind.name: kind}, today))))
    return rows.annotate(
        last_value=Subquery(last.values("value")[:1]), last_on=Subquery(last.values("valid_from")[:1])
    ).order_by("last_on", "uscc")


def _proof(kinds: dict[str, FactKind]) -> QuerySet[Fact]:
    """Current values of a grade that counts."""
    counts = (Q(kind=name, grade__in=kind.vouched_by) for name, kind in kinds.items())
    return Fact.objects.current().filter(reduce(or_, counts))


def _fresh(kinds: dict[str, FactKind], today: dt.date) -> Q:
    """Values that have not run out on a day."""
    return reduce(or_, (Q(kind=name, valid_from__gte=first_fresh(kind.fresh, today)) for name, kind in kinds.items()))


def running_out(today: dt.date) -> Q:
    """As a condition on enterprises: of something the enterprise itself is asked for a value has run out, and no other
    counts. One query, for the vocabulary."""
    terms: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for name, kind in fact_kinds().items():
        if kind.asked and kind.fresh:
            terms.setdefault((kind.fresh, tuple(kind.vouched_by)), []).append(name)
    stale, good = Q(pk__in=[]), Q(pk__in=[])
    for (fresh, grades), names in terms.items():
        counted = Q(kind__in=names, grade__in=grades) if grades else Q(kind__in=names)
        first = first_fresh(fresh, today)
        stale |= counted & Q(valid_from__lt=first)
        good |= counted & Q(valid_from__gte=first, valid_from__lte=today)
    other = Fact.objects.current().filter(good, enterprise=OuterRef("enterprise"), kind=OuterRef("kind"))
    return Q(Exists(Fact.objects.current().filter(stale, ~Exists(other), enterprise=OuterRef("pk"))))
