"""Reads of assigning: what falls due while somebody is away, who may have a case, what could be lost."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application
from district.cases.core.states import HANDED_IN, WORKING
from district.ground.people.queries import PASSED_ON, Absence, Bureau, Duty, Person, Role, with_duty
from district.ground.record.calendar import working_days_between

GRACE = 2  # working days a case may wait for somebody to take it
CAUSES = {
    "no-deadline": _("没有办理期限"),
    "gone": _("经办人已不在本部门"),
    "nobody": _("超过 %(n)d 个工作日无人领取") % {"n": GRACE},
}


def falling_due(absence: Absence) -> QuerySet[Application]:
    """The absent person's open cases that want something before they are back; those without a deadline too."""
    rows = Application.objects.filter(officer=absence.person, state__in=HANDED_IN)
    rows = rows.filter(Q(due_on__lte=absence.last) | Q(due_on=None))
    return rows.select_related("enterprise", "programme__office", "officer")


def officers_for(offices: Bureau | QuerySet[Bureau]) -> QuerySet[Person]:
    """Who may be given a case of this bureau, or of one of these: by duties of their own."""
    here = offices if isinstance(offices, QuerySet) else [offices.pk]
    return with_duty(Role.OFFICER, offices=here).order_by("name", "pk")


def lost(rows: QuerySet[Application], today: dt.date) -> QuerySet[Application]:
    """Cases at work that could be forgotten, each with `lost`: a key of CAUSES. One query."""
    causes = [When(where, then=Value(name)) for name, where in _causes(today).items()]
    why = Case(*causes, default=Value(""), output_field=CharField())
    return rows.filter(lost_condition(today)).annotate(lost=why)


def lost_condition(today: dt.date) -> Q:
    """Which cases are lost; to count them with others in one query."""
    no_deadline, gone, nobody = _causes(today).values()
    return Q(state__in=WORKING) & (no_deadline | gone | nobody)


def _causes(today: dt.date) -> dict[str, Q]:
    duty = Duty.objects.filter(
        person=OuterRef("officer"),
        organisation=OuterRef("programme__office"),
        role__in=PASSED_ON,
        person__is_active=True,
    )
    return {
        "no-deadline": Q(due_on=None), "gone": Q(officer__isnull=False) & Q(~Exists(duty)),
        "nobody": Q(officer=None, submitted_at__lt=_start_of(_grace_began(today))),
    }  # fmt: skip


def _grace_began(today: dt.date) -> dt.date:
    """The latest day from which more than GRACE working days have passed until today, and the day after it."""
    day = today
    while working_days_between(day, today) <= GRACE:
        day -= dt.timedelta(days=1)
    return day + dt.timedelta(days=1)


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=timezone.get_default_timezone())
