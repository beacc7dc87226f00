"""A member's tier: from how often it lent in the last year, counted by the figure that is also said in public."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.ground.figures.counting import crossed
from district.ground.figures.periods import Period
from district.ground.messages.queries import told_about
from district.ground.record.actions import lock, write_log
from district.services.community.alliance import states, telling
from district.services.community.alliance.figures import LENT
from district.services.community.alliance.members import lapse
from district.services.community.alliance.models import Member
from district.services.community.alliance.permissions import RENEWABLE

ROOM = "alliance"
PILLAR, ACTIVE = 12, 3  # lendings of a year, the public rule
YEAR = dt.timedelta(days=365)


def tier_of(lendings: int) -> str:
    """The tier that so many lendings of a year make."""
    if lendings >= PILLAR:
        return Member.Tier.PILLAR
    return Member.Tier.ACTIVE if lendings >= ACTIVE else Member.Tier.FRIEND


def lent_in(period: Period) -> dict[str, int]:
    """How often each member lent, by its reference; one query."""
    found = crossed(LENT, ["lender"], period)
    return {str(key[0]): int(number) for key, (number, _invented) in found.items()}


def last_year(today: dt.date) -> Period:
    return Period(today - YEAR + dt.timedelta(days=1), today)


def settle(today: dt.date) -> int:
    """Put every standing member where its lendings put it; how many changed. Again the same day: none."""
    counted, changed = lent_in(last_year(today)), 0
    for member in Member.objects.standing(today).select_related("enterprise", "office"):
        tier = tier_of(counted.get(member.reference, 0))
        if tier == member.tier:
            continue
        with transaction.atomic():
            row = lock(Member.objects.all()).get(pk=member.pk)
            before, row.tier = row.tier, tier
            row.save(update_fields=["tier"])
            write_log(room=ROOM, subject=row.reference, verb="tier", by=None, before=before, after=tier,
                      data={"lendings": counted.get(row.reference, 0)})  # fmt: skip
            telling.tier_changed(row)
        changed += 1
    return changed


def remind(today: dt.date) -> int:
    """Tell members whose term ends within sixty days, once a term; how many."""
    rows = Member.objects.filter(state=states.STANDING, until__gte=today, until__lte=today + RENEWABLE)
    soon = [row for row in rows.filter(renewal_asked_at=None).select_related("enterprise", "office")
            if row.until and not told_about(ROOM, f"{row.reference}/{row.until.isoformat()}")]  # fmt: skip
    for member in soon:
        with transaction.atomic():
            telling.ends_soon(member)
    return len(soon)


def night(today: dt.date) -> str:
    ended, told, changed = lapse(today), remind(today), settle(today)
    return _("成员期满 %(ended)d 家，提前告知 %(told)d 家，层级变动 %(changed)d 家。") % {
        "ended": ended, "told": told, "changed": changed,
    }  # fmt: skip


PIECES = (Piece("alliance", gettext_lazy("创联公社的期限和层级"), night),)
