"""Writes about absences: who is away, who stands in meanwhile, and the early return."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.models import Absence, AbsentDay, Person
from district.ground.people.permissions import may_enter_absence, require
from district.ground.people.queries import away_on, colleagues_of

absence_changed = Signal()  # absence, by, verb; record writes it down, applications tells the substitute
LONGEST = 366  # days


class NotPossible(Exception):
    """An absence that cannot be entered; the message says why."""


def enter_absence(
    *, person: Person, substitute: Person, first: dt.date, last: dt.date, by: Person, request_key: uuid.UUID,
    note: str = "",
) -> Absence:  # fmt: skip
    """Say that `person` is away from `first` to `last` and who does the work meanwhile. Idempotent by `request_key`.

    While it lasts the substitute has the person's desk duties (PASSED_ON) beside their own. Raises Refused, and
    NotPossible: days that are past or wrong way round, no colleague of the bureau, one of the two is away already, or
    the person is somebody's substitute then.
    """
    require(may_enter_absence(by, person))
    if known := Absence.objects.filter(request_key=request_key).first():
        return known
    _check_days(first, last)
    _check_people(person, substitute, first, last)
    try:
        with transaction.atomic():
            absence = Absence.objects.create(
                person=person, substitute=substitute, first=first, last=last, note=note.strip(), entered_by=by,
                entered_at=clock.now(), request_key=request_key,
            )  # fmt: skip
            AbsentDay.objects.bulk_create(
                AbsentDay(absence=absence, person=person, day=first + dt.timedelta(days=n))
                for n in range((last - first).days + 1)
            )
            absence_changed.send(sender=Absence, absence=absence, by=by, verb="enter-absence")
    except IntegrityError:  # a second click at the same moment, or another absence on one of the days
        if known := Absence.objects.filter(request_key=request_key).first():
            return known
        raise NotPossible(_("这段时间里已经登记过不在岗。")) from None
    return absence


def end_absence(*, absence: Absence, by: Person) -> Absence:
    """The person is back today, or does not go at all. A second time changes nothing."""
    require(may_enter_absence(by, absence.person))
    today = clock.today()
    with transaction.atomic():
        back = max(today, absence.first)
        if Absence.objects.filter(pk=absence.pk, ended_on=None, last__gte=today).update(ended_on=back):
            AbsentDay.objects.filter(absence=absence, day__gte=back).delete()
            absence.refresh_from_db()
            absence_changed.send(sender=Absence, absence=absence, by=by, verb="end-absence")
    return absence


def _check_days(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise NotPossible(_("最后一天早于第一天。"))
    if first < clock.today():
        raise NotPossible(_("只能从今天或以后开始。"))
    if (last - first).days >= LONGEST:
        raise NotPossible(_("一次最多登记一年；更长请调整岗位。"))


def _check_people(person: Person, substitute: Person, first: dt.date, last: dt.date) -> None:
    colleagues = colleagues_of(person)
    if not colleagues.exists():
        raise NotPossible(_("本部门没有别人可以代理，请系统管理员先在“用户和岗位”里给另一个人登记本部门的岗位。"))
    if not colleagues.filter(pk=substitute.pk).exists():
        raise NotPossible(_("代理人须是同一部门在岗的经办人或负责人。"))
    days = away_on(first, last)
    if days.filter(person=person).exists():
        raise NotPossible(_("这段时间里已经登记过不在岗。"))
    if days.filter(person=substitute).exists():
        raise NotPossible(_("%(name)s这段时间也不在岗，请另选代理人。") % {"name": substitute})
    if other := days.filter(absence__substitute=person).select_related("person").first():
        raise NotPossible(_("%(name)s这段时间正代理%(other)s，请先给%(other)s另选代理人。") % {
            "name": person, "other": other.person})  # fmt: skip
