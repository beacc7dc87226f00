"""The night's work: the ladder of reminders, by the state at sending; what is to be rated; the first subjects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.bringing.nightly import Piece
from district.ground.people.queries import Person
from district.ground.record.actions import lock
from district.ground.slots.times import day_of, whole_day
from district.services.advice import starting, telling
from district.services.advice.leaving import let_leave
from district.services.advice.models import Need, Reminder, Subject
from district.services.advice.pairing import end_run_out
from district.services.advice.rating import open_until, to_ask
from district.services.advice.states import ASKED, ENDED, OPEN, TAKEN, UNPLACED, WAITING

STEPS = (3, 9, 21, 45)  # days
PROMISE = 0  # the step at which the promised day has passed


@dataclass(frozen=True)
class Due:
    """A reminder that is due: counted from which moment, which step, told to whom, where they act."""

    of: dt.datetime
    step: int
    to: Sequence[Person]
    link: str


def due_of(need: Need, today: dt.date) -> Due | None:
    """The reminder that is due for a need as it stands now; the furthest step alone, one a day."""
    if need.reminders.filter(at__gte=whole_day(today).starts).exists():
        return None
    if need.state == ASKED and need.due_on < today and not _sent(need, need.asked_at, PROMISE):
        return Due(need.asked_at, PROMISE, telling.coordinators(need), telling.desk(need))
    moment = {ASKED: need.asked_at, UNPLACED: need.woken_at, TAKEN: need.taken_at}.get(need.state)
    if moment is None or (need.state == TAKEN and need.encounters.filter(recorded_at__isnull=False).exists()):
        return None
    step = step_at((today - day_of(moment)).days)
    if not step or _sent(need, moment, step):
        return None
    return Due(moment, step, *_whom(need))


def step_at(days: int) -> int:
    """The furthest step of the ladder reached after so many days; 0 for none."""
    return max((step for step in STEPS if step <= days), default=0)


def _sent(need: Need, of: dt.datetime, step: int) -> bool:
    """This step, or one further on, was sent of this moment."""
    if step == PROMISE:
        return Reminder.objects.filter(need=need, of=of, step=PROMISE).exists()
    return Reminder.objects.filter(need=need, of=of, step__gte=step).exists()


def _whom(need: Need) -> tuple[Sequence[Person], str]:
    """Whoever has to move now: experts who were asked, the coordinator, the expert who took it."""
    if need.state == ASKED:
        offers = need.offers.filter(state=WAITING).select_related("expert__person")
        people = [each.expert.person for each in offers if each.expert.person is not None]
        return (people, telling.work(need)) if people else (telling.coordinators(need), telling.desk(need))
    if need.state == TAKEN and need.expert is not None and need.expert.person is not None:
        return [need.expert.person], telling.work(need)
    return telling.coordinators(need), telling.desk(need)


def remind(today: dt.date) -> str:
    """Sends what is due; again the same day nothing more."""
    sent = sum(_remind(pk, today) for pk in Need.objects.filter(state__in=sorted(OPEN)).values_list("pk", flat=True))
    return _("提醒 %(n)d 件咨询。") % {"n": sent}


def _remind(pk: int, today: dt.date) -> bool:
    with transaction.atomic():
        need = lock(Need.objects.all()).get(pk=pk)
        due = due_of(need, today)
        if due is None:
            return False
        Reminder.objects.create(need=need, of=due.of, step=due.step, state=need.state, told=len(due.to), at=clock.now())
        telling.reminded(need, due.to, (today - day_of(due.of)).days, due.link)
    return True


def ask_ratings(today: dt.date) -> str:
    """Ten days after the end whoever asked is asked, once, as long as it can be said."""
    asked = 0
    for need in to_ask(today).order_by("pk"):
        with transaction.atomic():
            row = lock(Need.objects.all()).get(pk=need.pk)
            last = open_until(row)
            if row.rate_asked_at is None and row.state == ENDED and last is not None:
                row.rate_asked_at = clock.now()
                row.save(update_fields=["rate_asked_at"])
                telling.rate(row, last)
                asked += 1
    return _("请评价 %(n)d 件咨询。") % {"n": asked}


def begin(_today: dt.date) -> str:
    """The first subjects and rules, where there are none yet."""
    if Subject.objects.exists():
        return _("已有咨询事项。")
    starting.lay()
    return _("放入了咨询事项和匹配规则。")


PIECES = (
    Piece("advice_begin", gettext_lazy("咨询事项"), begin),
    Piece("advice_terms", gettext_lazy("聘期结束的专家"), let_leave),
    Piece("advice_pairings", gettext_lazy("到期的结对"), end_run_out),
    Piece("advice_reminders", gettext_lazy("咨询提醒"), remind),
    Piece("advice_ratings", gettext_lazy("请评价咨询"), ask_ratings),
)
