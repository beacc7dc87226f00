"""An expert is in the corps no longer: nothing stays with who cannot go on with it, and nobody waits in silence."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from district.ground.people.listed import experts_in_full
from district.ground.people.queries import Expert, Person
from district.ground.record.actions import official
from district.services.advice import asking, offering, telling
from district.services.advice.models import AskedExpert, Need, Pairing
from district.services.advice.pairing import end_pairings
from district.services.advice.states import RUNNING, TAKEN, WAITING


def leave(expert: Expert, *, by: Person | None) -> None:
    """The needs they took are the desk's again and who asked is told, what they were asked they are asked no longer,
    they are paired with nobody. What they signed stays. A second time changes nothing."""
    with official():
        why = _("专家的聘期结束")
    with transaction.atomic():
        for pairing in end_pairings(Pairing.objects.filter(expert=expert), by=by, why=why):
            telling.unpaired(pairing)
        for need in Need.objects.filter(expert=expert, state=TAKEN).order_by("pk"):
            asking.hand_back(need, by=by, why=why)
        for offer in AskedExpert.objects.filter(expert=expert, state=WAITING).order_by("pk"):
            offering.ask_no_longer(offer, by=by, why=why)


def gone(today: dt.date) -> QuerySet[Expert]:
    """Those whose term is over and with whom something still is: a term that ran out tells nobody by itself."""
    busy = (
        Need.objects.filter(state=TAKEN, expert__isnull=False), AskedExpert.objects.filter(state=WAITING),
        Pairing.objects.filter(state=RUNNING),
    )  # fmt: skip
    still = Q()
    for rows in busy:
        still |= Q(pk__in=rows.order_by().values("expert"))
    return experts_in_full().filter(still, Q(until__lt=today) | Q(ended_at__isnull=False)).order_by("pk")


def let_leave(today: dt.date) -> str:
    """Those whose last day was before today leave in the night after it."""
    left = list(gone(today))
    for expert in left:
        leave(expert, by=None)
    return _("%(n)d 位专家聘期结束，手上的咨询转协调。") % {"n": len(left)}
