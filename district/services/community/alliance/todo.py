"""What waits: who asks to join or to go on, for the office; a term that runs out, for the member."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.services.community.alliance import queries, states
from district.services.community.alliance.models import Member
from district.services.community.alliance.permissions import RENEWABLE


def _waiting(person: Person, _today: dt.date) -> QuerySet[Member]:
    return queries.waiting_members(person)


def _ending(person: Person, today: dt.date) -> QuerySet[Member]:
    rows = queries.can_borrow(person).filter(until__gte=today, until__lte=today + RENEWABLE)
    return rows.filter(state=states.STANDING, renewal_asked_at=None)


def _asks(row: Member) -> Shown:
    what = _("确认续期") if row.waits_to_go_on else _("确认加入")
    return Shown(what, str(row.enterprise), reverse("alliance:desk_member", args=[row.reference]))


def _ends(row: Member) -> Shown:
    return Shown(_("创联公社快到期，申请续期"), str(row.enterprise), reverse("alliance:mine"))


WAITING = Source("alliance_member", gettext_lazy("创联公社"), _waiting, _asks, told_by="alliance_waits", desk=True)
ENDING = Source("alliance_term", gettext_lazy("创联公社到期"), _ending, _ends, "until", told_by="alliance")
