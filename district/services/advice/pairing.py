"""Writes of pairings: goals, rhythm, milestones; ended with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log
from district.services.advice import numbers, telling
from district.services.advice.models import Need, Pairing, Rhythm, Step
from district.services.advice.moving import ROOM, move_pairing
from district.services.advice.permissions import may_keep_pairing, may_serve
from district.services.advice.states import OPEN, RUNNING, TAKEN

MOST_STEPS = 20
LONGEST = dt.timedelta(days=3 * 366)


def pair(
    *, need: Need, by: Person, goals: str, rhythm: str, until: dt.date, steps: Sequence[tuple[str, dt.date]] = (),
) -> Pairing:  # fmt: skip
    """The expert who took a need and whoever asked meet in a rhythm towards goals until a day. The running one is given
    where there is one. Raises Refused, NotPossible.
    """
    require(may_serve(by, need))
    if not goals.strip() or rhythm not in Rhythm.values:
        raise NotPossible(_("请写下目标，选一个节奏。"))
    today = clock.today()
    if not today < until <= today + LONGEST:
        raise NotPossible(_("结束日期要在今天以后、三年以内。"))
    with transaction.atomic():
        row = lock(Need.objects.all()).get(pk=need.pk)
        if known := row.pairings.filter(state=RUNNING).first():
            return known
        if row.state != TAKEN or row.expert is None:
            raise NotPossible(_("还没有专家接单，不能结对。"))
        made = Pairing.objects.create(
            need=row, reference=numbers.new_reference(numbers.PAIRING), expert=row.expert, goals=goals.strip()[:2000],
            rhythm=rhythm, since=today, until=until, made_by=by, made_at=clock.now(),
        )  # fmt: skip
        for title, due_on in steps[:MOST_STEPS]:
            Step.objects.get_or_create(pairing=made, title=title.strip()[:100], defaults={"due_on": due_on})
        write_log(room=ROOM, subject=row.reference, verb="pair", by=by, data={"pairing": made.reference})
        telling.paired(made)
    return made


def add_step(*, pairing: Pairing, by: Person, title: str, due_on: dt.date) -> Step:
    """A milestone; the same title again gives the same. Raises Refused, NotPossible."""
    require(may_keep_pairing(by, pairing))
    if not title.strip():
        raise NotPossible(_("请写里程碑。"))
    if pairing.state != RUNNING or pairing.steps.count() >= MOST_STEPS:
        raise NotPossible(_("结对已经结束，或者里程碑太多。"))
    row, made = Step.objects.get_or_create(pairing=pairing, title=title.strip()[:100], defaults={"due_on": due_on})
    if made:
        write_log(room=ROOM, subject=pairing.reference, verb="step", by=by, data={"title": row.title})
    return row


def reach_step(*, step: Step, by: Person, say: str = "") -> Step:
    """A milestone is reached. A second time changes nothing. Raises Refused."""
    require(may_keep_pairing(by, step.pairing))
    with transaction.atomic():
        row = lock(Step.objects.all()).get(pk=step.pk)
        if row.done_on is None:
            row.done_on, row.say = clock.today(), say.strip()[:200]
            row.save(update_fields=["done_on", "say"])
            write_log(room=ROOM, subject=step.pairing.reference, verb="reach-step", by=by, data={"title": row.title})
    step.refresh_from_db()
    return step


def end_pairing(*, pairing: Pairing, by: Person, why: str) -> Pairing:
    """Raises Refused, MoveRefused, NotPossible: no words."""
    require(may_keep_pairing(by, pairing))
    if not why.strip():
        raise NotPossible(_("请写一句结对做成了什么，或者为什么结束。"))
    _over(pairing, by, why)
    return pairing


def end_pairings(rows: QuerySet[Pairing], *, by: Person | None, why: str) -> list[Pairing]:
    """Those that still run, whose expert or need is there no longer; whoever calls has asked. Those that were ended."""
    ended = list(rows.filter(state=RUNNING).select_related("need", "expert"))
    for each in ended:
        _over(each, by, why)
    return ended


def run_out(today: dt.date) -> QuerySet[Pairing]:
    """Running ones whose last day was before today, or whose need is over."""
    rows = Pairing.objects.filter(Q(until__lt=today) | ~Q(need__state__in=sorted(OPEN)), state=RUNNING)
    return rows.select_related("need", "expert__person").order_by("pk")


def end_run_out(today: dt.date) -> str:
    """Those whose time is over end in the night after it; both sides are told."""
    found = list(run_out(today))
    for each in found:
        with transaction.atomic():
            with official():
                why = _("约定的期限已到") if each.until < today else _("咨询已经结束")
            _over(each, None, why)
            telling.pairing_over(each)
    return _("结束 %(n)d 个到期的结对。") % {"n": len(found)}


def _over(pairing: Pairing, by: Person | None, why: str) -> None:
    with move_pairing(pairing, "end-pairing", by, why) as row:
        row.why = why.strip()[:200]
