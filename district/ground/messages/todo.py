"""Notices that wait for an official's look before they leave."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.todo import Shown, Source
from district.ground.messages.models import Delivery, State
from district.ground.people.queries import Person, Role


def held(person: Person, today: dt.date) -> QuerySet[Delivery]:
    """As `permissions.may_review` lets: the bureau's own, the site's own to administrators."""
    mine = Q(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))
    if person.has_role(Role.ADMINISTRATOR):
        mine |= Q(office=None)
    return Delivery.objects.filter(mine, state=State.HELD).exclude(kind="code").select_related("person")


def _shown(row: Delivery) -> Shown:
    link = reverse("messaging:delivery", args=[row.reference])
    return Shown(_("看过再发出"), f"{row.subject} · {row.person}", link)


NOTICES = Source("notice", gettext_lazy("待审通知"), held, _shown, desk=True)
