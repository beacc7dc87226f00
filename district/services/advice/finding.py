"""Reads for matching: loads, profiles, studios, rules; who fits a need. As many queries for seventy as for one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, Q, Sum

from district.enterprises.queries import members_of
from district.ground import clock
from district.ground.people.listed import experts_in_full
from district.ground.people.queries import Expert, Person, experts_for
from district.services.advice.matching import Asked, Fit, Load, Unfit, rank, since
from district.services.advice.models import Adviser, Encounter, Hearing, Matching, Need, Profile, StudioMember
from district.services.advice.states import DONE, PLANNED, REFUSED, TAKEN


def loads_of(experts: Collection[int] | None = None) -> dict[int, Load]:
    """By expert; three queries. Only hours that were completed count, and a no-show is none."""
    today = clock.today()
    mine = Q() if experts is None else Q(expert__in=experts)
    given = Adviser.objects.filter(mine, state=Hearing.CAME, encounter__state=DONE)
    month = today.replace(day=1)
    totals = given.order_by().values("expert").annotate(
        recent=Sum("minutes", filter=Q(encounter__happened_on__gte=since(today)), default=0),
        month=Sum("minutes", filter=Q(encounter__happened_on__gte=month), default=0),
    )  # fmt: skip
    given_by = {row["expert"]: (int(row["recent"]), int(row["month"])) for row in totals}
    now = dict(Need.objects.filter(mine, state=TAKEN).order_by().values_list("expert").annotate(n=Count("pk")))
    ahead = _planned(mine, month)
    found: dict[int, Load] = {}
    for key in {*given_by, *now, *ahead}:
        recent, done = given_by.get(key, (0, 0))
        found[key] = Load(recent, now.get(key, 0), done + ahead.get(key, 0))
    return found


def _planned(mine: Q, month: dt.date) -> dict[int, int]:
    """Minutes that are arranged for this month."""
    after = (month + dt.timedelta(days=32)).replace(day=1)
    rows = Adviser.objects.filter(
        mine, encounter__state=PLANNED, encounter__starts__date__gte=month, encounter__starts__date__lt=after
    )
    found: dict[int, int] = defaultdict(int)
    for expert, starts, ends in rows.values_list("expert", "encounter__starts", "encounter__ends"):
        if starts is not None and ends is not None:
            found[expert] += int((ends - starts).total_seconds() // 60)
    return found


def profiles_of(experts: Iterable[Expert]) -> dict[int, Profile]:
    return {row.expert_id: row for row in Profile.objects.filter(expert__in=[each.pk for each in experts])}


def studios_of_experts() -> dict[int, set[int]]:
    """Expert → the studios whose team they are in today."""
    rows = StudioMember.objects.filter(ended_on=None, studio__ended_at=None)
    found: dict[int, set[int]] = defaultdict(set)
    for expert, studio in rows.values_list("expert", "studio"):
        found[expert].add(studio)
    return found


def rules_in_force() -> list[Matching]:
    return list(Matching.objects.filter(ended_at=None))


def corps() -> list[Expert]:
    """The experts who may be asked today and have said what they know; reviewers alone have not."""
    return [each for each in experts_for().select_related("organisation", "office") if each.fields or each.topics]


def tied_to(need: Need) -> frozenset[int]:
    """Experts who cannot be asked of this need: they asked it, act for the enterprise, refused it or gave it back."""
    people = {need.asker_id} - {None}
    if need.enterprise is not None:
        people |= set(members_of(need.enterprise).values_list("pk", flat=True))
    own = experts_in_full().filter(person__in=people).values_list("pk", flat=True)
    gone = need.offers.filter(state=REFUSED).values_list("expert", flat=True)
    return frozenset({*own, *gone})


def asked_of(need: Need) -> Asked:
    return Asked(need.subject, need.known, need.wanted_id, tied_to(need))


def who_fits(need: Need) -> tuple[list[Fit], list[Unfit]]:
    """Whom to ask, the best first, and who cannot be asked and why."""
    experts = corps()
    return rank(experts, profiles_of(experts), asked_of(need), rules_in_force(), loads_of(), studios_of_experts())


def own_advisers(person: Person) -> list[Expert]:
    """Experts who advised this person or their enterprises before, the last first."""
    rows = Encounter.objects.filter(state=DONE, need__in=Need.objects.of(person).values("pk"))
    found: dict[int, None] = {}
    advisers = Adviser.objects.filter(encounter__in=rows.values("pk"), state=Hearing.CAME)
    for key in advisers.order_by("-encounter__happened_on", "-pk").values_list("expert", flat=True)[:50]:
        found.setdefault(key)
    standing = {each.pk: each for each in experts_for().filter(pk__in=list(found)).select_related("organisation")}
    return [standing[key] for key in found if key in standing]
