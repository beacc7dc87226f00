"""What the lists say of a case, and by which quota a programme gives places today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from district.applications.approving.models import Proposal
from district.applications.checks import NotPossible
from district.applications.handling import Quota, handling_of
from district.applications.models import Application
from district.applications.notice.models import NoticeLine
from district.applications.offers.models import Offer
from district.applications.places.models import Listed
from district.applications.states import NOTICED, OPEN_STATES
from district.policies.queries import Programme, ProgrammeVersion, version_on
from district.record import clock


def quota_of(version: ProgrammeVersion, day: dt.date | None = None) -> Quota | None:
    """The quota that binds a case of a version: that in force today, which may be smaller; else the version's own."""
    now = version_on(version.programme, day or clock.today())
    current = handling_of(now.description).quota if now is not None else None
    return current or handling_of(version.description).quota


def standing_of(row: Application) -> Listed | None:
    """Where a case stands: on the last list it was on."""
    return Listed.objects.filter(application=row).order_by("-allocation_id", "-pk").first()


def promised(programme: Programme, besides: Collection[int] = ()) -> int:
    """Places that are spoken for and not taken: on notice, proposed for a grant, or on a list and called up, undecided.

    Whoever an upheld objection took off the notice has lost the place, unless put on notice again.
    """
    called = Q(listed__outcome="place") | Q(listed__outcome="waiting", listed__called_at__isnull=False)
    rows = Application.objects.filter(programme=programme, state__in=OPEN_STATES).exclude(pk__in=besides)
    struck = NoticeLine.objects.filter(outcome=NoticeLine.Outcome.STRUCK).values("application")
    proposed = Q(pk__in=Proposal.objects.filter(state=Proposal.State.WAITING, outcome="granted").values("application"))
    return rows.filter(Q(state=NOTICED) | proposed | (called & ~Q(pk__in=struck))).distinct().count()


def waits_for_list(row: Application) -> bool:
    """Whether a list says what, or whether, the case gets. An automatic grant's list has said so already."""
    quota = quota_of(row.version)
    return (
        quota is not None and quota.listed and not Offer.objects.filter(application=row, kind=Offer.Kind.PAY).exists()
    )


def check_listed(row: Application) -> None:
    """Raises NotPossible before the list, and against it."""
    found = standing_of(row)
    if found is None:
        if waits_for_list(row):
            raise NotPossible(_("名额按规则排定：先排定名单，再作决定。"))
        return
    if not found.ready:
        raise NotPossible(_("%(reference)s 在名单上没有名额，不能同意。") % {"reference": row.reference})
