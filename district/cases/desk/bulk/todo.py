"""Bulk jobs that were tried and wait for their owner's word."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.desk.bulk.models import Job
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person


def jobs(person: Person, today: dt.date) -> QuerySet[Job]:
    return Job.objects.filter(by=person, state=Job.State.READY)


def _shown(row: Job) -> Shown:
    words = _("%(what)s %(n)d 件") % {"what": row.get_action_display(), "n": row.total}
    return Shown(_("试办完，等您开始"), words, reverse("cases:job", args=[row.reference]))


JOBS = Source("job", gettext_lazy("批量办理"), jobs, _shown, desk=True)
