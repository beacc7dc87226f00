"""Appeals that wait for somebody of the bureau who did not decide."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.appeals.models import Appeal
from district.cases.appeals.queries import visible_appeals
from district.cases.appeals.states import FILED, OPEN
from district.cases.approving.models import Proposal
from district.enterprises.queries import ties
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person, Role

ENTERPRISE = "decision__application__enterprise"


def appeals(person: Person, today: dt.date) -> QuerySet[Appeal]:
    """Not those whose answer is proposed and waits for signatures."""
    proposed = Proposal.objects.filter(state=Proposal.State.WAITING, appeal__isnull=False).values("appeal")
    rows = visible_appeals(person).filter(state__in=OPEN, decision__office__in=person.bureau_ids(*BOTH))
    return rows.exclude(decision__by=person).exclude(pk__in=proposed).exclude(ties(person, ENTERPRISE))


BOTH = (Role.OFFICER, Role.LEADER)


def _shown(row: Appeal) -> Shown:
    case = row.decision.application
    what = _("受理复核申请") if row.state == FILED else _("作出复核结论")
    link = reverse("cases:appeal", args=[row.reference])
    return Shown(what, f"{case.enterprise.name} · {case.programme.name}", link, row.due_provisional)


APPEALS = Source("appeal", gettext_lazy("复核"), appeals, _shown, "due_on", desk=True)
