"""Links that somebody asked for anew."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.onetime.models import Link
from district.ground.people.queries import Person, Role, holders


def asked_anew(person: Person, today: dt.date) -> QuerySet[Link]:
    """Of those one issued, and of those whose issuer has left one's bureau."""
    mine = person.bureau_ids(Role.OFFICER, Role.LEADER)
    left = Q(office__in=mine) & ~Q(made_by__in=holders(Role.OFFICER, Role.LEADER, offices=mine))
    rows = Link.objects.filter(Q(made_by=person) | left, asked_anew_at__isnull=False, done_at=None, followed_by=None)
    return rows.select_related("expert")


def _shown(row: Link) -> Shown:
    return Shown(_("重新发链接"), f"{row.whose} · {row.asks}", reverse("onetime:link", args=[row.reference]))


ANEW = Source("link", gettext_lazy("一次性链接"), asked_anew, _shown)
