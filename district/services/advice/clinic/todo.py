"""What of clinics waits for a person: bookings to confirm by phone, clinics to close."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.moment import Moment
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.services.advice.clinic import states
from district.services.advice.clinic.models import KEEPERS, Clinic, Visitor


def to_confirm(person: Person, _today: dt.date) -> QuerySet[Visitor]:
    rows = Visitor.objects.filter(confirm=True, confirmed_at=None, state=states.BOOKED, clinic__starts__gt=Moment())
    return rows.filter(clinic__office__in=person.bureau_ids(*KEEPERS)).select_related("clinic")


def _confirm(row: Visitor) -> Shown:
    return Shown(_("打电话确认预约"), f"{row.clinic.title} {row.label}", _desk(row.clinic))


def _desk(clinic: Clinic) -> str:
    return reverse("clinic:desk_clinic", args=[clinic.reference])


def to_close(person: Person, _today: dt.date) -> QuerySet[Clinic]:
    return Clinic.objects.kept_by(person).filter(ends__lt=Moment(), closed_at=None, cancelled_at=None)


def _close(row: Clinic) -> Shown:
    return Shown(_("散场"), row.title, _desk(row))


def _day(row: Clinic) -> dt.date:
    return row.day


def _day_of_visitor(row: Visitor) -> dt.date:
    return row.clinic.day


CONFIRM = Source("clinic_confirm", gettext_lazy("门诊电话确认"), to_confirm, _confirm, _day_of_visitor, desk=True)
CLOSE = Source("clinic_close", gettext_lazy("门诊散场"), to_close, _close, _day, desk=True)
