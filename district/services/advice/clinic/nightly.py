"""The night's work: clinics nobody closed, phones that are needed no more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.nightly import Piece
from district.ground.slots.times import ONE_DAY, at
from district.services.advice.clinic import states
from district.services.advice.clinic.actions import close
from district.services.advice.clinic.models import Clinic, Visitor

KEPT = 30  # days a phone is kept after the clinic


def close_those_left(today: dt.date) -> str:
    rows = Clinic.objects.filter(ends__lt=at(today, dt.time()), closed_at=None, cancelled_at=None)
    count = 0
    for row in rows:
        close(clinic=row, by=None)
        count += 1
    return _("散场 %(n)d 场没人收尾的门诊") % {"n": count}


def forget_phones(today: dt.date) -> str:
    """Phones of numbers that are over."""
    before = at(today - ONE_DAY * KEPT, dt.time())
    rows = Visitor.objects.filter(clinic__ends__lt=before).exclude(state__in=states.OPEN).exclude(phone="")
    with transaction.atomic():
        count = rows.update(phone="")
    return _("删去 %(n)d 个用不着的电话") % {"n": count}


PIECES = (
    Piece("clinic_close", gettext_lazy("没人收尾的门诊散场"), close_those_left),
    Piece("clinic_phones", gettext_lazy("门诊取号留下的电话"), forget_phones),
)
