"""What waits for a person in advice: an expert's word, a record, a coordinator, a time, a rating."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.bringing.moment import Moment
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.services.advice import telling
from district.services.advice.models import Adviser, AskedExpert, Encounter, Hearing, Mode, Need
from district.services.advice.models.choices import TIMED
from district.services.advice.rating import rateable
from district.services.advice.states import ASKED, DONE, PLANNED, UNPLACED, WAITING


def _offers(person: Person, _today: dt.date) -> QuerySet[AskedExpert]:
    return AskedExpert.objects.filter(expert__person=person, state=WAITING).select_related("need__subject")


def _offer(row: AskedExpert) -> Shown:
    need = row.need
    return Shown(_("接单，或者说接不了"), f"{need.subject} · {need.whom}",
                 reverse("advice:work_one", args=[need.reference]), need.due_provisional)  # fmt: skip


def _records(person: Person, _today: dt.date) -> QuerySet[Encounter]:
    begun = Q(starts__lte=Moment()) | Q(starts=None, mode=Mode.ONLINE)
    rows = Encounter.objects.filter(begun, state=PLANNED, advisers__expert__person=person)
    return rows.recorded_here().select_related("need__subject")


def _record(row: Encounter) -> Shown:
    about = f"{row.need.subject} · {row.need.whom}" if row.need else row.title
    return Shown(_("记录%(mode)s") % {"mode": row.get_mode_display()}, about, reverse("advice:work"))


def _signs(person: Person, _today: dt.date) -> QuerySet[Adviser]:
    rows = Adviser.objects.filter(expert__person=person, state=Hearing.CAME, signed_at=None, encounter__state=DONE)
    return rows.select_related("encounter__need__subject")


def _sign(row: Adviser) -> Shown:
    need = row.encounter.need
    return Shown(_("签您的部分"), str(need.subject) if need else row.encounter.title, reverse("advice:work"))


def _wakes(person: Person, today: dt.date) -> QuerySet[Need]:
    """Nobody takes it, or the promised day has passed without a word."""
    late = Q(state=ASKED, due_on__lt=today)
    return Need.objects.kept_by(person).filter(Q(state=UNPLACED) | late).select_related("subject")


def _wake(row: Need) -> Shown:
    what = _("协调专家") if row.state == UNPLACED else _("催专家答复")
    return Shown(what, f"{row.subject} · {row.whom}", reverse("advice:desk_one", args=[row.reference]),
                 row.due_provisional)  # fmt: skip


def _times(person: Person, _today: dt.date) -> QuerySet[Encounter]:
    mine = Need.objects.of(person).values("pk")
    rows = Encounter.objects.filter(state=PLANNED, starts=None, mode__in=sorted(TIMED), need__in=mine)
    return rows.select_related("need__subject")


def _time(row: Encounter) -> Shown:
    about = str(row.need.subject) if row.need else row.title
    return Shown(_("选时间：%(mode)s") % {"mode": row.get_mode_display()}, about,
                 reverse("advice:times", args=[row.reference]))  # fmt: skip


def _rates(person: Person, today: dt.date) -> QuerySet[Need]:
    mine = Need.objects.of(person).values("pk")
    return rateable(today).filter(pk__in=mine, rate_asked_at__isnull=False).select_related("subject")


def _rate(row: Need) -> Shown:
    return Shown(_("评价这次咨询"), str(row.subject), reverse("advice:mine_one", args=[row.reference]))


SOURCES = (
    Source("advice_offer", gettext_lazy("请您接单"), _offers, _offer, "need__due_on", told_by=telling.OFFERED),
    Source("advice_record", gettext_lazy("服务记录"), _records, _record),
    Source("advice_sign", gettext_lazy("签字"), _signs, _sign),
    Source("advice_wake", gettext_lazy("协调专家"), _wakes, _wake, "due_on", told_by=telling.WAKES, desk=True),
    Source("advice_time", gettext_lazy("选时间"), _times, _time),
    Source("advice_rate", gettext_lazy("评价"), _rates, _rate, told_by=telling.RATE),
)
