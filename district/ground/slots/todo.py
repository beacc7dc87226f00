"""What waits: an offered seat for whom it was offered to; clashes of an absence for who keeps the resource."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.bringing.moment import Moment
from district.ground.bringing.todo import Shown, Source
from district.ground.people.queries import Person
from district.ground.slots import states
from district.ground.slots.models import KEEPERS, Hold, Seat
from district.ground.slots.telling import about, reminder_of
from district.ground.slots.times import ZONE, when


def offers(person: Person, today: dt.date) -> QuerySet[Seat]:
    rows = Seat.objects.filter(person=person, state=states.OFFERED, offer_until__gt=Moment())
    return rows.annotate(until=TruncDate("offer_until", tzinfo=ZONE)).select_related("session")


def to_settle(person: Person, today: dt.date) -> QuerySet[Hold]:
    """Absences whose clashes wait: of oneself, or of what one's bureaus keep."""
    kept = Q(resource__office__in=person.bureau_ids(*KEEPERS)) | Q(resource__person=person)
    rows = Hold.objects.filter(kept, state=Hold.State.WANTED, ends__gt=Moment())
    return rows.annotate(begins=TruncDate(F("starts"), tzinfo=ZONE)).select_related("resource")


def _offer(seat: Seat) -> Shown:
    what = _("候补到席位，请确认")
    return Shown(what, f"{seat.session.title} · {about(seat.session)}", reverse("slots:seat", args=[seat.token]))


def _clash(row: Hold) -> Shown:
    link = reverse("slots:settle", args=[row.resource.key, row.pk])
    return Shown(_("不在岗时段里还有安排，请处理"), f"{row.resource.name} · {when(row.span)}", link)


OFFERS = Source("seat_offer", gettext_lazy("递补"), offers, _offer, "until", told_by="seat_offer")
CLASHES = Source("absence_clash", gettext_lazy("时间冲突"), to_settle, _clash, "begins")


def still_offered(subjects: Collection[str]) -> set[str]:
    """Of these seats those whose offer still stands."""
    rows = Seat.objects.filter(state=states.OFFERED, offer_until__gt=clock.now()).select_related("session")
    wanted = {subject.partition("/")[0] for subject in subjects}
    return {each.reference for each in rows.filter(session__reference__in=wanted)} & set(subjects)


def still_coming(subjects: Collection[str]) -> set[str]:
    """Of these reminders those whose seat is still taken, at that day."""
    wanted = {subject.partition("/")[0] for subject in subjects}
    rows = Seat.objects.filter(state=states.TAKEN, session__reference__in=wanted).select_related("session")
    return {reminder_of(each) for each in rows} & set(subjects)
