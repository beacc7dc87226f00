"""What the lists say of a case, and by which quota a programme gives places today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from district.cases.approving.models import Proposal
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import Quota, handling_of
from district.cases.core.states import NOTICED, OPEN_STATES
from district.cases.places.models import Listed
from district.ground import clock
from district.ground.bringing.registry import Registry
from district.policies.queries import Programme, ProgrammeVersion, version_on


@dataclass(frozen=True)
class Offered:
    """What an automatic grant's list says of a case: whether it names it for payment, and which part of the sum it
    gives, in yuan; None where it gives all that the rule does."""

    pays: bool
    part: Decimal | None


# Automatic grants add here what their lists say of a case: case → Offered, or None where no list names it.
offers_of_case: Registry[Callable[[Application], Offered | None]] = Registry("offers of a case")
STANDS = ("place", "waiting")
READY = Q(outcome="place") | Q(outcome="waiting", called_at__isnull=False)


def quota_of(version: ProgrammeVersion, day: dt.date | None = None) -> Quota | None:
    """The quota that binds a case of a version: that in force today, which may be smaller; else the version's own."""
    now = version_on(version.programme, day or clock.today())
    current = handling_of(now.description).quota if now is not None else None
    return current or handling_of(version.description).quota


def standing_of(row: Application) -> Listed | None:
    """Where a case stands: on the last list it was on."""
    rows = Listed.objects.filter(application=row).select_related("allocation")
    return rows.order_by("-allocation_id", "-pk").first()


def period_today(quota: Quota) -> int:
    """Whose places are given today: the year's, or 0 where they are given for good."""
    return clock.today().year if quota.per == "year" else 0


def period_of(row: Application, quota: Quota) -> int:
    """Whose places a case takes: those its list gave, though it be decided after the year's end; else today's."""
    found = standing_of(row)
    return found.allocation.period if found is not None and found.stands else period_today(quota)


def promised(programme: Programme, period: int, besides: Collection[int] = ()) -> int:
    """Places of a period that are spoken for and not taken: on a list or called up from it, or on notice by none, and
    not decided. Who is granted above the quota takes none of them.
    """
    stand = Listed.objects.filter(READY, allocation__programme=programme)
    rows = Application.objects.filter(programme=programme, state__in=OPEN_STATES).exclude(pk__in=besides)
    spoken_for = Q(pk__in=stand.filter(allocation__period=period).values("application"))
    if period in {0, clock.today().year}:
        spoken_for |= Q(state=NOTICED) & ~Q(pk__in=stand.values("application"))
        proposed = Proposal.objects.filter(state=Proposal.State.WAITING, outcome="granted", replaces=None)
        spoken_for |= Q(pk__in=proposed.values("application")) & ~Q(pk__in=stand.values("application"))
    return rows.filter(spoken_for, above_quota=None).count()


def leave(row: Application, why: str) -> None:
    """Take a case off the list it stands on, for good; in the caller's transaction. Its place is free for who waits."""
    Listed.objects.filter(application=row, outcome__in=STANDS).update(outcome="out", why=why[:300])


def waits_for_list(row: Application) -> bool:
    """Whether a list says what, or whether, the case gets. An automatic grant's list has said so already."""
    quota = quota_of(row.version)
    if quota is None or not quota.listed:
        return False
    return not any(found.pays for said in offers_of_case if (found := said(row)) is not None)


def check_listed(row: Application) -> None:
    """Raises NotPossible before the list, and against it."""
    found = standing_of(row)
    if (found.ready if found is not None else not waits_for_list(row)) or row.above_quota.exists():
        return
    if found is None:
        raise NotPossible(_("名额按规则排定：先排定名单，再作决定。"))
    if found.outcome == "out":
        words = {"reference": row.reference, "why": found.why}
        raise NotPossible(_("%(reference)s 已退出名单，不能同意：%(why)s") % words)
    raise NotPossible(_("%(reference)s 在名单上没有名额，不能同意。") % {"reference": row.reference})
